"""A coming hearing at which the child is expected without having agreed to testify is in Act now."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.protection.justice.proceedings import testimony_rules
from saathi.protection.justice.proceedings.models import Hearing
from saathi.protection.justice.proceedings.unagreed_hearings import unagreed_hearings_boxes
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in
from tests.waiting import boxes_of

pytestmark = pytest.mark.django_db

SUMMONED = "the child is summoned and has not agreed to testify"
EXPECTED = "the child is expected and has not agreed to testify"


def lines(person: Staff) -> list[str]:
    with acting(person):
        return [str(box.title) for box in boxes_of(unagreed_hearings_boxes, person)]


def coming(person: Staff, days: int = testimony_rules.DAYS_AHEAD) -> dt.date:
    return person.office.today() + dt.timedelta(days=days)


def planned(court: CourtCast, **fields: str) -> Hearing:
    """A hearing that is planned as no one may plan it without the agreement of the child."""
    worker = court.around.worker
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker, coming(worker), child_expected="not_known")
    with role("maintenance"):
        Hearing.objects.filter(pk=hearing.pk).update(**fields)
    return hearing


@pytest.mark.requirement("JUS-014")
def test_summons_does_not_silence_that_the_child_does_not_agree(court: CourtCast) -> None:
    around, worker = court.around, court.around.worker
    with acting(worker):
        made.summons(court.proceeding, worker)
        made.decision(court.proceeding, around.case, worker, "does_not_want")
        made.hearing(court.proceeding, worker, coming(worker))
    for person in (around.stranger, around.outsider, around.house_mother):
        assert not lines(person)
    for person in (worker, around.supervisor):
        (line,) = lines(person)
        assert SUMMONED in line
    text = read(signed_in(worker).get("/"))[0]
    assert text.index("Act now") < text.index(SUMMONED)
    assert court.page() in signed_in(worker).get("/").content.decode()
    with acting(court.lawyer):
        later = made.DAY + dt.timedelta(days=1)
        made.decision(court.proceeding, around.case, court.lawyer, decided_on=later)
    assert not lines(worker)
    assert not lines(around.supervisor)


@pytest.mark.requirement("JUS-014")
def test_no_decision_is_no_agreement_before_a_hearing(court: CourtCast) -> None:
    hearing = planned(court, child_expected="video")
    (line,) = lines(court.around.worker)
    assert EXPECTED in line
    with role("maintenance"):
        Hearing.objects.filter(pk=hearing.pk).update(state="cancelled")
    assert not lines(court.around.worker)


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"child_expected": "present"}, 1),
        ({"child_expected": "not_present", "transport_arranged": "confirmed"}, 1),
        ({"child_expected": "present", "purpose": "other_evidence"}, 1),
        ({"child_expected": "not_present"}, 0),
        ({"child_expected": "recorded"}, 0),
        ({"child_expected": "present", "purpose": "judgment"}, 0),
        ({"child_expected": "present", "purpose": "protection"}, 0),
    ],
)
def test_line_is_of_hearings_that_need_the_agreement(
    court: CourtCast, fields: dict[str, str], count: int
) -> None:
    planned(court, **fields)
    assert len(lines(court.around.worker)) == count


@pytest.mark.parametrize(
    ("part", "purpose", "days", "answer", "count"),
    [
        ("not_known", "child_evidence", 1, "", 1),
        ("not_present", "child_evidence", 1, "", 1),
        ("not_known", "child_questions", testimony_rules.UNASKED_DAYS_AHEAD, "", 1),
        ("not_known", "child_evidence", 1, "does_not_want", 1),
        ("not_present", "child_evidence", 1, "does_not_want", 0),
        ("not_known", "child_evidence", 1, "wants", 0),
        ("not_known", "child_evidence", testimony_rules.UNASKED_DAYS_AHEAD + 1, "", 0),
        ("not_known", "other_evidence", 1, "", 0),
        ("recorded", "child_evidence", 1, "", 0),
    ],
)
def test_testimony_tomorrow_of_a_child_who_was_not_asked(
    court: CourtCast, part: str, purpose: str, days: int, answer: str, count: int
) -> None:
    around, worker = court.around, court.around.worker
    with acting(worker):
        if answer:
            made.decision(court.proceeding, around.case, worker, answer)
        made.hearing(
            court.proceeding, worker, coming(worker, days), purpose=purpose, child_expected=part
        )
    assert not lines(around.stranger)
    for person in (worker, around.supervisor):
        found = lines(person)
        assert len(found) == count
        assert all(("was not asked" in line) is (not answer) for line in found)


@pytest.mark.parametrize(
    ("days", "count"),
    [(-1, 0), (0, 1), (testimony_rules.DAYS_AHEAD, 1), (testimony_rules.DAYS_AHEAD + 1, 0)],
)
def test_line_is_of_hearings_in_the_next_days(court: CourtCast, days: int, count: int) -> None:
    worker = court.around.worker
    with acting(worker):
        made.summons(court.proceeding, worker)
        made.hearing(court.proceeding, worker, coming(worker, days))
    assert len(lines(worker)) == count
