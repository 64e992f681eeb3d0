"""What a departure and its papers need, and what crosses: the visited place, our own leg, names of groups."""

import pytest
from django.urls import reverse

from saathi.agencies import records
from saathi.protection.returns.transfers.actions import files, groups
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferGroup,
    TransferView,
)
from saathi.protection.returns.transfers.transfer_file import read_transfer_file
from tests.factories import transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_gates import refused_by_database, refused_codes
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.mark.requirement("XBR-005")
def test_a_place_that_nobody_visited_is_missing(around: TransferCast) -> None:
    transfer = transfers.submitted(around, transfers.prepared(around))
    with role("maintenance"):
        ReceivingPlacement.objects.filter(transfer=transfer).update(visited_on=None)
    assert refused_codes(around, transfer) == {"placement"}
    refused_by_database(around, transfer, "not visited")


def paper(around: TransferCast, transfer: Transfer, name: str) -> str:
    """The page of a paper, or the one that says why it is not printed."""
    path = reverse(f"transfers:print_{name}", args=[around.case.file_id, transfer.pk])
    return signed_in(around.worker).get(path, follow=True).content.decode()


@pytest.mark.requirement("XBR-010")
@pytest.mark.parametrize("name", ["day", "handover"])
def test_no_paper_of_the_journey_is_printed_when_the_child_may_not_leave(
    around: TransferCast, name: str
) -> None:
    transfer = transfers.prepared(around)
    assert "printed after the authorisation" in paper(around, transfer, name)
    transfer = transfers.authorised(around, transfers.submitted(around, transfer))
    assert "not printed" not in paper(around, transfer, name)
    with role("maintenance"):
        ReceivingPlacement.objects.filter(transfer=transfer).update(standing="does_not")
    page = paper(around, transfer, name)
    assert "This paper is not printed now." in page
    assert "does not meet the minimum standards" in page
    with role("maintenance"):
        ReceivingPlacement.objects.filter(transfer=transfer).update(standing="meets")
    transfers.asked(around, transfer, wish="does_not")
    assert "The child does not want to go." in paper(around, transfer, name)
    with role("maintenance"):
        assert TransferView.objects.filter(transfer=transfer, wish="does_not").exists()


@pytest.mark.requirement("XBR-013")
def test_a_transfer_file_tells_our_leg_alone(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around, chain=["BGD", "NPL", "IND"])
    transfers.requested(around, transfer, with_receiver=False)
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        packed = files.export_transfer(
            transfer=found, contact="Desk", passphrase="x" * 20, actor=around.supervisor
        )
    assert read_transfer_file(packed, "x" * 20).chain == ("NPL", "IND")


@pytest.mark.requirement("XBR-006")
@pytest.mark.parametrize("name", ["Call 9841-234567", "Girls with HIV", "{name}", "{code}"])
def test_the_name_of_a_group_says_nothing_of_a_child(around: TransferCast, name: str) -> None:
    name = name.format(name="Sunita in March", code=around.child.code)
    transfer = transfers.opened(around)
    group = TransferGroup(name="Bus in March", from_country="NPL", to_country="IND")
    with acting(around.worker):
        groups.create_group(group=group, actor=around.worker)
        found = Transfer.objects.get(pk=transfer.pk)
        groups.add_to_group(transfer=found, group=group, version=found.version, actor=around.worker)
        columns = {"name": name, "planned_on": None, "expected": None, "agreement": None}
        with pytest.raises(TransferRefused) as refused:
            groups.change_group(
                group=group, columns=columns, version=group.version, actor=around.worker
            )
    assert {reason.code for reason in refused.value.reasons} == {"name"}


def test_no_child_joins_a_group_that_has_its_name(around: TransferCast) -> None:
    transfer = transfers.opened(around)
    group = TransferGroup(name="Sunita in March", from_country="NPL", to_country="IND")
    with acting(around.worker):
        groups.create_group(group=group, actor=around.worker)
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            groups.add_to_group(
                transfer=found, group=group, version=found.version, actor=around.worker
            )
    assert [reason.code for reason in refused.value.reasons] == ["group"]
