"""“Could not be reached” is compared with the contacts, and what the person who decides sees."""

import datetime as dt

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db.transaction import atomic

from saathi.agencies import writing
from saathi.agencies.record_kit.rows import format_day
from saathi.desk import actions as desk
from saathi.protection.casework.reintegration import evaluation_rules
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.models import FinalEvaluation, Reintegration
from saathi.protection.casework.reintegration.vocabulary import (
    EvaluationExceptionReason,
    HeardAtEvaluation,
)
from tests import filled
from tests.attacks.proofs import update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

DB_ERRORS = (DatabaseError, psycopg.Error)
ON = dt.date(2027, 3, 2)
YEAR_AGO = dt.date(2026, 3, 2)
EXCEPTION = "Moves to another country with the family"
RETURNS = {"return_early", "return_unheard", "return_sign"}


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def codes_of(around: ChildFileCast) -> set[str]:
    with acting(around.supervisor):
        return {reason.code for reason in desk.list_open_matters(around.case)}


DAYS = [dt.date(2027, 1, day) for day in (5, 6, 7)]


@pytest.mark.requirement("REI-010")
@pytest.mark.parametrize(
    ("reason", "heard", "reached_on", "attempts", "says"),
    [
        ("not_reached", "not_heard", None, DAYS, ""),
        ("not_reached", "too_young", YEAR_AGO, DAYS, ""),
        ("not_reached", "not_heard", None, DAYS[:2], "since the return"),
        ("not_reached", "not_heard", None, [DAYS[0]] * 3, "since the return"),
        ("not_reached", "not_heard", ON, [], "%(day)s"),
        ("not_reached", "heard", None, DAYS, "asked for their view"),
        ("not_reached", "declined", None, DAYS, "asked for their view"),
        ("declined", "not_heard", ON, [], ""),
    ],
)
def test_could_not_be_reached_is_compared_with_the_contacts(
    reason: str, heard: str, reached_on: dt.date | None, attempts: list[dt.date], says: str
) -> None:
    found = evaluation_rules.reasons_against_not_reached(
        EvaluationExceptionReason(reason),
        HeardAtEvaluation(heard),
        evaluation_rules.ContactRecord(reached_on, attempts),
        needed_days=3,
    )
    assert [says in each.text for each in found] == [True] * bool(says)


NOT_REACHED = {"heard": "not_heard", "exception": EXCEPTION, "exception_reason": "not_reached"}


