"""What the receiving side reads of its transfers: what is due next, what is overdue, who is in danger."""

from typing import Any

import pytest
from django.urls import reverse

from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferAnswer,
    TransferReceipt,
)
from saathi.protection.returns.transfers.received_queries import received_transfers
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_after import report
from tests.protection.returns.transfers.test_visits_and_stages import day_of
from tests.reading import whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = reverse("transfers:list_incoming")


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def listed(around: TransferCast, **query: str) -> str:
    return whole(signed_in(around.receiver).get(LIST, query).content)


def row_of(around: TransferCast) -> Any:
    with acting(around.receiver):
        return received_transfers(around.receiver).get()


@pytest.mark.requirement("XBR-014")
def test_an_overdue_first_visit_and_a_report_that_is_due_are_on_my_day_and_in_the_list(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    with role("maintenance"):
        TransferReceipt.objects.filter(transfer=transfer).update(
            received_on=around.today(-5), first_visit_on=around.today(-3)
        )
    assert (row_of(around).next_report, row_of(around).due_on) == (
        "first_visit", around.today(-3),
    )  # fmt: skip
    shown = day_of(around.receiver)
    assert "1 first visit after a transfer to you" in shown
    assert "1 overdue" in shown
    for page in (listed(around), listed(around, due="overdue")):
        assert "Overdue\u2069 · " in page
        assert "Record the first visit" in page
        assert transfer.reference in page
    report(around, transfer, around.receiver, kind="first_visit", situation="not_seen")
    assert row_of(around).next_report == "first_visit"  # the child was not seen
    report(around, transfer, around.receiver, kind="first_visit", situation="well")
    assert row_of(around).next_report == "month_1"
    assert "after a transfer to you" not in day_of(around.receiver)  # in 25 days
    assert transfer.reference not in listed(around, due="overdue")
    transfers.receive_earlier(around, transfer, days=100)
    assert "1 report after a transfer to you is due" in day_of(around.receiver)
    report(around, transfer, around.receiver, kind="month_3", situation="well")
    assert row_of(around).next_report == "month_6"


def test_a_missing_child_stays_an_alert_of_the_receiver_who_reported_it(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    report(around, transfer, around.receiver, situation="missing")
    assert "1 child in danger or missing after a transfer to you" in day_of(around.receiver)
    assert "Protect the child, then report again" in listed(around)
    page = reverse("transfers:show_incoming", args=[transfer.pk])
    shown = whole(signed_in(around.receiver).get(page).content)
    assert "Whereabouts not known (report of" in shown
    assert "tell the sending office" in shown
    # Another person, on a later day, ends it (`test_after`).
    report(around, transfer, around.receiver, situation="well")
    assert "in danger or missing" in day_of(around.receiver)


def test_the_list_is_searched_by_reference_and_filtered_by_stage(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer)
    assert transfer.reference in listed(around, q=transfer.reference[:6])
    assert transfer.reference not in listed(around, q="ZZZZ-ZZZZ")
    assert "Answer the request" in listed(around, state="requested")
    assert transfer.reference not in listed(around, state="received")


def test_the_page_names_the_sending_office_and_its_focal_point(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    page = reverse("transfers:show_incoming", args=[transfer.pk])
    shown = whole(signed_in(around.receiver).get(page).content)
    assert "Sending office" in shown
    assert around.case.office.name in shown
    found = transfers.fresh(transfer, around.worker)
    assert found.our_focal_point is not None
    assert "Focal point of the sending country" in shown
    assert found.our_focal_point.office in shown


def test_the_receiver_does_not_record_that_there_is_no_answer(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer)
    address = reverse("transfers:answer_received", args=[transfer.pk])
    client = signed_in(around.receiver)
    shown = client.get(address).content.decode()
    assert "No answer" not in shown
    assert "Cancel" in shown
    typed = {"answer": "no_answer", "answered_by": "District office"}
    assert client.post(address, typed).status_code == 200
    with role("maintenance"):
        assert not TransferAnswer.objects.filter(transfer=transfer).exists()
        assert Transfer.objects.get(pk=transfer.pk).state == "requested"


def test_transfers_open_on_those_to_us_where_there_are_no_others(around: TransferCast) -> None:
    board, offices = reverse("transfers:list_transfers"), reverse("transfers:list_office_incoming")
    leader = agencies.staff("supervisor", around.receiver.office)
    stranger = agencies.staff("case_worker", around.receiver.office)
    transfers.departed(around)
    for reader, opened in ((around.receiver, LIST), (leader, offices)):
        answer = signed_in(reader).get(board)
        assert (answer.status_code, answer.headers["Location"]) == (302, opened)
        assert signed_in(reader).get(f"{board}?q=A").status_code == 200
    for reader in (around.worker, stranger):
        assert signed_in(reader).get(board).status_code == 200
