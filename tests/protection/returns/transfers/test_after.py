"""After a transfer: danger is urgent on the side that sent the child, and the follow-up ends by a second person."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers import after_queries, journey_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.journey_rules import FollowUpFacts, ReportFacts
from saathi.protection.returns.transfers.models import Transfer, TransferReport
from tests.factories import transfers
from tests.factories.transfers import TransferCast, fill
from tests.reading import whole
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
    usual = {"kind": "other", "seen_on": around.today(), "reporter": "Ms Devi", "needs": "A place."}
    with acting(by):
        record = TransferReport(transfer=transfers.fresh(transfer, by), **around.common)
        return travelling.record_transfer_report(report=fill(record, **(usual | values)), actor=by)


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
    report(around, transfer, around.receiver, situation="well")
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
    assert reverse("missing:report_missing") in page.content.decode()


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


# --- what waits for the receiving side ------------------------------------------------------------


@pytest.mark.django_db
def test_my_day_of_the_receiver_shows_requests_overdue_ones_and_children_on_the_way(
    around: TransferCast,
) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    request = transfers.requested(around, transfer)
    assert "1 transfer to you waits for your answer or receipt" in day_of(around.receiver)
    assert "1 overdue" not in day_of(around.receiver)
    with role("maintenance"):
        type(request).objects.filter(pk=request.pk).update(
            sent_on=around.today(-20), answer_by=around.today(-1)
        )
    assert "1 overdue" in day_of(around.receiver)
    listed = signed_in(around.receiver).get(reverse("transfers:list_transfers"))
    assert "Transfers abroad to us (1)" in listed.content.decode()
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(
            state="travelling", departed_at=around.at(0, 1), submitted_by=around.worker.pk,
            decided_by=around.supervisor.pk, decided_on=around.today(),
        )  # fmt: skip
    assert "1 child is travelling to you" in day_of(around.receiver)


def day_of(person: Staff) -> str:
    return whole(signed_in(person).get("/").content)
