"""A child's "no" is not turned by planning a hearing, by the same person, or on the same day."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.justice.proceedings import agreement_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.actions import hearings, testimony
from saathi.protection.justice.proceedings.models import Hearing
from tests import filled
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.protection.justice.proceedings.test_testimony import approve, ask, force, refused
from tests.reading import day, words
from tests.roles import acting
from tests.signing import signed_in

NEXT = made.DAY + dt.timedelta(days=1)
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def said(answer: str, days: int, minutes: int, by: str = "a", **more: object) -> object:
    """A decision of a day, recorded some minutes after the first one."""
    on, at = made.DAY + dt.timedelta(days=days), AT + dt.timedelta(minutes=minutes)
    usual = {"answer": codes.TestimonyAnswer(answer), "pressure": ["none"], "decided_on": on,
             "recorded_at": at, "recorded_by": by}  # fmt: skip
    return agreement_rules.RecordedDecision(**(usual | more))  # type: ignore[arg-type]


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("decisions", "place"),
    [
        ([], None),
        ([said("wants", 0, 0)], 0),
        ([said("does_not_want", 0, 0), said("wants", 0, 5)], 0),  # the same day
        ([said("does_not_want", 0, 0), said("wants", 1, 5)], 1),
        ([said("wants", 1, 0), said("does_not_want", 0, 5)], 1),  # a "no" recorded late
        ([said("wants", 1, 0), said("undecided", 0, 5)], 0),
        ([said("wants", 0, 0), said("undecided", 0, 5)], 1),
        ([said("wants", 0, 0, withdrawn_on=NEXT), said("wants", 1, 5)], 0),
        ([said("wants", 0, 0, withdrawn_on=NEXT), said("wants", 2, 5)], 1),
        ([said("does_not_want", 0, 0), said("conditions", 0, 5), said("wants", 3, 9)], 2),
    ],
)
def test_which_decision_counts(
    decisions: list[agreement_rules.RecordedDecision], place: int | None
) -> None:
    assert agreement_rules.current_position(decisions) == place


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize(
    ("decisions", "is_alone"),
    [
        ([said("wants", 0, 0)], False),
        ([said("does_not_want", 0, 0), said("wants", 1, 5)], True),
        ([said("does_not_want", 0, 0), said("wants", 1, 5, by="b")], False),
        (
            [said("does_not_want", 0, 0, by="b"), said("does_not_want", 1, 1), said("wants", 2, 5)],
            True,
        ),
    ],
)
def test_who_recorded_the_no_does_not_record_the_agreement(
    decisions: list[agreement_rules.RecordedDecision], is_alone: bool
) -> None:
    assert agreement_rules.is_changed_alone(decisions) is is_alone


@pytest.mark.requirement("JUS-014")
def test_agreement_after_a_no_needs_another_day_and_another_person(court: CourtCast) -> None:
    worker, case, supervisor = court.around.worker, court.around.case, court.around.supervisor
    with acting(worker):
        made.decision(court.proceeding, case, worker, "does_not_want")
        made.decision(court.proceeding, case, worker)
    asked = ask(court)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        approve(court, asked)
    assert "has not agreed" in refusal.value.reasons[0].text
    with acting(supervisor), refused("has not agreed to testify"):
        force(supervisor, asked)

    with acting(worker):
        made.decision(court.proceeding, case, worker, decided_on=NEXT)
    with pytest.raises(testimony.PresentationRefused) as refusal:
        approve(court, asked)
    assert "Another person asks the child again" in refusal.value.reasons[0].text
    with acting(supervisor), refused("one person recorded"):
        force(supervisor, asked)

    with acting(court.lawyer):
        made.decision(court.proceeding, case, court.lawyer, decided_on=NEXT)
    assert approve(court, asked).state == "approved"


@pytest.mark.requirement("JUS-014")
def test_no_testimony_is_planned_after_a_no_without_a_summons(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    coming = worker.office.today() + dt.timedelta(days=30)
    with acting(worker):
        made.decision(court.proceeding, case, worker, "does_not_want")
    client, path = signed_in(worker), court.page("hearings/new/")
    form = filled.form(
        client.get(path).content.decode(),
        purpose="child_evidence", child_expected="present", **day("listed_on", coming),
    )  # fmt: skip
    assert "The child does not agree to testify." in words(client.post(path, form).content)
    with acting(worker):
        past = Hearing(
            file_id=case.file_id, proceeding=court.proceeding, listed_on=coming,
            purpose="child_evidence", child_expected="video", state="listed",
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
            writing.add(past, actor=worker)
        # The hearing itself, and what happened at one, are recorded.
        listed = made.hearing(court.proceeding, worker, coming, child_expected="not_known")
        for columns in ({"child_expected": "present"}, {"child_expected": "video"}):
            with pytest.raises(hearings.HearingRefused), transaction.atomic():
                hearings.change_hearing(
                    hearing=listed, columns=columns, version=listed.version, actor=worker
                )
            with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
                writing.change(listed, actor=worker, **columns)
        listed.refresh_from_db()
        yesterday = worker.office.today() - dt.timedelta(days=1)
        held = made.hearing(court.proceeding, worker, yesterday)
        assert made.held(held, case, worker).state == "held"
        made.summons(court.proceeding, worker)
        assert made.hearing(court.proceeding, worker, coming).child_expected == "present"
