"""A child's "no" holds at every hearing where the child may be questioned, whatever its purpose is called."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.justice.proceedings import agreement_rules, testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.actions import hearings
from saathi.protection.justice.proceedings.models import Hearing
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

LISTENS = {"judgment", "protection"}


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize("purpose", list(codes.HearingPurpose))
def test_purpose_of_a_hearing_does_not_replace_the_agreement(purpose: str) -> None:
    no = agreement_rules.TestimonyAgreement(codes.TestimonyAnswer.DOES_NOT_WANT, ["none"])
    is_refused = purpose not in LISTENS
    for part, transport in (("present", ""), ("video", ""), ("not_present", "confirmed")):
        plan = testimony_rules.HearingPlan(purpose, part, transport)
        found = testimony_rules.reasons_against_plan(plan, no, is_summoned=False)
        assert bool(found) is is_refused
        assert testimony_rules.reasons_against_plan(plan, no, is_summoned=True) == ()
    letter = testimony_rules.reasons_against_court_letter
    assert bool(letter(purpose, no, is_summoned=False)) is is_refused
    assert letter(purpose, no, is_summoned=False, asks_to_hear=True)
    assert letter(purpose, no, is_summoned=True, asks_to_hear=True) == ()


@pytest.mark.requirement("JUS-014")
@pytest.mark.django_db
def test_other_evidence_is_no_way_round_the_no_of_the_child(court_here: CourtCast) -> None:
    court, worker = court_here, court_here.around.worker
    coming = worker.office.today() + dt.timedelta(days=30)
    with acting(worker):
        made.decision(court.proceeding, court.around.case, worker, "does_not_want")
        with pytest.raises(hearings.HearingRefused), transaction.atomic():
            made.hearing(court.proceeding, worker, coming, purpose="other_evidence")
        planned = Hearing(
            file_id=court.around.case.file_id, proceeding=court.proceeding, listed_on=coming,
            purpose="other_evidence", child_expected="present", state="listed",
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
            writing.add(planned, actor=worker)
        listed = made.hearing(
            court.proceeding, worker, coming, purpose="other_evidence", child_expected="not_present"
        )
        with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
            writing.change(listed, actor=worker, transport_arranged="confirmed")
        judgment = made.hearing(court.proceeding, worker, coming, purpose="judgment")
    client = signed_in(worker)
    page = words(client.get(f"{court.url}hearings/{listed.pk}/letter/").content)
    assert "The child does not agree to testify, so no letter" in page
    path = f"{court.url}hearings/{judgment.pk}/letter/"
    assert "We ask the court" in words(client.get(path).content)
    page = words(client.get(path, {"ask": ["in_camera", "video"]}).content)
    assert "The child does not agree to testify, so no letter" in page


@pytest.mark.requirement("JUS-014")
def test_agreement_recorded_by_the_author_of_the_no_plans_nothing() -> None:
    turned = agreement_rules.TestimonyAgreement(
        codes.TestimonyAnswer.WANTS, ["none"], is_changed_alone=True
    )
    for part, transport, count in (
        ("present", "", 1), ("not_present", "confirmed", 1), ("not_known", "", 0),
    ):  # fmt: skip
        plan = testimony_rules.HearingPlan("child_evidence", part, transport)
        found = testimony_rules.reasons_against_plan(plan, turned, is_summoned=False)
        assert len(found) == count
        assert testimony_rules.reasons_against_plan(plan, turned, is_summoned=True) == ()
    (reason,) = testimony_rules.reasons_against_court_letter(
        "child_evidence", turned, is_summoned=False
    )
    assert "Another person asks the child again" in str(reason.text)


@pytest.mark.requirement("JUS-014")
@pytest.mark.django_db
def test_one_person_does_not_turn_the_no_and_plan_the_testimony(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    coming = worker.office.today() + dt.timedelta(days=30)
    later = made.DAY + dt.timedelta(days=1)
    with acting(worker):
        made.decision(court.proceeding, case, worker, "does_not_want")
        made.decision(court.proceeding, case, worker, decided_on=later)
        with pytest.raises(hearings.HearingRefused) as refusal, transaction.atomic():
            made.hearing(court.proceeding, worker, coming)
        assert "Another person asks the child again" in refusal.value.reasons[0].text
        planned = Hearing(
            file_id=case.file_id, proceeding=court.proceeding, listed_on=coming,
            purpose="child_evidence", child_expected="present", state="listed",
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="agreed to testify"), transaction.atomic():
            writing.add(planned, actor=worker)
    with acting(court.lawyer):
        made.decision(court.proceeding, case, court.lawyer, decided_on=later)
    with acting(worker):
        assert made.hearing(court.proceeding, worker, coming).child_expected == "present"
