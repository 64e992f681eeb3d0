"""The last day of a view that still counts, and two supervisors who authorise at the same moment."""

import pytest

from saathi.agencies.writing import ChangedMeanwhile
from saathi.audit.models import AuditEntry
from saathi.protection.returns.transfers.actions import deciding
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import ReceivingPlacement, Transfer, TransferView
from tests import filled
from tests.desk import cast
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers import prepared
from tests.protection.returns.transfers.test_authorisation import (
    authorise,
    change,
    refused_by_database,
    refused_codes,
)
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.mark.requirement("XBR-005")
def test_a_view_counts_for_fourteen_days(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    change(TransferView, transfer, asked_at=around.at(-15, 12))
    assert refused_codes(around, transfer) == {"child_view"}
    refused_by_database(around, transfer, "view of the child is old")
    change(TransferView, transfer, asked_at=around.at(-14, 12))
    assert authorise(around, transfer).state == "authorised"


@pytest.mark.requirement("XBR-005")
def test_a_placement_that_the_receiver_did_not_give_stops_the_transfer(
    around: TransferCast,
) -> None:
    transfer = transfers.submitted(around)
    with role("maintenance"):
        ReceivingPlacement.objects.filter(transfer=transfer).delete()
    assert refused_codes(around, transfer) == {"placement"}
    refused_by_database(around, transfer, "placement")


@pytest.mark.requirement("XBR-005")
def test_of_two_supervisors_who_authorise_at_once_one_is_told(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    second = agencies.staff("supervisor", around.worker.office)
    with acting(second):
        seen = Transfer.objects.get(pk=transfer.pk)  # before the first has authorised it
    authorise(around, transfer)
    with acting(second), pytest.raises((TransferRefused, ChangedMeanwhile)):
        deciding.authorise_transfer(transfer=seen, version=seen.version, actor=second)
    assert transfers.stored(transfer).decided_by == around.supervisor.pk
    with role("auditor"):
        approved = AuditEntry.objects.filter(kind="approved", objects_seen__contains=[transfer.pk])
        assert approved.count() == 1


@pytest.mark.requirement("XBR-005")
def test_the_second_supervisor_reads_why_on_the_page() -> None:
    around = cast.around()
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    page = f"{around.url}transfers/{transfer.pk}/"
    step = f"{page}authorise/"
    second = signed_in(agencies.staff("supervisor", around.worker.office))
    sent = filled.form(second.get(page).content.decode(), to=step)
    prepared.authorise(around, transfer)
    answer = second.post(step, sent)
    assert answer.status_code in {200, 302, 409}
    shown = words((second.get(answer["Location"]) if answer.status_code == 302 else answer).content)
    assert "not waiting" in shown or "changed" in shown
