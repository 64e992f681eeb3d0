"""A report closed without a case: it stays in sight, and still leads to a case; what its outcome asks for."""

import datetime as dt
import uuid

import pytest

from saathi.infra import clock
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from tests import filled
from tests.desk.test_named_in_report import NamedWorld, case_of
from tests.protection.identification.intake.queue.screens import limit_of_day
from tests.protection.identification.intake.queue.test_closed_in_danger import (
    ALERT,
    close,
    closed_lines,
    page_of,
)
from tests.protection.identification.intake.queue.test_danger_not_met import accepted, urgent
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ENDS = "This outcome ends the alert"


def test_later_closed_reports_push_no_earlier_one_out(monkeypatch: pytest.MonkeyPatch) -> None:
    limit_of_day(monkeypatch, "MAX_CLOSED", 1)
    world = QueueWorld()
    leader = world.leaders[world.district]
    reports = []
    for hour in (3, 2, 1):
        report = accepted(world)
        close(report, world.officer)
        with role("maintenance"):
            closed_at = clock.now() - dt.timedelta(hours=hour)
            ReportResponse.objects.filter(report=report.pk).update(due_at=closed_at)
        reports.append(report)
    (box,) = closed_lines(leader)
    assert report_reference(reports[0].pk) in box.title
    more = urgent(leader)[-1]
    assert more.title == "2 more closed reports of immediate danger: child not recorded as safe"
    ordinary = world.report("today")
    close(ordinary, world.officer)
    shown = signed_in(leader).get(more.action.url).context["list"].table.rows
    assert [row[0].text for row in shown] == [report_reference(report.pk) for report in reports]


def test_case_is_opened_from_a_report_that_was_closed() -> None:
    world = NamedWorld()
    report = world.report(by=world.worker)
    close(report, world.worker)
    address = f"/find/report/{report.pk}/open/"
    assert address in signed_in(world.worker).get(f"/reports/{report.pk}/").content.decode()
    world.open(world.worker, report)
    assert case_of(report).worker == world.worker
    with role("maintenance"):
        assert Report.objects.get(pk=report.pk).outcome == ReportOutcome.CASE_OPENED
    assert address not in signed_in(world.worker).get(f"/reports/{report.pk}/").content.decode()


def test_outcome_recorded_while_a_case_is_opened_is_not_passed_over() -> None:
    world = NamedWorld()
    report = world.report(by=world.worker)
    client, address = signed_in(world.worker), f"/find/report/{report.pk}/open/"
    typed = filled.form(client.get(address).content.decode())
    close(report, world.worker)
    answer = client.post(address, typed)
    assert "was recorded in the meantime" in read(answer)[0]
    with role("maintenance"):
        assert not Case.objects.exists()
        assert Report.objects.get(pk=report.pk).outcome == ReportOutcome.ADVICE_GIVEN


def test_case_is_requested_for_a_report_that_was_closed() -> None:
    world = QueueWorld()
    report, leader = world.report(), world.leaders[world.district]
    client, address = signed_in(world.officer), f"/reports/{report.pk}/request/"
    client.post(address, {"note": "First", "version": 1} | key())
    close(report, leader)
    assert address in client.get(f"/reports/{report.pk}/").content.decode()
    sent = {"note": "The aunt called again", "version": report.version + 2} | key()
    assert client.post(address, sent).status_code == 302
    page = page_of(leader, report)
    assert "The aunt called again" in page
    assert "Advice or information given" in page
    assert "1 request for a case" in read(signed_in(leader).get("/"))[0]
    again = sent | {"version": report.version + 3} | key()
    assert "already requested" in read(client.post(address, again))[0]
    close(report, leader)
    assert "request for a case" not in read(signed_in(leader).get("/"))[0]


def test_form_of_the_outcome_says_that_it_ends_the_alert() -> None:
    world = QueueWorld()
    report, leader = accepted(world), world.leaders[world.district]
    address = f"/reports/{report.pk}/outcome/"
    assert ENDS in read(signed_in(leader).get(address))[0]
    assert ENDS not in read(signed_in(world.officer).get(address))[0]  # it waits for a supervisor
    close(report, leader)
    assert ALERT not in page_of(leader, report)
    ordinary = accepted(world, "today")
    assert ENDS not in read(signed_in(leader).get(f"/reports/{ordinary.pk}/outcome/"))[0]


def test_same_report_asks_for_the_reference_of_the_earlier_one() -> None:
    world = QueueWorld()
    report, earlier = world.report(), world.report()
    elsewhere = QueueWorld().report()
    client, address = signed_in(world.officer), f"/reports/{report.pk}/outcome/"
    missing = "Enter the reference of the earlier report."
    unread = "You cannot read any report with this reference."
    for typed, error in (
        ("", missing),
        (report_reference(elsewhere.pk), unread),
        (report_reference(uuid.uuid4()), unread),
        (report_reference(earlier.pk)[:7], unread),
        ("the one of Monday", unread),
        (report_reference(report.pk), "This is the reference of this report."),
    ):
        sent = {"outcome": "same_as_earlier", "note": "The aunt", "earlier": typed, "version": 1}
        assert error in read(client.post(address, sent | key()))[0], typed
    with role("maintenance"):
        assert Report.objects.get(pk=report.pk).outcome == ""
        assert not ReportNote.objects.exists()
    typed = report_reference(earlier.pk).lower().replace("-", " ")
    sent = {"outcome": "same_as_earlier", "note": "The aunt", "earlier": typed, "version": 1}
    assert client.post(address, sent | key()).status_code == 302
    page = page_of(world.officer, report)
    assert f"Earlier report {report_reference(earlier.pk)}" in page

    sent = {"outcome": "same_as_earlier", "note": "The aunt", "version": 1}
    sent |= {"earlier": report_reference(report.pk)} | key()
    answer = client.post(f"/reports/{earlier.pk}/outcome/", sent)
    assert "That report was itself closed as the same as an earlier one." in read(answer)[0]
    with role("maintenance"):
        assert Report.objects.get(pk=earlier.pk).outcome == ""


def test_action_refuses_the_same_report_without_a_reference() -> None:
    world = QueueWorld()
    report = world.report()
    with acting(world.officer), pytest.raises(intake.ReportOutcomeRefused):
        intake.record_report_outcome(
            report=Report.objects.get(pk=report.pk),
            outcome=ReportOutcome.SAME_AS_EARLIER,
            reason=intake.OutcomeReason("The aunt"),
            version=1,
            actor=world.officer,
        )
