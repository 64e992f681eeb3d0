"""The calendar of the receiving side, which reads no duty of the child's file."""

import datetime as dt

import pytest

from saathi.agencies import calendar_addresses
from saathi.desk.calendar import feed
from saathi.protection.returns.transfers.received_queries import received_transfers
from saathi.protection.returns.transfers.receiver_calendar import calendar_entries
from tests.factories import agencies, protection, transfers
from tests.factories.transfers import TransferCast
from tests.reading import read
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def due(around: TransferCast) -> list[tuple[str, dt.date]]:
    with acting(around.receiver):
        span = around.today(-40), around.today(400)
        return [(str(each.text), each.on) for each in calendar_entries(around.receiver, *span, 100)]


def in_list(around: TransferCast) -> dt.date | None:
    with acting(around.receiver):
        found = received_transfers(around.receiver).first()
        return found.due_on if found else None


@pytest.mark.requirement("XBR-012")
def test_answer_receipt_visit_and_reports_are_in_the_calendar(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    assert due(around) == []
    transfers.requested(around, transfer)
    assert due(around) == [("Answer the request", around.today(14))]
    assert in_list(around) == around.today(14)
    page = read(around.receiver, f"/calendar/?on={around.today(14).isoformat()}")
    assert "Answer the request" in page
    assert transfer.reference in page


@pytest.mark.requirement("XBR-012")
def test_a_late_first_visit_is_due_after_72_hours_all_the_same(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    transfers.received(around, transfer, first_visit_on=around.today(29))
    assert due(around) == [("Record the first visit", around.today(3))]
    assert in_list(around) == around.today(3)


@pytest.mark.requirement("XBR-012")
def test_arrival_receipt_and_first_visit(around: TransferCast) -> None:
    transfer = transfers.authorised(around)
    planned = transfers.stored(transfer).planned_on
    assert due(around) == [("Planned arrival of a child in transfer", planned)]
    transfers.departed(around, transfer)
    transfers.handed_over(around, transfers.fresh(transfer, around.worker))
    assert [text for text, _day in due(around)] == ["Confirm that the child arrived"]
    assert [in_list(around)] == [day for _text, day in due(around)]
    found = transfers.received(around, transfer)
    assert due(around) == [("Record the first visit", around.today(2))]
    transfers.reported(around, found, "first_visit")
    [(text, day)] = due(around)
    assert text == "Report after 1 month"
    assert day == in_list(around)


def test_only_the_receiver_has_the_day_and_only_with_access(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    assert due(around) == []  # they wait for the authorisation
    transfers.submitted(around, transfer)
    for other in (around.worker, around.supervisor, agencies.staff("case_worker")):
        with acting(other):
            assert calendar_entries(other, around.today(-40), around.today(400), 10) == []


@pytest.mark.requirement("INT-002")
def test_a_closed_gate_takes_the_day_away(around: TransferCast) -> None:
    transfers.screened(around)
    transfers.requested(around, transfers.opened(around))
    assert len(due(around)) == 1
    with acting(around.worker):
        protection.sign(around.case, around.worker)
    assert due(around) == []


def test_the_feed_has_the_day_and_says_nothing_else(around: TransferCast) -> None:
    transfers.screened(around)
    transfers.requested(around, transfers.opened(around))
    with acting(around.receiver):
        token = calendar_addresses.make_calendar_address(actor=around.receiver)
    found = feed.read_feed(token)
    assert found is not None
    assert [day for _uid, day in found] == [around.today(14)]