def attempts(around: ChildFileCast, reintegration: Reintegration, *days: int) -> None:
    """Visits at which no one was there, so many days from today."""
    for day in days:
        steps.contact(
            around, reintegration, on=day, way="home", result="not_reached", finding="",
            not_held_because="nobody_there",
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_child_who_was_reached_is_not_out_of_reach(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    steps.contact(around, reintegration, finding="unsafe", risks="The uncle is back", next_in=1)
    client = signed_in(around.worker)
    path = f"{around.url}final-evaluation/new/"
    sent = filled.form(
        client.get(path).content.decode(), contact_again="refuses", aftercare="Room with the aunt",
        care_outcome="family", family_assessment="safe", **NOT_REACHED,
    )  # fmt: skip
    answer = read(client.post(path, sent))[0]
    assert f"The child was reached on {format_day(steps.today(around))}" in answer
    assert "Room with the aunt" in answer
    with acting(around.worker):
        assert not FinalEvaluation.objects.exists()


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_attempts_on_enough_days_since_the_last_contact_are_needed(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    steps.contact(around, reintegration, on=-9)
    attempts(around, reintegration, -8, -8, -7)
    with pytest.raises(ReintegrationRefused) as refusal:
        steps.evaluate(around, reintegration, **NOT_REACHED)
    assert [reason.code for reason in refusal.value.reasons] == ["exception_reason"]
    attempts(around, reintegration, -6)
    evaluation = steps.evaluate(around, reintegration, **NOT_REACHED)
    steps.decide(around, evaluation)
    assert not codes_of(around) & RETURNS
    # A contact that reaches the child afterwards takes the reason away.
    steps.contact(around, reintegration)
    assert codes_of(around) & RETURNS == {"return_early", "return_unheard"}


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_reason_is_not_approved_after_a_contact_that_reached_the_child(
    around: ChildFileCast,
) -> None:
    reintegration = steps.begin(around, days_ago=100)
    attempts(around, reintegration, -8, -7, -6)
    evaluation = steps.evaluate(around, reintegration, **NOT_REACHED)
    steps.contact(around, reintegration)
    with pytest.raises(ReintegrationRefused) as refusal:
        steps.decide(around, evaluation)
    assert [reason.code for reason in refusal.value.reasons] == ["exception_state"]
    approved = {
        "exception_state": "'approved'",
        "exception_decided_by": f"'{around.supervisor.pk}'",
        "exception_decided_on": "current_date",
    }
    table = "reintegration_finalevaluation"
    with acting(around.supervisor), pytest.raises(DB_ERRORS, match="was reached"), atomic():
        update_proved(
            connection.connection, around.supervisor, table, approved, f"id = '{evaluation.pk}'"
        )


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_database_refuses_out_of_reach_without_an_attempt(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    unreached = FinalEvaluation(
        file_id=around.file_id, reintegration=reintegration, evaluated_on=steps.today(around),
        heard="not_heard", contact_again="refuses", care_outcome="family", has_exception=True,
        family_assessment="safe", exception_reason="not_reached", exception_state="asked",
    )  # fmt: skip
    with acting(around.worker), pytest.raises(IntegrityError, match="no attempt"), atomic():
        writing.add(unreached, actor=around.worker)


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_declined_contradicts_the_view_of_the_child(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    declined = NOT_REACHED | {"exception_reason": "declined"}
    with pytest.raises(ReintegrationRefused) as refusal:
        steps.evaluate(around, reintegration, **(declined | {"heard": "heard"}))
    assert [reason.code for reason in refusal.value.reasons] == ["exception_reason"]
    steps.evaluate(around, reintegration, **(declined | {"heard": "declined"}))
    contradictory = FinalEvaluation(
        file_id=around.file_id, reintegration=reintegration, evaluated_on=steps.today(around),
        heard="heard", contact_again="refuses", care_outcome="family", has_exception=True,
        family_assessment="safe", exception_reason="declined", exception_state="asked",
    )  # fmt: skip
    with acting(around.worker), pytest.raises(IntegrityError, match="gave their view"), atomic():
        writing.add(contradictory, actor=around.worker)


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_person_who_decides_sees_who_asks_the_contacts_and_open_signs(
    around: ChildFileCast,
) -> None:
    reintegration = steps.begin(around, days_ago=100)
    steps.contact(around, reintegration, finding="unsafe", risks="The uncle is back", next_in=1)
    steps.sign(around)
    why = "The uncle moved away; the child said so alone"
    evaluation = steps.evaluate(around, reintegration, exception=EXCEPTION, care_reason=why)
    path = f"{around.url}final-evaluation/{evaluation.pk}/decide/"
    text = read(signed_in(around.supervisor).get(path))[0]
    for shown in (
        f"Asked for by {around.worker.name}",
        "The child is not safe",
        "The uncle is back",
        "A man called about money",
    ):
        assert shown in text


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_evaluation_that_was_decided_on_is_not_edited(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    evaluation = steps.evaluate(around, reintegration, exception=EXCEPTION)
    decided = steps.decide(around, evaluation)
    changed = {"evaluated_on": "current_date - 30", "version": f"{decided.version + 1}"}
    table = "reintegration_finalevaluation"
    for person in (around.worker, around.supervisor):
        with acting(person), pytest.raises(DB_ERRORS, match="it stays as it was"), atomic():
            update_proved(connection.connection, person, table, changed, f"id = '{decided.pk}'")
    # What is written instead is a new evaluation, which waits for its own approval.
    again = steps.evaluate(around, reintegration, exception=EXCEPTION)
    assert again.exception_state == "asked"
