"""While people read and write, each process is killed: nothing acknowledged is lost, none doubled.

The short form of `bench/kill.py`: fewer requests a second, so that a busy machine keeps up.
"""

from collections.abc import Iterator

import pytest

from bench import kill

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("kill under load")]
BETWEEN, RATE, CHILDREN = 5, 6, 100


@pytest.fixture(scope="module")
def outcome() -> Iterator[kill.Outcome]:
    with kill.installed(CHILDREN) as home:
        yield kill.run(home, between=BETWEEN, rate=RATE)


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(outcome: kill.Outcome) -> None:
    assert len(outcome.acknowledged) > 20
    assert outcome.lost == []
    assert outcome.doubled == []


def test_requests_are_answered_again_after_each_kill(outcome: kill.Outcome) -> None:
    assert [entry.what for entry in outcome.outages][-1] == "database"
    assert sum(item.errors.total() for item in outcome.outages) > 0, kill.table(outcome)
    for outage in outcome.outages:
        assert outage.answers_after < 60, kill.table(outcome)
    assert outcome.given_up == 0, kill.table(outcome)


def test_every_answer_is_the_page_or_an_error(outcome: kill.Outcome) -> None:
    assert outcome.strange == []


def test_the_log_is_sound_and_holds_each_read_that_was_answered(outcome: kill.Outcome) -> None:
    answered = sum(request.kind == "file" and request.is_answered for request in outcome.requests)
    assert answered > 20
    assert outcome.unrecorded() == []
    assert "Verified" in outcome.verified
