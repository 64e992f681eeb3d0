"""Bad news counts until something newer replaces it, and each side changes its own records alone."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from saathi.agencies import records, writing
from saathi.agencies.models import Grant
from saathi.policy.agreements.models import Agreement, FocalPoint
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.transfers import queries
from saathi.protection.returns.transfers.actions import preparing, travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferReceipt,
    TransferRequest,
    TransferSafetyAssessment,
)
from saathi.protection.returns.verifications.models import CourtNeed
from tests.factories import protection, transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def refused_codes(around: TransferCast, transfer: Transfer) -> set[str]:
    with pytest.raises(TransferRefused) as refused:
        transfers.authorised(around, transfer)
    return {reason.code for reason in refused.value.reasons}


def refused_by_database(around: TransferCast, transfer: Transfer, match: str) -> None:
    columns = {"decided_by": around.supervisor.pk, "decided_on": around.today()}
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(found, actor=around.supervisor, state="authorised", **columns)


def answer(around: TransferCast, transfer: Transfer, by: Any, code: str, days: int = 0) -> None:
    found = transfers.fresh(transfer, by)
    values = {"answer": code, "answered_on": around.today(days), "conditions": "As agreed."}
    transfers.answered(around, found, by, **values)


def test_refusal_recorded_late_counts_whatever_its_date(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer).update(sent_on=around.today(-3))
    answer(around, transfer, around.worker, "refused", days=-1)
    assert transfers.stored(transfer).state == "refused"


def test_refusal_of_the_receiver_is_not_replaced_by_our_letter(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    answer(around, transfer, around.receiver, "refused")
    with pytest.raises(TransferRefused) as refused:
        answer(around, transfer, around.worker, "accepted")
    assert {reason.code for reason in refused.value.reasons} == {"answer"}
    assert transfers.stored(transfer).state == "refused"
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        record = TransferAnswer(transfer=found, answer="accepted", **around.common)
        with transaction.atomic():
            values = {"answered_on": around.today(), "conditions": "", "answered_by": "Letter"}
            writing.add(fill(record, **values), actor=around.worker)
            found = Transfer.objects.get(pk=transfer.pk)
            with pytest.raises(IntegrityError, match="not accepted"), transaction.atomic():
                writing.change(found, actor=around.worker, state="accepted")
            transaction.set_rollback(True)
    transfers.requested(around, transfers.fresh(transfer, around.worker), with_receiver=False)
    answer(around, transfer, around.worker, "accepted")
    assert transfers.stored(transfer).state == "requested"  # the letter is on record
    transfers.requested(around, transfers.fresh(transfer, around.worker))
    answer(around, transfer, around.receiver, "accepted")
    assert transfers.stored(transfer).state == "accepted"


def test_unsafe_assessment_of_an_earlier_day_counts_until_a_newer_one(around: TransferCast) -> None:
    transfer = transfers.prepared(around)  # found safe two days ago
    transfers.assessed(around, transfer, "origin", assessed_on=around.today(-5), result="not_safe")
    transfer = transfers.submitted(around, transfer)
    assert refused_codes(around, transfer) == {"safety_origin"}
    refused_by_database(around, transfer, "safety")
    transfers.assessed(around, transfer, "origin", assessed_on=around.today(-1))
    assert refused_codes(around, transfer) == {"safety_origin"}  # the same person, the same day
    with role("maintenance"):
        unsafe = TransferSafetyAssessment.objects.filter(transfer=transfer, result="not_safe")
        unsafe.update(recorded_at=around.at(-4, 10))
    assert refused_codes(around, transfer) == {"safety_origin"}  # the same person
    refused_by_database(around, transfer, "safety")
    with role("maintenance"):
        unsafe.update(recorded_by=around.sender.pk)
    assert transfers.authorised(around, transfer).state == "authorised"


@pytest.mark.requirement("XBR-004")
def test_a_mistake_is_corrected_by_its_author_within_a_day_and_with_a_reason(
    around: TransferCast,
) -> None:
    transfer = transfers.prepared(around)
    transfers.assessed(around, transfer, "origin", result="not_known")
    with acting(around.worker):
        mistake = TransferSafetyAssessment.objects.get(transfer=transfer, result="not_known")
    for values, code in (
        ({"why_corrected": " "}, "why_corrected"),
        ({"subject": "movement", "why_corrected": "Wrong form"}, "subject"),
    ):
        usual = {"subject": "origin", "corrects": mistake.pk} | values
        with pytest.raises(TransferRefused) as refused:
            transfers.assessed(around, transfer, **usual)
        assert [reason.code for reason in refused.value.reasons] == [code]
    with role("maintenance"):
        others = TransferSafetyAssessment.objects.filter(pk=mistake.pk)
        others.update(recorded_by=around.supervisor.pk)
    correction = {"corrects": mistake.pk, "why_corrected": "Meant for another child"}
    with pytest.raises(TransferRefused) as refused:
        transfers.assessed(around, transfer, "origin", **correction)
    assert [reason.code for reason in refused.value.reasons] == ["corrects"]
    with role("maintenance"):
        others.update(recorded_by=around.worker.pk)
    transfers.assessed(around, transfer, "origin", **correction)
    transfers.submitted(around, transfer)
    page = signed_in(around.supervisor).get(
        reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk])
    )
    assert "No: its author corrected it" in page.content.decode()
    assert transfers.authorised(around, transfer).state == "authorised"


@pytest.mark.requirement("XBR-004")
def test_what_was_found_unsafe_is_not_corrected_by_its_author(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    transfers.assessed(around, transfer, "origin", result="not_safe")
    with acting(around.worker):
        unsafe = TransferSafetyAssessment.objects.get(transfer=transfer, result="not_safe")
    correction = {"corrects": unsafe.pk, "why_corrected": "Meant for another child"}
    with pytest.raises(TransferRefused) as refused:
        transfers.assessed(around, transfer, "origin", **correction)
    assert [reason.code for reason in refused.value.reasons] == ["corrects"]
    record = fill(
        TransferSafetyAssessment(transfer=transfer, **around.common), subject="origin",
        assessed_on=around.today(), sources=["visit"], result="safe", **correction,
    )  # fmt: skip
    for name in ("threats", "measures", "assessor"):
        setattr(record, name, "Ms Rai")
    with acting(around.worker):
        writing.add(record, actor=around.worker)  # on record, and counts for nothing
    transfer = transfers.submitted(around, transfer)
    assert refused_codes(around, transfer) == {"safety_origin"}
    refused_by_database(around, transfer, "safety")


UNCONFIRMED: dict[str, Any] = {"changed_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}
WITHDRAWN: dict[str, Any] = {
    "state": "archived", "withdrawn_on": dt.date(2026, 1, 5), "why_withdrawn": "Ended"
}  # fmt: skip


@pytest.mark.requirement("XBR-002")
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("agreement", WITHDRAWN),
        ("agreement", {"stage": "signed"}),
        ("agreement", {"stage": "negotiation"}),
        ("agreement", {"stage": "suspended"}),
        ("agreement", {"stage": "not_known"}),
        ("agreement", {"in_force_from": dt.date(2999, 1, 1)}),
        ("agreement", {"ends_on": dt.date(2026, 1, 5)}),
        ("agreement", UNCONFIRMED),
        ("their_focal_point", WITHDRAWN),
        ("their_focal_point", {"function": "data"}),
        ("our_focal_point", UNCONFIRMED),
    ],
)
def test_transfer_needs_an_agreement_in_force_and_confirmed_national_focal_points(
    around: TransferCast, name: str, changes: dict[str, Any]
) -> None:
    transfer = transfers.submitted(around)
    model = Agreement if name == "agreement" else FocalPoint
    with role("maintenance"):
        model._default_manager.filter(pk=getattr(transfer, f"{name}_id")).update(**changes)
    code = "agreement" if name == "agreement" else "focal_points"
    assert refused_codes(around, transfer) == {code}
    refused_by_database(around, transfer, "confirmed")


def court(around: TransferCast, case: str, source: str, need: str, days: int) -> None:
    with acting(around.worker):
        record = CourtNeed(
            child=around.child, need=need, source=source, said_on=around.today(days),
            **around.common,
        )  # fmt: skip
        record.court_case = case
        writing.add(record, actor=around.worker)


def test_two_courts_are_both_asked(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    court(around, "District court, 12", "court", "yes", -3)
    court(around, "High court, 4", "prosecution", "no", -1)
    assert refused_codes(around, transfer) == {"court"}
    refused_by_database(around, transfer, "a court needs")


# --- whose records ---------------------------------------------------------------------------------


def test_receiver_does_not_change_our_placement(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    ours = transfers.placed(around, transfer, around.worker, standing="does_not")
    theirs = transfers.placed(around, transfers.fresh(transfer, around.receiver))
    with acting(around.receiver):
        found = ReceivingPlacement.objects.get(pk=ours.pk)
        with pytest.raises(DatabaseError, match="not yours"), transaction.atomic():
            writing.change(found, actor=around.receiver, standing="meets")
        own = ReceivingPlacement.objects.get(pk=theirs.pk)
        writing.change(own, actor=around.receiver, standing="with_support")
    assert transfers.stored(ours).standing == "does_not"


@pytest.mark.parametrize("code", ["no_answer", "accepted"])
def test_only_a_refusal_answers_an_authorised_transfer(around: TransferCast, code: str) -> None:
    transfer = transfers.authorised(around)
    with acting(around.receiver):
        record = TransferAnswer(
            transfer=Transfer.objects.get(pk=transfer.pk), answer=code, **around.common
        )
        values = {"answered_on": around.today(), "next_on": around.today(9), "answered_by": "Desk"}
        with pytest.raises(IntegrityError, match="no request waits"), transaction.atomic():
            writing.add(fill(record, **values), actor=around.receiver)
    assert transfers.stored(transfer).state == "authorised"


def test_second_receipt_does_not_renew_the_right(around: TransferCast) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    soon = around.at(5, 1)
    with role("maintenance"):
        Grant.objects.filter(pk=transfer.access).update(ends_at=soon)
    with acting(around.receiver):
        record = TransferReceipt(transfer=Transfer.objects.get(pk=transfer.pk), **around.common)
        values = {"received_on": around.today(), "first_visit_on": around.today(1)}
        texts = {"received_by": "Ms Devi", "worker": "Ms Devi"}
        writing.add(fill(record, **values, **texts), actor=around.receiver)
    with role("maintenance"):
        assert Grant.objects.get(pk=transfer.access).ends_at == soon


def test_direction_follows_from_the_country_of_the_office(around: TransferCast) -> None:
    values = {"direction": "incoming", "from_country": "NPL", "to_country": "IND"}
    with pytest.raises(TransferRefused) as refused:
        transfers.opened(around, **values)
    assert "direction" in {reason.code for reason in refused.value.reasons}
    days = {"opened_on": around.today(), "state_since": around.today()}
    record = Transfer(
        child_id=around.child.pk, kind="return", reference="AAAA-BBBB", **values, **days,
        **around.common,
    )  # fmt: skip
    texts = dict.fromkeys(preparing.crossing_texts.TEXTS_OF_TRANSFER, "x")
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="not that of the office"),
        transaction.atomic(),
    ):
        writing.add(fill(record, **texts), actor=around.worker)


# --- the departure ---------------------------------------------------------------------------------


DEPARTURES = {
    "before the authorisation": (-1, 0, "before the authorisation"),
    "another hour": (0, 5, "not at the planned time"),
    "another day": (0, 30, "not at the planned time"),
}


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize("name", DEPARTURES)
def test_departure_is_as_authorised(around: TransferCast, name: str) -> None:
    hours, planned, match = DEPARTURES[name]
    transfer = transfers.authorised(around)
    transfers.arrive_at_planned_day(around, transfer)
    left = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
    transfers.asked(around, transfer, moment="departure", asked_at=left - dt.timedelta(minutes=9))
    with role("maintenance"):
        times = dict.fromkeys(
            ("departs_at", "crosses_at", "arrives_at"), left + dt.timedelta(hours=planned)
        )
        transfer.journeys.update(**times)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            travelling.record_departure(
                transfer=found, departed_at=left, version=found.version, actor=around.worker
            )
        assert "departed_at" in {reason.code for reason in refused.value.reasons}
        values = {"state": "travelling", "departed_at": left}
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(found, actor=around.worker, **values)


# --- the gate --------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", ["sign", "unfinished"])
@pytest.mark.parametrize("to", ["IND", "PAK"])
def test_who_does_not_read_the_screening_gets_one_answer(
    around: TransferCast, result: str, to: str
) -> None:
    with acting(around.supervisor):
        if result == "sign":
            protection.sign(around.case, around.supervisor)
        else:
            later = {"result": "unfinished", "continue_on": around.today(5)}
            protection.screened(around.case, around.supervisor, **later)
    kind = "return" if to == "IND" else "third_country"
    transfer = transfers.opened(around, to_country=to, kind=kind)
    alone = TransferCast(around.case, around.worker, around.worker, around.receiver)
    with acting(around.worker):
        assert ask_gate(around.case.file_id).gate == "not_now"
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(alone, transfer, with_receiver=False)
    [reason] = refused.value.reasons
    assert (reason.code, "does not allow this now" in reason.text) == ("screening", True)
    record = TransferRequest(transfer=transfer, **around.common)
    values = {"sent_on": around.today(), "channel": "focal_point", "answer_by": around.today(14)}
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="may not be contacted"),
        transaction.atomic(),
    ):
        writing.add(fill(record, **values), actor=around.worker)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        facts = queries.load_facts(found, around.worker, on=around.today())
        assert (facts.gate, facts.answer) == ("not_now", None)
