"""A decision on a referral ends a claim only when a second person confirmed it."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.protection.returns.protection_screening import actions, outcome_rules
from saathi.protection.returns.protection_screening.actions import ProtectionScreeningRefused
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.protection_screening.models import ProtectionReferral
from saathi.protection.returns.protection_screening.vocabulary import ClaimOutcome, ContactGate
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, protection
from tests.protection.returns.tracing.walking import press
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.parametrize(
    ("outcome", "is_confirmed", "is_author", "reads_signs", "count"),
    [
        (ClaimOutcome.WITHDRAWN, False, False, True, 0),
        (ClaimOutcome.WAITING, False, False, True, 1),
        (ClaimOutcome.REFUSED, True, False, True, 1),
        (ClaimOutcome.NO_CLAIM, False, True, True, 1),
        (ClaimOutcome.NO_CLAIM, False, False, False, 1),
        (ClaimOutcome.NO_CLAIM, False, True, False, 2),
    ],
)
def test_who_confirms(
    outcome: ClaimOutcome, *, is_confirmed: bool, is_author: bool, reads_signs: bool, count: int
) -> None:
    reasons = outcome_rules.reasons_against_confirming(
        outcome, is_confirmed=is_confirmed, is_author=is_author, reads_signs=reads_signs
    )
    assert len(reasons) == count


def withdrawn(around: ChildFileCast, actor: Staff) -> ProtectionReferral:
    """A referral whose end this person recorded alone."""
    with acting(actor):
        referral = ProtectionReferral(
            file_id=around.file_id, body="legal_aid", referred_on=actor.office.today()
        )
        actions.add_referral(referral=referral, actor=actor)
        found = ProtectionReferral.objects.get(pk=referral.pk)
        records.open_texts(found)
        ended = {"outcome": "withdrawn", "appeal": "", "decided_on": actor.office.today()}
        actions.change_referral(referral=found, columns=ended, version=found.version, actor=actor)
    return found


@pytest.mark.requirement("INT-001")
def test_nobody_ends_a_claim_alone(around: ChildFileCast) -> None:
    worker, today = around.worker, around.worker.office.today()
    with acting(around.supervisor):
        protection.sign(around.case, around.supervisor, screened_on=today)
    referral = withdrawn(around, worker)
    colleague = agencies.staff("case_worker", worker.office)
    with acting(worker):
        assert ask_gate(around.file_id).gate == ContactGate.NOT_NOW
        with pytest.raises(ProtectionScreeningRefused) as refused:
            protection.screened(around.case, worker, screened_on=today)
        assert [reason.code for reason in refused.value.reasons] == ["result"]
        found = ProtectionReferral.objects.get(pk=referral.pk)
        with pytest.raises(ProtectionScreeningRefused):
            actions.confirm_outcome(referral=found, version=found.version, actor=worker)
        columns = {"confirmed_by": colleague.pk, "confirmed_on": today}
        with pytest.raises(DatabaseError), transaction.atomic():
            writing.change(found, actor=worker, **columns)
    with acting(around.supervisor):
        protection.confirmed(referral, around.supervisor)
    with acting(worker):
        with pytest.raises(ProtectionScreeningRefused):  # the one who recorded the decision
            protection.screened(around.case, worker, screened_on=today)
        with connection.cursor() as cursor:
            cursor.execute("SELECT origin_reads_signs(%s)", [around.file_id])
            assert cursor.fetchone() == (False,)


@pytest.mark.requirement("INT-001")
def test_who_does_not_read_the_screening_gets_one_answer(around: ChildFileCast) -> None:
    worker, today = around.worker, around.worker.office.today()
    with acting(around.supervisor):
        protection.screened(
            around.case,
            around.supervisor,
            screened_on=today,
            result="unfinished",
            continue_on=today,
        )
    texts = []
    for _found in ("unfinished", "sign"):
        with acting(worker):
            answer = ask_gate(around.file_id)
            assert (answer.gate, answer.is_claim_over) == (ContactGate.NOT_NOW, False)
            with pytest.raises(ProtectionScreeningRefused) as refused:
                protection.screened(around.case, worker, screened_on=today)
            texts.append([reason.text for reason in refused.value.reasons])
        with acting(around.supervisor):
            protection.sign(around.case, around.supervisor, screened_on=today)
    assert texts[0] == texts[1]


def test_a_second_person_confirms_on_the_page(around: ChildFileCast) -> None:
    with acting(around.supervisor):
        protection.sign(around.case, around.supervisor)
    referral = withdrawn(around, around.worker)
    page = f"{around.url}international-protection/"
    address = f"{page}referrals/{referral.pk}/confirm/"
    assert signed_in(around.outsider).post(address).status_code == 404
    press(around.supervisor, page, address)
    with acting(around.supervisor):
        found = ProtectionReferral.objects.get(pk=referral.pk)
    assert found.confirmed_by == around.supervisor.pk


@pytest.mark.requirement("INT-001")
def test_a_sign_that_is_recorded_after_the_decision_is_not_answered_by_it(
    around: ChildFileCast,
) -> None:
    """Its day is before the referral, but whoever decided did not know it."""
    worker, today = around.worker, around.worker.office.today()
    referral = withdrawn(around, worker)
    with acting(around.supervisor):
        protection.confirmed(referral, around.supervisor)
        assert ask_gate(around.file_id).is_claim_over
        protection.sign(around.case, around.supervisor, screened_on=today)
        answer = ask_gate(around.file_id)
        assert (answer.gate, answer.is_claim_over) == (ContactGate.CLOSED, False)
    later = withdrawn(around, worker)
    with acting(around.supervisor):
        protection.confirmed(later, around.supervisor)
    second = agencies.staff("supervisor", around.worker.office)
    with acting(second):
        assert ask_gate(around.file_id).is_claim_over
        protection.screened(around.case, second, screened_on=today)
        assert ask_gate(around.file_id).gate == ContactGate.OPEN


@pytest.mark.requirement("INT-001")
def test_a_confirmation_has_the_day_on_which_it_is_made(around: ChildFileCast) -> None:
    referral = withdrawn(around, around.worker)
    supervisor, today = around.supervisor, around.worker.office.today()
    with acting(supervisor):
        found = ProtectionReferral.objects.get(pk=referral.pk)
        for days in (-30, 30):
            day = today + dt.timedelta(days=days)
            with pytest.raises(DatabaseError), transaction.atomic():
                writing.change(
                    found, actor=supervisor, confirmed_by=supervisor.pk, confirmed_on=day
                )
        protection.confirmed(referral, supervisor)
