"""The list of transfers says which answer is late and which near journey is not authorised."""

import datetime as dt

import pytest

from saathi.protection.returns.transfers.list_alarms import SECOND_DAY
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.views import board
from tests.factories import transfers
from tests.factories.transfers import TransferCast
from tests.reading import read
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
LIST = "/transfers/"


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def urgent_since(around: TransferCast, transfer: Transfer) -> dt.date | None:
    with acting(around.worker):
        return board._transfers(around.worker).get(pk=transfer.pk).urgent_since


def test_late_answer_and_near_journey_are_marked_and_come_first(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer)
    shown = read(around.worker, LIST)
    assert "No answer for" not in shown
    assert "not authorised" not in shown
    assert urgent_since(around, transfer) != SECOND_DAY
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer.pk).update(
            sent_on=around.today(-33), answer_by=around.today(-19)
        )
    assert "No answer for 33 days" in read(around.worker, LIST)
    assert urgent_since(around, transfer) == SECOND_DAY
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(planned_on=around.today(6))
    assert "Journey in 6 days, not authorised" in read(around.worker, LIST)
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer.pk).update(answer_by=around.today(1))
        Transfer.objects.filter(pk=transfer.pk).update(planned_on=around.today(15))
    assert "not authorised" not in read(around.worker, LIST)
    assert urgent_since(around, transfer) != SECOND_DAY
