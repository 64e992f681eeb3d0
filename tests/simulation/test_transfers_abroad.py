"""The demo has transfers in every stage, a group, children to receive, and measures under several laws."""

import pytest
from django.db.models import F

from saathi.agencies.models import Grant
from saathi.agencies.sections import Section
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.justice.compensation.models import LegalMeasure
from saathi.protection.returns.protection_screening.models import ProtectionScreening
from saathi.protection.returns.tracing.reunification_rules import VIEW_DAYS
from saathi.protection.returns.transfers.basis_queries import basis_facts, unusable_basis
from saathi.protection.returns.transfers.basis_rules import reasons_against_basis
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferGroup,
    TransferReceipt,
    TransferReport,
    TransferView,
)
from saathi.protection.returns.transfers.vocabulary import TransferState
from saathi.vault import store as vault

pytestmark = pytest.mark.xdist_group("simulation")


def test_a_transfer_is_in_every_stage_and_some_arrive(small: str) -> None:
    outgoing = Transfer.objects.filter(direction="outgoing")
    assert set(outgoing.values_list("state", flat=True)) == set(TransferState)
    incoming = Transfer.objects.filter(direction="incoming")
    assert {"considered", "received"} <= set(incoming.values_list("state", flat=True))


def test_no_one_authorised_what_they_prepared_and_each_reference_is_its_own(small: str) -> None:
    decided = Transfer.objects.exclude(decided_by=None)
    assert decided.exists()
    assert not decided.filter(decided_by=F("submitted_by")).exists()
    references = list(Transfer.objects.values_list("reference", flat=True))
    assert len(set(references)) == len(references)


def test_a_child_who_stopped_a_transfer_said_so(small: str) -> None:
    stopped = Transfer.objects.filter(stopped_by="child")
    assert stopped.exists()
    for transfer in stopped:
        assert TransferView.objects.filter(transfer=transfer, wish="does_not").exists()


def test_a_colleague_of_the_second_country_receives_and_reads_nothing_else(small: str) -> None:
    shared = Transfer.objects.exclude(receiver=None).filter(state="received")
    assert shared.exists()
    for transfer in shared:
        assert transfer.receiver is not None
        assert transfer.receiver.office.country == transfer.to_country
        assert transfer.receiver.agency_id != transfer.file.agency_id
        right = Grant.objects.get(pk=transfer.access)
        assert (right.principal, right.reads, right.writes) == (
            transfer.receiver.pk, Section.TRANSFER, Section.TRANSFER,
        )  # fmt: skip
    ended = Transfer.objects.filter(state__in=["stopped", "ended", "refused"]).exclude(access=None)
    assert all(Grant.objects.get(pk=transfer.access).ends_at for transfer in ended)


def test_days_of_a_transfer_are_in_order(small: str) -> None:
    for receipt in TransferReceipt.objects.exclude(transfer__departed_at=None):
        transfer = receipt.transfer
        assert transfer.departed_at is not None
        assert transfer.decided_on is not None
        assert transfer.opened_on <= transfer.decided_on <= transfer.departed_at.date()
        assert transfer.departed_at.date() <= receipt.received_on
    assert TransferReport.objects.filter(kind="month_12", transfer__state="ended").exists()


def test_arrived_children_travelled_in_the_past_and_stages_have_the_days_of_their_records(
    small: str,
) -> None:
    arrived = Transfer.objects.filter(state__in=["received", "followed_up", "ended"])
    assert arrived.filter(direction="incoming").exists()
    for transfer in arrived:
        receipt = TransferReceipt.objects.get(transfer=transfer)
        assert transfer.planned_on is not None
        assert transfer.planned_on <= receipt.received_on
        if transfer.state == "received":
            assert transfer.state_since == receipt.received_on
        first = TransferReport.objects.filter(transfer=transfer, kind="first_visit").first()
        if first is not None:
            assert receipt.received_on <= first.seen_on
        if transfer.state == "followed_up":
            assert first is not None
            assert transfer.state_since == first.seen_on


def test_a_group_has_children_and_measures_have_countries(small: str) -> None:
    group = TransferGroup.objects.get()
    assert Transfer.objects.filter(group=group).count() > 1
    assert LegalMeasure.objects.values("country").distinct().count() > 1
    assert not LegalMeasure.objects.filter(state="awarded", next_on=None).exists()


def test_transfers_are_decided_and_the_first_visit_follows_the_journey(small: str) -> None:
    decided = Transfer.objects.exclude(decided_by=None).exclude(receiver=None)
    assert decided.exists()
    for transfer in decided:
        determination = Determination.objects.get(pk=transfer.determination)
        assert determination.file_id == transfer.file_id
        assert determination.decided_on is not None
        assert transfer.decided_on is not None
        assert determination.decided_on <= transfer.decided_on
    for placement in ReceivingPlacement.objects.exclude(transfer__journeys=None):
        arrives = placement.transfer.journeys.get().arrives_at.date()
        assert placement.first_visit_on is not None
        assert 0 <= (placement.first_visit_on - arrives).days <= 3


def test_partner_is_of_the_other_country(small: str) -> None:
    transfers = list(Transfer.objects.filter(direction="outgoing", to_country="IND"))
    texts = vault.open_many(transfers)
    assert {texts[transfer.pk]["partner"] for transfer in transfers} == {
        "Child welfare committee of Sitamarhi (invented)"
    }


def test_returns_go_to_the_country_of_the_child(small: str) -> None:
    returns = Transfer.objects.filter(direction="outgoing", kind__in=["return", "ordered"])
    assert returns.filter(to_country="IND").exists()
    for transfer in returns.select_related("child"):
        assert transfer.to_country == transfer.child.home_country


@pytest.mark.requirement("XBR-001")
def test_accepted_transfers_have_an_agreement_and_both_focal_points(small: str) -> None:
    before = ("considered", "requested", "refused")
    based = Transfer.objects.filter(direction="outgoing").exclude(state__in=before)
    assert based.exists()
    for transfer in based.select_related("agreement", "our_focal_point", "their_focal_point"):
        ours, theirs = transfer.our_focal_point, transfer.their_focal_point
        assert transfer.agreement is not None
        assert ours is not None
        assert theirs is not None
        assert (ours.country, theirs.country) == (transfer.from_country, transfer.to_country)
        assert not reasons_against_basis(basis_facts(transfer))
        assert not unusable_basis(transfer, transfer.opened_on)
        assert {transfer.agreement.state, ours.state, theirs.state} == {"published"}


def test_an_authorised_transfer_rests_on_a_recent_view_and_a_finished_screening(small: str) -> None:
    submitted = Transfer.objects.filter(direction="outgoing").exclude(submitted_by=None)
    assert submitted.filter(state="authorised").exists()
    for transfer in submitted.exclude(decided_on=None):
        asked = TransferView.objects.filter(transfer=transfer, moment="preparation").latest(
            "asked_at"
        )
        assert transfer.decided_on is not None
        assert 0 <= (transfer.decided_on - asked.asked_at.date()).days <= VIEW_DAYS
    of_demo = submitted.filter(state__in=["submitted", "authorised"]).exclude(determination=None)
    assert of_demo.exists()
    for transfer in of_demo:
        assert ProtectionScreening.objects.filter(
            file_id=transfer.file_id, result="no_sign"
        ).exists()
