"""Drafts and publications of several editors are validated at once, by threads of one process."""

from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.core.exceptions import ValidationError

from articles.blocks import ArticleBody


def test_autosaves_beside_each_other_leave_publishing_as_strict_as_before(monkeypatch):
    body = ArticleBody()
    empty = body.to_python([{"type": "citation", "value": {"work": None}}])
    work = body.child_blocks["citation"].child_blocks["work"]
    together = Barrier(2)
    defer = work.defer_required_validation

    def defer_together():
        """Lets two threads that defer at once meet here, as they might on a busy server."""
        try:
            together.wait(0.5)
        except BrokenBarrierError:
            together.reset()
        defer()

    monkeypatch.setattr(work, "defer_required_validation", defer_together)
    threads = [Thread(target=body.clean_deferred, args=[empty]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with pytest.raises(ValidationError) as refused:
        body.clean(empty)
    assert "work" in refused.value.block_errors[0].block_errors
