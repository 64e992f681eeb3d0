"""What the leaders of the receiving office read of the transfers to it, and what says "on hold"."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse

from saathi.agencies import records
from saathi.agencies.models import Grant, Hidden, Notice, Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.returns.transfers.actions import deciding
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.jobs import escalate_late_reports
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.office_queries import (
    OfficeTransfer,
    is_on_hold,
    transfers_to_led_offices,
)
from tests.desk.cast import entries
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast, fill
from tests.protection.returns.transfers.test_after import report
from tests.protection.returns.transfers.test_visits_and_stages import day_of
from tests.reading import whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = reverse("transfers:list_office_incoming")


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.fixture
def leader(around: TransferCast) -> Staff:
    """A supervisor who leads the office that receives the child."""
    return agencies.staff("supervisor", around.receiver.office)


def rows(staff: Staff) -> list[OfficeTransfer]:
    with acting(staff):
        return transfers_to_led_offices()


def listed(staff: Staff, **query: str) -> str:
    return whole(signed_in(staff).get(LIST, query).content)


def requested(around: TransferCast) -> Transfer:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer)
    return transfer


@pytest.mark.requirement("XBR-012")
def test_only_leaders_of_the_receiving_office_have_the_list(
    around: TransferCast, leader: Staff
) -> None:
    transfer = requested(around)
    elsewhere = agencies.office(around.receiver.agency, time_zone="Asia/Kolkata")
    other = agencies.staff("supervisor", elsewhere)
    sender_side = around.supervisor
    assert [row.pk for row in rows(leader)] == [transfer.pk]
    for staff in (around.receiver, around.worker, sender_side, other):
        assert rows(staff) == []
    assert signed_in(around.receiver).get(LIST).status_code == 404
    assert transfer.reference not in listed(other)
    # The list gives no right in the child's file.
    with acting(leader):
        assert not Transfer.objects.exists()
        assert not TransferRequest.objects.exists()
    assert (
        signed_in(leader).get(reverse("transfers:show_incoming", args=[transfer.pk])).status_code
        == 404
    )


def test_the_list_shows_who_is_assigned_and_what_is_due(
    around: TransferCast, leader: Staff
) -> None:
    transfer = requested(around)
    page = listed(leader)
    assert transfer.reference in page
    assert around.receiver.name in page
    assert "Answer the request" in page
    [row] = rows(leader)
    assert (row.state, row.due_on) == ("requested", around.today(14))
    assert "1 open transfer to your office" in day_of(leader)
    today = around.receiver.office.today()  # the receiving country may still have yesterday
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer).update(answer_by=today)
    for staff in (leader, around.receiver):
        assert "1 due today" in day_of(staff)
        assert "1 overdue" not in day_of(staff)
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer).update(
            answer_by=today - dt.timedelta(days=1)
        )
    assert "1 overdue" in day_of(leader)
    assert transfer.reference in listed(leader, due="overdue")


def test_the_list_is_searched_and_filtered(around: TransferCast, leader: Staff) -> None:
    transfer = requested(around)
    colleague = agencies.staff("case_worker", around.receiver.office)
    assert transfer.reference in listed(leader, q=transfer.reference[:6].lower())
    assert transfer.reference not in listed(leader, q="ZZZZ-ZZZZ")
    assert transfer.reference in listed(leader, state="requested")
    assert transfer.reference not in listed(leader, state="received")
    assert transfer.reference in listed(leader, assigned=str(around.receiver.pk))
    assert transfer.reference not in listed(leader, due="overdue")
    # A colleague to whom no transfer goes is no choice: the value is not applied.
    assert colleague.name not in listed(leader, assigned=str(colleague.pk))


def test_the_view_of_the_list_is_logged_with_the_transfers(
    around: TransferCast, leader: Staff
) -> None:
    transfer = requested(around)
    listed(leader)
    assert any(transfer.pk in entry.objects_seen for entry in entries(kind="listed", by=leader.id))


@pytest.mark.requirement("XBR-014")
def test_arrival_first_visit_and_danger_are_in_the_list(
    around: TransferCast, leader: Staff
) -> None:
    transfer = transfers.handed_over(around)
    assert "Confirm that the child arrived" in listed(leader)
    transfer = transfers.received(around, transfer)
    [row] = rows(leader)
    assert (row.next_report, row.due_on) == ("first_visit", around.today(2))
    assert "Record the first visit" in listed(leader)
    report(around, transfer, around.receiver, situation="missing")
    assert "Protect the child, then report again" in listed(leader)
    assert "1 child in danger, missing or not arrived" in day_of(leader)


def test_without_access_of_the_receiver_the_leader_reads_nothing(
    around: TransferCast, leader: Staff
) -> None:
    transfer = requested(around)
    with role("maintenance"):
        found = Transfer.objects.get(pk=transfer.pk)
        Grant.objects.filter(pk=found.access).update(ends_at=around.at(-1, 8))
    assert rows(leader) == []


def held_notices(around: TransferCast) -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=around.receiver, kind="transfer_hld").count()


def holds(around: TransferCast, transfer: Transfer) -> bool:
    with acting(around.receiver):
        return is_on_hold(Transfer.objects.get(pk=transfer.pk), around.receiver)


@pytest.mark.requirement("XBR-005")
def test_a_refusal_before_the_authorisation_is_on_hold_for_the_receiver(
    around: TransferCast, leader: Staff
) -> None:
    transfer = transfers.accepted(around)
    assert not holds(around, transfer)
    transfers.asked(around, transfer, wish="does_not")
    assert held_notices(around) == 1
    assert holds(around, transfer)
    page = reverse("transfers:show_incoming", args=[transfer.pk])
    for shown in (
        whole(signed_in(around.receiver).get(page).content),
        whole(signed_in(around.receiver).get(reverse("transfers:list_incoming")).content),
        listed(leader),
    ):
        assert "On hold: wait for news" in shown
        assert "not want" not in shown
    assert "1 transfer to you is on hold: wait for news" in day_of(around.receiver)
    assert "1 on hold" in day_of(leader)
    assert transfer.reference in listed(leader, due="held")


@pytest.mark.requirement("XBR-005")
def test_a_refusal_in_another_transfer_of_the_child_is_on_hold_for_the_receiver(
    around: TransferCast,
) -> None:
    transfer = transfers.authorised(around)
    other = next_leg(around, transfer)
    transfers.asked(around, other, wish="does_not")
    assert held_notices(around) == 1
    assert holds(around, transfer)


@pytest.mark.requirement("XBR-005")
def test_a_stop_by_the_child_in_another_transfer_is_on_hold_and_a_stop_of_this_one_is_definite(
    around: TransferCast,
) -> None:
    transfer = transfers.authorised(around)
    stop(around, next_leg(around, transfer))
    assert held_notices(around) == 1
    assert holds(around, transfer)
    stop(around, transfer)
    assert not holds(around, transfer)
    page = reverse("transfers:show_incoming", args=[transfer.pk])
    shown = whole(signed_in(around.receiver).get(page).content)
    assert "Stopped: do not expect the child" in shown
    assert "On hold" not in shown


def next_leg(around: TransferCast, transfer: Transfer) -> Transfer:
    """The next leg of the same way, which is only considered."""
    with role("maintenance"):
        first = Transfer.objects.get(pk=transfer.pk)
    same = {"agreement": first.agreement, "our_focal_point": first.our_focal_point}
    return transfers.opened(
        around,
        reference=first.reference,
        leg=2,
        their_focal_point=first.their_focal_point,
        **same,
    )


def stop(around: TransferCast, transfer: Transfer) -> None:
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        texts = {
            "stop_reason": "The child wants to stay.",
            "place_tonight": "Here",
            "next_step": "BIA",
        }
        deciding.stop_transfer(
            transfer=fill(found, **texts),
            columns={"stopped_by": "child"},
            version=found.version,
            actor=around.worker,
        )


def test_the_functions_answer_only_those_who_read_the_transfer(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    transfers.asked(around, transfer, wish="does_not")
    stranger = agencies.staff("supervisor")
    for staff, answer in ((around.receiver, True), (around.worker, True), (stranger, False)):
        with acting(staff), connection.cursor() as cursor:
            cursor.execute("SELECT transfers_is_on_hold(%s)", [transfer.pk])
            assert cursor.fetchone() == (answer,)


def late_notices(around: TransferCast) -> dict[str, set[Any]]:
    with role("maintenance"):
        found = Notice.objects.filter(record=around.case.file_id)
        pairs = list(found.values_list("kind", "staff_id"))
    return {
        kind: {staff for each, staff in pairs if each == kind}
        for kind in ("transfer_lat", "transfer_lto")
    }


def escalated() -> int:
    with role("worker"):
        return escalate_late_reports()


def due(around: TransferCast, duty: str, days: int) -> None:
    """The open duty as if it had been due on this day."""
    with role("maintenance"):
        Due.objects.filter(file=around.case.file_id, duty=duty, done_on=None).update(
            due_on=around.today(days), recorded_at=around.at(days - 1, 9)
        )


@pytest.mark.requirement("XBR-014")
@pytest.mark.parametrize(
    ("duty", "in_time", "late"), [("transfer_visit", -1, -2), ("transfer_report", -7, -8)]
)
def test_an_overdue_visit_or_report_is_escalated_once_in_both_offices(
    around: TransferCast, leader: Staff, duty: str, in_time: int, late: int
) -> None:
    transfers.received(around, transfers.handed_over(around))
    due(around, duty, in_time)
    assert escalated() == 0
    due(around, duty, late)
    assert escalated() == 1
    assert escalated() == 0
    found = late_notices(around)
    assert {around.worker.pk, around.supervisor.pk} <= found["transfer_lat"]
    assert found["transfer_lto"] == {around.receiver.pk, leader.pk}


def test_no_one_from_whom_the_file_is_hidden_is_notified_of_a_late_report(
    around: TransferCast, leader: Staff
) -> None:
    transfers.received(around, transfers.handed_over(around))
    with role("maintenance"):
        Hidden.objects.create(
            id=uuid4(), file_id=around.case.file_id, principal=leader.pk, hidden_by=around.worker.pk
        )
    due(around, "transfer_visit", -2)
    assert rows(leader) == []
    assert escalated() == 1
    assert late_notices(around)["transfer_lto"] == {around.receiver.pk}


def test_the_web_server_does_not_escalate(around: TransferCast) -> None:
    with (
        acting(around.worker),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT * FROM transfers_escalate_reports(now(), 7, 10)")


def test_a_visit_without_the_child_needs_a_reason_and_is_not_the_visit_that_is_due(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    with pytest.raises(TransferRefused) as refused:
        report(
            around, transfer, around.receiver, kind="first_visit", situation="not_seen", needs=" "
        )
    assert {reason.code for reason in refused.value.reasons} == {"needs"}
    report(around, transfer, around.receiver, kind="first_visit", situation="not_seen")
    assert transfers.duties(around, "transfer_visit") == [around.today(2)]
