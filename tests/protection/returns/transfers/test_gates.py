"""Ways around an authorisation that are closed: in the action with its reason, and in the database."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferView,
)
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit
from tests.factories import agreements, merges, protection, transfers
from tests.factories.transfers import TransferCast
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def refused_codes(around: TransferCast, transfer: Transfer, by: Staff | None = None) -> set[str]:
    if by is not None:
        around.supervisor = by
    with pytest.raises(TransferRefused) as refused:
        transfers.authorised(around, transfer)
    return {reason.code for reason in refused.value.reasons}


def refused_by_database(
    around: TransferCast, transfer: Transfer, match: str, by: Staff | None = None
) -> None:
    actor = by or around.supervisor
    columns = {"state": "authorised", "decided_by": actor.pk, "decided_on": around.today()}
    with acting(actor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(found, actor=actor, **columns)


def moved_to(record: Any, **columns: Any) -> None:
    """As if it had been recorded so."""
    with role("maintenance"):
        type(record).objects.filter(pk=record.pk).update(**columns)


def another(around: TransferCast, first: Transfer, **values: Any) -> Transfer:
    """A second transfer on the same basis, with nothing missing but the determination."""
    basis = {
        name: getattr(first, name) for name in ("agreement", "our_focal_point", "their_focal_point")
    }
    transfer = transfers.opened(around, **basis, **values)
    transfers.requested(around, transfer)
    transfers.answered(around, transfers.fresh(transfer, around.receiver))
    return filled(around, transfers.fresh(transfer, around.worker))


def filled(around: TransferCast, transfer: Transfer) -> Transfer:
    transfers.placed(around, transfer)
    for subject in ("origin", "movement", "destination"):
        transfers.assessed(around, transfer, subject)
    for which in codes.REQUIRED_PAPERS:
        transfers.paper(around, transfer, which.value)
    transfers.asked(around, transfer)
    transfers.planned(around, transfer)
    return transfers.fresh(transfer, around.worker)


# --- one child, all transfers ----------------------------------------------------------------------


def test_a_second_transfer_is_opened_only_as_a_leg(around: TransferCast) -> None:
    first = transfers.prepared(around)
    with pytest.raises(TransferRefused) as refused:
        another(around, first)
    assert [reason.code for reason in refused.value.reasons] == ["reference"]
    with acting(around.worker):
        copy = Transfer.objects.get(pk=first.pk)
        second = Transfer(
            child=around.child, direction="outgoing", kind="return", from_country="NPL",
            to_country="IND", opened_on=around.today(), state_since=around.today(),
            reference="AAAA-BBBB-CCCC", chain=copy.chain, **around.common,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="another transfer"), transaction.atomic():
            writing.add(second, actor=around.worker)
    leg = another(around, first, reference=first.reference, leg=2)
    assert leg.reference == first.reference


@pytest.mark.requirement("XBR-013")
def test_legs_of_one_way_are_planned_in_their_order(around: TransferCast) -> None:
    first = transfers.accepted(around, planned_on=around.today() + dt.timedelta(days=9))
    second: dict[str, Any] = {"reference": first.reference, "leg": 2, "to_country": "BGD"}
    with pytest.raises(TransferRefused) as refused:
        transfers.opened(around, planned_on=around.today() + dt.timedelta(days=8), **second)
    assert [reason.code for reason in refused.value.reasons] == ["planned_on"]
    leg = transfers.opened(around, planned_on=first.planned_on, **second)
    with pytest.raises(TransferRefused) as refused:
        transfers.planned(around, leg, days=8)
    assert [reason.code for reason in refused.value.reasons] == ["departs_day"]
    with pytest.raises(TransferRefused) as refused:
        transfers.planned(around, first, days=10)
    assert "A later leg" in refused.value.reasons[0].text
    with acting(around.worker):
        found = Transfer.objects.get(pk=leg.pk)
        day = around.today() + dt.timedelta(days=1)
        with pytest.raises(IntegrityError, match="not in order"), transaction.atomic():
            writing.change(found, actor=around.worker, planned_on=day)
    transfers.planned(around, first, days=3)
    transfers.planned(around, transfers.fresh(leg, around.worker), days=3)


@pytest.mark.requirement("XBR-005")
def test_what_one_transfer_found_counts_in_the_other(around: TransferCast) -> None:
    first = transfers.prepared(around)
    leg = another(around, first, reference=first.reference, leg=2)
    first = transfers.fresh(first, around.worker)
    transfers.asked(around, first, wish="does_not", asked_at=around.at(-2, 10))
    transfers.assessed(around, first, "destination", result="not_safe")
    with pytest.raises(TransferRefused) as refused:
        transfers.submitted(around, leg)
    assert [reason.code for reason in refused.value.reasons] == ["child_view"]
    with acting(around.worker):
        found = Transfer.objects.get(pk=leg.pk)
        columns: dict[str, Any] = {"state": "submitted", "submitted_by": around.worker.pk}
        with pytest.raises(IntegrityError, match="says no"), transaction.atomic():
            writing.change(found, actor=around.worker, **columns)
    with role("maintenance"):
        TransferView.objects.filter(transfer=first, wish="does_not").update(
            recorded_at=around.at(-2, 10), recorded_by=around.sender.pk
        )
    leg = transfers.submitted(around, leg)
    assert refused_codes(around, leg) == {"safety_destination"}
    refused_by_database(around, leg, "safety")


def test_a_no_in_another_leg_stops_an_authorised_journey(around: TransferCast) -> None:
    first = transfers.prepared(around)
    leg = another(around, first, reference=first.reference, leg=2)
    leg = transfers.authorised(around, transfers.submitted(around, leg))
    transfers.asked(around, transfers.fresh(first, around.worker), wish="does_not")
    transfers.arrive_at_planned_day(around, leg)
    now = dt.datetime.now(dt.UTC)
    transfers.asked(around, leg, moment="departure", asked_at=now)
    with acting(around.worker):
        found = Transfer.objects.get(pk=leg.pk)
        with pytest.raises(TransferRefused) as refused:
            travelling.record_departure(
                transfer=found, departed_at=now, version=found.version, actor=around.worker
            )
        assert "last_view" in {reason.code for reason in refused.value.reasons}
        with pytest.raises(IntegrityError, match="says no"), transaction.atomic():
            writing.change(found, actor=around.worker, state="travelling", departed_at=now)


def test_a_stop_by_the_child_counts_until_a_later_day(around: TransferCast) -> None:
    first = transfers.prepared(around)
    with role("maintenance"):
        Transfer.objects.filter(pk=first.pk).update(
            state="stopped", stopped_by="child", ended_on=around.today()
        )
    second = another(around, first)
    with pytest.raises(TransferRefused) as refused:
        transfers.submitted(around, second)
    assert [reason.code for reason in refused.value.reasons] == ["child_view"]
    moved_to(first, ended_on=around.today(-3))
    second = transfers.submitted(around, second)
    assert transfers.authorised(around, second).state == "authorised"


# --- bad news ----------------------------------------------------------------------------------------


def test_a_no_dated_back_is_not_overtaken_on_the_same_day(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    transfers.asked(around, transfer, wish="does_not", asked_at=around.at(-2, 10))
    later = transfers.asked(around, transfer, asked_at=around.at(-1, 10))
    moved_to(later, recorded_by=around.sender.pk)
    with pytest.raises(TransferRefused):
        transfers.submitted(around, transfer)


def permit(around: TransferCast, state: str, days: int) -> TravelPermit:
    with acting(around.worker):
        record = TravelPermit(
            child=around.child, kind="travel", asked_body="ours", asked_on=around.today(-9),
            state=state, received_on=around.today(days), **around.common,
        )  # fmt: skip
        record.asked_of = "Ministry"
        return writing.add(record, actor=around.worker)


def test_a_refused_permit_counts_until_another_person_records_one(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    refusal = permit(around, "refused", -3)
    permit(around, "received", 0)
    assert refused_codes(around, transfer) == {"permits"}
    refused_by_database(around, transfer, "a permit")
    with acting(around.worker):
        found = TravelPermit.objects.get(pk=refusal.pk)
        with pytest.raises(IntegrityError, match="stays on record"), transaction.atomic():
            writing.change(found, actor=around.worker, state="received")
    moved_to(refusal, recorded_by=around.sender.pk, recorded_at=around.at(-3, 10))
    assert transfers.authorised(around, transfer).state == "authorised"


def test_a_court_that_needs_the_child_is_not_overtaken(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    said = {}
    for need, days in (("yes", -2), ("no", 0)):
        with acting(around.worker):
            record = CourtNeed(
                child=around.child, need=need, source="court", said_on=around.today(days),
                **around.common,
            )  # fmt: skip
            record.court_case = "District court, 12"
            said[need] = writing.add(record, actor=around.worker)
    assert refused_codes(around, transfer) == {"court"}
    refused_by_database(around, transfer, "a court needs")
    moved_to(said["yes"], recorded_by=around.sender.pk, recorded_at=around.at(-2, 10))
    assert transfers.authorised(around, transfer).state == "authorised"


# --- the receiver, the authoriser, the papers --------------------------------------------------------


def test_only_the_receiver_in_the_system_accepts_and_finds_the_place(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer)
    letter = transfers.answered(around, transfers.fresh(transfer, around.worker), around.worker)
    assert transfers.stored(letter).answer == "accepted"  # it is on record
    assert transfers.stored(transfer).state == "requested"
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match="not accepted"), transaction.atomic():
            writing.change(found, actor=around.worker, state="accepted")
    transfers.answered(around, transfers.fresh(transfer, around.receiver))
    transfers.verified(around, transfer.to_country)
    transfers.determined(around)
    transfer = filled(around, transfers.fresh(transfer, around.worker))
    with role("maintenance"):
        ReceivingPlacement.objects.filter(transfer=transfer).update(standing="does_not")
    transfers.placed(around, transfer, around.worker)  # ours does not replace theirs
    transfer = transfers.submitted(around, transfer)
    assert refused_codes(around, transfer) == {"placement"}
    refused_by_database(around, transfer, "standards")


def test_case_worker_and_decider_do_not_authorise(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    decider = best_interests_decider(around)
    transfer = transfers.submitted(around, transfer)
    refused_by_database(around, transfer, "second person", decider)
    supervisor = around.supervisor
    assert refused_codes(around, transfer, decider) == {"own"}
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(worker=supervisor)
    assert refused_codes(around, transfer, supervisor) == {"own"}
    refused_by_database(around, transfer, "second person", supervisor)


def test_whoever_undid_a_merge_of_the_childs_files_does_not_authorise(around: TransferCast) -> None:
    merge = merges.join(around, merges.second_file(around))
    merges.parted(merge, by=around.supervisor.pk)
    transfer = transfers.submitted(around, transfers.prepared(around))
    assert refused_codes(around, transfer) == {"own"}
    refused_by_database(around, transfer, "second person")


def best_interests_decider(around: TransferCast) -> Staff:
    from saathi.protection.decisions.best_interests.models import Determination

    with role("maintenance"):
        found = Determination.objects.get(file_id=around.case.file_id)
        return Staff.objects.get(pk=found.decided_by)


def test_whoever_had_the_case_at_the_submission_does_not_authorise(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(worker=around.supervisor)
    transfer = transfers.submitted(around, transfer)
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(worker=around.worker)
    assert refused_codes(around, transfer) == {"own"}
    refused_by_database(around, transfer, "second person|never_ones_own")


def test_an_agreement_that_ends_before_the_journey_is_named(around: TransferCast) -> None:
    agreement = agreements.agreement(around.supervisor, ends_on=around.today(1))
    transfer = transfers.prepared(
        around,
        agreement=agreement,
        our_focal_point=agreements.focal_point(around.supervisor, "NPL"),
        their_focal_point=agreements.focal_point(around.supervisor, "IND"),
    )
    transfer = transfers.submitted(around, transfer)
    assert refused_codes(around, transfer) == {"agreement"}
    refused_by_database(around, transfer, "not in force")


@pytest.mark.parametrize(
    ("which", "note", "code"),
    [
        ("court", "-", "note"),
        ("guardian_view", "There is none.", "state"),
        ("child_view", "No.", "state"),
    ],
)
def test_a_paper_is_waived_only_with_words_and_never_if_always_needed(
    around: TransferCast, which: str, note: str, code: str
) -> None:
    transfer = transfers.accepted(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.paper(around, transfer, which, state="not_needed", note=note, form="", issuer="")
    assert [reason.code for reason in refused.value.reasons] == [code]


# --- the country -------------------------------------------------------------------------------------


def test_a_later_leg_does_not_lead_to_the_country_of_origin(around: TransferCast) -> None:
    with role("maintenance"):
        Child.objects.filter(pk=around.child.pk).update(home_country="BGD", nationalities=["BGD"])
    with acting(around.worker):
        protection.sign(around.case, around.worker, screened_on=around.today())
    transfer = transfers.opened(around, kind="third_country", chain=["NPL", "IND", "BGD"])
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer)
    assert "screening" in {reason.code for reason in refused.value.reasons}


def test_the_country_of_a_stateless_child_needs_the_representative(around: TransferCast) -> None:
    with acting(around.worker):
        protection.screened(around.case, around.worker, result="stateless")
    transfer = transfers.opened(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer)
    assert {reason.code for reason in refused.value.reasons} == {"screening"}
    assert any("may be stateless" in str(reason.text) for reason in refused.value.reasons)


def test_authorisation_for_a_stateless_child_needs_the_representative(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with acting(around.worker):
        protection.screened(
            around.case, around.worker, result="stateless", screened_on=around.today()
        )
    assert refused_codes(around, transfer) == {"screening"}
    refused_by_database(around, transfer, "stateless")
