"""After a transfer: danger is urgent on the side that sent the child, and the follow-up ends by a second person."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers import after_queries, journey_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.journey_rules import FollowUpFacts, ReportFacts
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferReport,
)
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting, role
from tests.signing import signed_in

DAY = dt.date(2026, 3, 31)
ONE, OTHER = uuid4(), uuid4()
REPORT = ReportFacts(
    codes.TransferState.RECEIVED,
    codes.TransferReportKind.MONTH_1,
    codes.SituationAfterTransfer.WELL,
    seen_on=dt.date(2026, 4, 16),
    received_on=DAY,
    needs="",
)


@pytest.mark.parametrize(
    ("kind", "seen_on", "received_on", "is_refused"),
    [
        ("month_1", dt.date(2026, 4, 16), DAY, False),  # the month is over on 30 April
        ("month_1", dt.date(2026, 4, 15), DAY, True),
        ("month_12", dt.date(2027, 3, 17), DAY, False),
        ("month_12", dt.date(2027, 3, 16), DAY, True),
        ("month_12", dt.date(2026, 4, 1), None, False),  # no day is known to count from
        ("other", dt.date(2026, 4, 1), DAY, False),
    ],
)
def test_a_report_after_some_months_is_not_dated_earlier(
    kind: str, seen_on: dt.date, received_on: dt.date | None, *, is_refused: bool
) -> None:
    report = ReportFacts(
        REPORT.state, codes.TransferReportKind(kind), REPORT.situation, seen_on, received_on, ""
    )
    assert bool(journey_rules.reasons_against_report(report)) is is_refused


@pytest.mark.parametrize(
    ("kind", "seen_on", "handed_on", "received_on", "expected"),
    [
        ("first_visit", 12, 10, 12, []),
        ("first_visit", 11, 10, 12, ["seen_on"]),  # before the receipt
        ("first_visit", 9, 10, None, ["seen_on"]),  # before the handover
        ("arrival", 11, 10, 12, []),  # a call between handover and receipt
        ("other", 9, 10, 12, ["seen_on"]),
        ("first_visit", 1, None, None, []),  # no day is known to count from
    ],
)
def test_no_report_is_dated_before_the_handover_and_no_visit_before_the_receipt(
    kind: str, seen_on: int, handed_on: int | None, received_on: int | None, expected: list[str]
) -> None:
    handed, received = (dt.date(2026, 3, day) if day else None for day in (handed_on, received_on))
    entered = ReportFacts(
        REPORT.state, codes.TransferReportKind(kind), REPORT.situation, dt.date(2026, 3, seen_on),
        received or handed, "", handed,
    )  # fmt: skip
    found = journey_rules.reasons_against_report(entered)
    assert [reason.code for reason in found] == expected


@pytest.mark.parametrize(
    ("kind", "situation", "expected"),
    [
        ("first_visit", "well", True),
        ("first_visit", "not_safe", True),  # the child was seen, and is in danger
        ("month_1", "moved", True),
        ("first_visit", "not_seen", False),
        ("first_visit", "missing", False),
        ("month_6", "not_seen", False),
        ("arrival", "well", False),  # a call is no visit
        ("other", "well", False),
    ],
)
def test_only_a_report_after_which_the_child_was_seen_is_a_visit(
    kind: str, situation: str, *, expected: bool
) -> None:
    kind_, situation_ = codes.TransferReportKind(kind), codes.SituationAfterTransfer(situation)
    assert journey_rules.is_visit(kind_, situation_) is expected


ENDING: dict[str, Any] = {
    "state": codes.TransferState.FOLLOWED_UP,
    "kinds": ["month_12"],
    "is_in_danger": False,
    "last_situation": "well",
    "has_due": False,
    "authors": {OTHER},
}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"kinds": ["month_6"]}, ["report"]),
        ({"is_in_danger": True}, ["danger"]),
        ({"last_situation": "not_seen"}, ["danger"]),
        ({"has_due": True}, ["due"]),
        ({"authors": {ONE, OTHER}}, ["own"]),
        ({"state": codes.TransferState.HANDED_OVER}, ["state"]),
    ],
)
def test_the_follow_up_ends_by_a_second_person_when_the_child_is_safe(
    facts: dict[str, Any], expected: list[str]
) -> None:
    found = journey_rules.reasons_against_ending(FollowUpFacts(**(ENDING | facts)), by=ONE)
    assert [reason.code for reason in found] == expected


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def report(around: TransferCast, transfer: Transfer, by: Staff, **values: Any) -> TransferReport:
    usual = {
        "kind": "other", "seen_on": around.today(), "reporter": "Ms Devi", "needs": "A place.",
        "situation": "well",
    }  # fmt: skip
    with acting(by):
        record = TransferReport(transfer=transfers.fresh(transfer, by), **around.common)
        return travelling.record_transfer_report(report=fill(record, **(usual | values)), actor=by)


def earlier(around: TransferCast, **of: Any) -> None:
    """These reports as if they were of the day before, and recorded then."""
    with role("maintenance"):
        TransferReport.objects.filter(file=around.case.file_id, **of).update(
            seen_on=around.today(-1), recorded_at=around.at(-1, 9)
        )


def is_in_danger(around: TransferCast, transfer: Transfer) -> bool:
    """As the alerts and the database say, which must be the same."""
    with acting(around.worker):
        shown = after_queries.reported_danger(transfer, around.worker) is not None
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT transfers_may_be_in_danger(%s, %s)", [transfer.pk, around.case.file_id]
        )
        assert cursor.fetchone()[0] is shown
    return shown


@pytest.mark.django_db
@pytest.mark.requirement("XBR-014")
def test_the_receiving_side_does_not_end_a_danger_that_we_reported(around: TransferCast) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    report(around, transfer, around.worker, situation="exploited")
    report(around, transfer, around.receiver, situation="well")
    assert is_in_danger(around, transfer)  # the same day
    assert transfers.duties(around, "transfer_report") == [around.today()]
    earlier(around, situation="exploited")
    assert is_in_danger(around, transfer)  # the other side
    report(around, transfer, around.worker, situation="well")
    assert is_in_danger(around, transfer)  # the same person
    report(around, transfer, around.supervisor, situation="well")
    assert not is_in_danger(around, transfer)


@pytest.mark.django_db
def test_a_report_of_danger_does_not_become_another_report(around: TransferCast) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    report(around, transfer, around.worker, situation="not_safe")
    with acting(around.worker):
        found = TransferReport.objects.get(situation="not_safe")
        with pytest.raises(IntegrityError, match="is kept"), transaction.atomic():
            writing.change(found, actor=around.worker, situation="well")


@pytest.mark.django_db
def test_strangers_do_not_ask_about_a_report(around: TransferCast) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    said = report(around, transfer, around.worker, situation="not_safe")
    for reader, expected in ((agencies.staff("case_worker"), False), (around.worker, True)):
        with acting(reader), connection.cursor() as cursor:
            cursor.execute("SELECT transfers_reports_danger(%s)", [said.pk])
            assert cursor.fetchone()[0] is expected


@pytest.mark.django_db
@pytest.mark.requirement("XBR-014")
def test_danger_is_shown_to_worker_and_supervisor_until_the_child_is_safe(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    report(around, transfer, around.receiver, situation="missing")
    file_id = around.case.file_id
    for person in (around.worker, around.supervisor):
        client = signed_in(person)
        day = client.get("/").content.decode()
        assert "whereabouts not known after a transfer abroad" in day
        page = client.get(reverse("transfers:show_transfer", args=[file_id, transfer.pk]))
        assert "Whereabouts not known (report of" in page.content.decode()
        file_page = client.get(reverse("transfers:show_transfers", args=[file_id]))
        assert "Whereabouts not known after a transfer abroad" in file_page.content.decode()
    report(around, transfer, around.receiver, situation="not_seen")  # ends nothing
    with acting(around.worker):
        assert after_queries.reported_danger(transfer, around.worker) is not None
    assert "after a transfer abroad (" not in signed_in(around.receiver).get("/").content.decode()
    report(around, transfer, around.receiver, situation="well")  # the same person, the same day
    with acting(around.worker):
        assert after_queries.reported_danger(transfer, around.worker) is not None
    earlier(around, situation="missing")
    report(around, transfer, around.worker, situation="well")
    with acting(around.worker):
        assert after_queries.reported_danger(transfer, around.worker) is None
    assert "after a transfer abroad (" not in signed_in(around.worker).get("/").content.decode()


@pytest.mark.django_db
def test_where_the_child_is_not_known_the_registration_as_missing_is_offered(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    report(around, transfer, around.receiver, situation="missing")
    page = signed_in(around.worker).get(
        reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk])
    )
    form = reverse("placements:report_child_missing", args=[around.case.file_id])
    assert form in page.content.decode()


@pytest.mark.django_db
def test_the_database_refuses_an_early_report_and_an_unsafe_end(around: TransferCast) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    values = {"kind": "month_12", "situation": "well", "seen_on": around.today()}
    with acting(around.worker):
        row = fill(
            TransferReport(transfer=transfer, **around.common), **values, reporter="A", needs="",
            said="",
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="too early"), transaction.atomic():
            writing.add(row, actor=around.worker)
    transfers.receive_earlier(around, transfer, days=370)
    report(around, transfer, around.receiver, kind="month_12", situation="well")
    report(around, transfer, around.receiver, situation="not_safe")
    refuse_end(around, transfer, "may not be safe", {"danger", "due"})
    earlier(around, situation="not_safe")
    report(around, transfer, around.receiver, kind="first_visit", situation="well")
    report(around, transfer, around.supervisor, situation="well")
    refuse_end(around, transfer, "a second person", {"own"})


def refuse_end(around: TransferCast, transfer: Transfer, match: str, codes_: set[str]) -> None:
    """The action and the database refuse the end of the follow-up by the supervisor."""
    actor = around.supervisor
    with acting(actor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            travelling.end_follow_up(transfer=found, version=found.version, actor=actor)
        assert {reason.code for reason in refused.value.reasons} == codes_
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(found, actor=actor, state="ended", ended_on=around.today())


# --- a visit at which the child was not seen --------------------------------------------------------
