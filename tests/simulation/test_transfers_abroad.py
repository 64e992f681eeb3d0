"""The demo has transfers in every stage, a group, children to receive, and measures under several laws."""

import pytest
from django.db.models import F

from saathi.agencies.models import Grant
from saathi.agencies.sections import Section
from saathi.protection.returns.transfers.models import (
    LegalMeasure,
    Transfer,
    TransferGroup,
    TransferReceipt,
    TransferReport,
    TransferView,
)
from saathi.protection.returns.transfers.vocabulary import TransferState

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


def test_a_group_has_children_and_measures_have_countries(small: str) -> None:
    group = TransferGroup.objects.get()
    assert Transfer.objects.filter(group=group).count() > 1
    assert LegalMeasure.objects.values("country").distinct().count() > 1
    assert not LegalMeasure.objects.filter(state="awarded", next_on=None).exists()
