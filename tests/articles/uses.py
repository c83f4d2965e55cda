"""Pages that cite a work, in each way that counts."""

from datetime import timedelta

from django.utils import timezone

from tests import builders


def live(work):
    return builders.make_article(title="Live", body=builders.citing(work))


def draft(work):
    return builders.make_article(title="Begun", body=builders.citing(work), published=False)


def draft_of_live(work):
    page = builders.make_article(title="Live", body=builders.citing(builders.make_work()))
    page.body = builders.citing(work)
    page.save_revision()
    return page


def scheduled(work):
    page = builders.make_article(title="Live", body=builders.citing(builders.make_work()))
    page.body, page.go_live_at = builders.citing(work), timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    page.refresh_from_db()
    page.body = []
    page.save_revision()
    return page


USES = [live, draft, draft_of_live, scheduled]
