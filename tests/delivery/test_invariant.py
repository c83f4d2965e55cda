"""The invariant: what is served is what a rendering anew would give, and the log misses nothing."""

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from delivery.models import Edition
from delivery.visibility import Visibility
from tests import chance, databases
from tests.delivery.mutants import MUTANTS, UNTRIED
from tests.delivery.newsroom import ACTIONS, Newsroom

STEPS = 40 if chance.LONG else 8
CHOICES = st.integers(0, 59)
DRAWN = chance.some(MUTANTS)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        # Made before what empties the caches for each test.
        for each in ("default", "answers", "hosts"):
            caches[each].clear()
        Visibility.not_before = None
        # What other tests took back has used up ids in PostgreSQL; the mutants name some.
        databases.restore()
        newsroom = Newsroom()
        databases.restore()
    return newsroom


@pytest.fixture
def newsroom(made, transactional_db):
    made.begin_again()
    with made.at_work():
        yield made


def play(newsroom, mutant):
    """Plays a mutant's script, and looks at what comes of it."""
    for name, *rest in mutant.script:
        if name == "look":
            Edition.objects.all().delete()
            newsroom.check(at=rest[0])
        else:
            newsroom.act(name, *rest)
    newsroom.check(at=mutant.at)


def machine_of(newsroom):
    """Does things by chance; after each, looks at the log and some answers; at last, at all."""

    class Editors(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            newsroom.begin_again()
            self.is_well, self.done = True, set()

        # Not a rule for each: hypothesis would leave out most of them in one run.
        @rule(name=st.sampled_from(sorted(ACTIONS)), choice=CHOICES, what=CHOICES)
        def do(self, name, choice, what):
            self.is_well = False
            newsroom.act(name, choice, what)
            newsroom.check(share=30)
            self.is_well = True
            self.done.add(name)

        def teardown(self):
            # The first run that is tried is always one thing over and over.
            if self.is_well and len(self.done) > 1:
                newsroom.check()

    return Editors


def test_what_is_served_is_what_a_rendering_anew_gives(newsroom):
    phases = [Phase.generate, *([Phase.shrink] if chance.LONG else [])]
    run_state_machine_as_test(
        seed(chance.SEED)(machine_of(newsroom)),
        settings=settings(
            max_examples=chance.examples(3),
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            phases=phases,
            suppress_health_check=[*HealthCheck],
        ),
        _min_steps=STEPS,
    )


def test_a_script_is_fine_where_no_signal_is_missed(newsroom):
    for mutant in chance.some_on_second(MUTANTS if chance.LONG else MUTANTS[::7]):
        newsroom.begin_again()
        play(newsroom, mutant)


@pytest.mark.parametrize("mutant", chance.some_on_second(DRAWN), ids=lambda mutant: mutant.name)
def test_a_missed_signal_is_noticed(newsroom, mutant, monkeypatch):
    newsroom.check(at=mutant.at)
    mutant.breaks(monkeypatch)
    with pytest.raises(AssertionError):
        play(newsroom, mutant)


def test_the_triggers_of_every_table_are_missed():
    assert not UNTRIED
