"""After a transfer: danger is urgent on the side that sent the child, and the follow-up ends by a second person."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Notice, Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.returns.transfers import after_queries, journey_rules, pages
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import deciding, travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.journey_rules import FollowUpFacts, ReportFacts
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferAnswer,
    TransferHandover,
    TransferReport,
    TransferRequest,
)
from tests.factories import agencies, transfers
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


@pytest.mark.django_db
@pytest.mark.requirement("XBR-014")
def test_a_first_visit_at_which_the_child_was_not_seen_stays_due_and_is_escalated(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    due = transfers.duties(around, "transfer_visit")
    for by in (around.receiver, around.worker):  # both sides of the border
        report(around, transfer, by, kind="first_visit", situation="not_seen")
        assert transfers.fresh(transfer, around.worker).state == "received"
        assert transfers.duties(around, "transfer_visit") == due
    with role("maintenance"):
        notices = Notice.objects.filter(kind="transfer_uns", record=around.case.file_id)
        told = set(notices.values_list("staff_id", flat=True))
    assert {around.worker.pk, around.supervisor.pk} <= told
    form = signed_in(around.receiver).get(reverse("transfers:report_received", args=[transfer.pk]))
    assert form.context["form"].initial["kind"] == "first_visit"
    report(around, transfer, around.receiver, kind="first_visit", situation="well")
    assert transfers.fresh(transfer, around.worker).state == "followed_up"
    assert transfers.duties(around, "transfer_visit") == []


@pytest.mark.django_db
def test_a_later_visit_at_which_the_child_was_not_seen_is_not_the_report_that_is_due(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    transfers.receive_earlier(around, transfer, days=370)
    report(around, transfer, around.receiver, kind="month_6", situation="well")
    [due] = transfers.duties(around, "transfer_report")
    report(around, transfer, around.receiver, kind="month_12", situation="not_seen")
    assert transfers.duties(around, "transfer_report") == [due]
    report(around, transfer, around.receiver, kind="first_visit", situation="well")
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        facts = after_queries.follow_up_facts(found, around.supervisor)
        assert set(facts.kinds) == {"month_6", "first_visit"}
        with pytest.raises(IntegrityError, match="no report after 12 months"), transaction.atomic():
            writing.change(found, actor=around.supervisor, state="ended", ended_on=around.today())


@pytest.mark.django_db
def test_the_database_refuses_a_report_before_the_handover_and_a_visit_before_the_receipt(
    around: TransferCast,
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    with acting(around.worker):
        for kind, match in (("other", "before the handover"), ("first_visit", "before the ")):
            values = {"kind": kind, "situation": "well", "seen_on": around.today(-1)}
            row = fill(
                TransferReport(transfer=transfer, **around.common), **values, reporter="A",
                needs="", said="",
            )  # fmt: skip
            with pytest.raises(IntegrityError, match=match), transaction.atomic():
                writing.add(row, actor=around.worker)
    with role("maintenance"):
        TransferHandover.objects.filter(transfer=transfer).update(handed_over_at=around.at(-3, 9))
    report(around, transfer, around.receiver, kind="arrival", seen_on=around.today(-1))
    with pytest.raises(TransferRefused) as refused:
        report(around, transfer, around.receiver, kind="first_visit", seen_on=around.today(-1))
    assert [reason.code for reason in refused.value.reasons] == ["seen_on"]


@pytest.mark.django_db
def test_before_the_receipt_no_first_visit_is_filled_in(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    address = reverse("transfers:record_report", args=[around.case.file_id, transfer.pk])
    form = signed_in(around.worker).get(address)
    assert "kind" not in form.context["form"].initial
    report(around, transfer, around.worker, kind="first_visit", situation="well")
    transfers.received(around, transfer)  # the visit took place: none is due
    assert transfers.duties(around, "transfer_visit") == []


@pytest.mark.django_db
def test_each_stage_is_dated_by_what_happened(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    with role("maintenance"):
        TransferHandover.objects.filter(transfer=transfer).update(handed_over_at=around.at(-4, 9))
    on = around.today(-3)
    transfer = transfers.received(around, transfer, received_on=on, first_visit_on=on)
    assert (transfer.state, transfer.state_since) == ("received", on)
    report(around, transfer, around.receiver, kind="first_visit", seen_on=around.today(-2))
    transfer = transfers.fresh(transfer, around.worker)
    assert (transfer.state, transfer.state_since) == ("followed_up", around.today(-2))


@pytest.mark.django_db
def test_a_submission_does_not_move_the_day_of_the_acceptance(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer).update(sent_on=around.today(-9))
        TransferAnswer.objects.filter(transfer=transfer).update(answered_on=around.today(-5))
    transfer = transfers.fresh(transfer, around.worker)
    reached = {codes.TransferState.ACCEPTED: around.today(-5)}
    line = pages.stage_line(transfer, reached, around.today())
    [step] = [each for each in line if each.state == "now"]
    assert str(step.when) == str(format_day(around.today(-5)))
    assert "Awaiting authorisation" in str(step.tag)
    with acting(around.worker):
        found = deciding.take_back_submission(
            transfer=transfer, version=transfer.version, actor=around.worker
        )
    assert (found.state, found.state_since) == ("accepted", around.today(-5))


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
