"""An arrival is recorded whatever our side recorded before, and a late first visit as late."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Notice
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from tests.factories import transfers
from tests.factories.transfers import TransferCast
from tests.reading import words
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def notified(kind: str) -> set[object]:
    with role("maintenance"):
        return set(Notice.objects.filter(kind=kind).values_list("staff_id", flat=True))


def test_the_receiver_confirms_before_the_handover_is_recorded(around: TransferCast) -> None:
    transfer = transfers.departed(around)
    page = signed_in(around.receiver).get(reverse("transfers:show_incoming", args=[transfer.pk]))
    assert "Confirm that the child arrived" in words(page.content)
    found = transfers.received(around, transfer)
    assert found.state == "received"
    assert around.worker.pk in notified("transfer_rep")
    address = reverse("transfers:show_transfer", args=[transfer.file_id, transfer.pk])
    missing = "The handover is not recorded yet: record it."
    shown = signed_in(around.worker).get(address).content
    assert missing in words(shown)
    assert "Handed over not recorded" in words(shown)
    assert "Handed over : done" not in words(shown)
    late = transfers.handed_over(around, found)
    assert late.state == "received"
    assert transfers.duties(around, "transfer_receipt") == []
    shown = signed_in(around.worker).get(address).content
    assert missing not in words(shown)
    assert "Handed over : done" in words(shown)
    with pytest.raises(TransferRefused):
        transfers.handed_over(around, late)


def test_a_late_first_visit_is_recorded_marked_and_reported(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    found = transfers.received(around, transfer, first_visit_on=around.today(9))
    assert found.state == "received"
    assert transfers.duties(around, "transfer_visit") == [around.today(3)]
    assert around.worker.pk in notified("transfer_lfv")
    address = reverse("transfers:show_transfer", args=[transfer.file_id, transfer.pk])
    for reader, shown in (
        (around.worker, address),
        (around.receiver, reverse("transfers:show_incoming", args=[transfer.pk])),
    ):
        assert "First visit later than 72 hours" in words(signed_in(reader).get(shown).content)


def test_a_usual_first_visit_notifies_no_one_of_a_late_one(around: TransferCast) -> None:
    transfers.received(around, transfers.handed_over(around))
    assert notified("transfer_lfv") == set()
