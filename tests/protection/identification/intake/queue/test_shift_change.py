"""A new shift is notified of the reports that wait; giving a report on gives no one more time to accept it."""

import datetime as dt

import pytest
from django.db import connection

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.identification.intake.jobs import notify_new_shifts
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions
from saathi.protection.identification.intake.queue.models import (
    DutyShift,
    ReportResponse,
    ResponseStep,
)
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    escalate,
    notified,
    on_duty,
    overdue,
    reads,
    response,
)
from tests.roles import acting, role

pytestmark = pytest.mark.django_db

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def tell() -> int:
    with role("worker"):
        return notify_new_shifts()


def ends(shift: DutyShift) -> None:
    with role("maintenance"):
        DutyShift.objects.filter(pk=shift.pk).update(ends_at=clock.now() - MINUTE)


def later(report: Report, by: dt.timedelta) -> None:
    """The report and all that happened with it, as if it had been recorded so long ago."""
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_reportresponse SET recorded_at = recorded_at - %(by)s, due_at = due_at - %(by)s,"
            " escalate_at = escalate_at - %(by)s, accepted_at = accepted_at - %(by)s WHERE report_id = %(id)s",
            {"by": by, "id": report.pk},
        )
        cursor.execute(
            "UPDATE intake_responsestep SET recorded_at = recorded_at - %(by)s WHERE report_id = %(id)s",
            {"by": by, "id": report.pk},
        )


def accept(person: Staff, report: Report) -> None:
    with acting(person):
        assert actions.accept_report(report_id=report.pk, actor=person).is_accepted


def reassign(giver: Staff, report: Report, to: Staff) -> None:
    with acting(giver):
        actions.reassign_report(report=report, colleague=to, note="", keeps=True, actor=giver)


def test_new_shift_is_notified_of_waiting_reports_and_reads_them() -> None:
    world = QueueWorld()
    night = on_duty(world.colleague, world.district)
    report = world.report("soon")
    assert tell() == 0  # who is on duty was notified with the report
    ends(night)
    day = on_duty(world.worker, world.district, cover=world.officer)
    assert not reads(world.worker, report)
    assert tell() == 1
    assert reads(world.worker, report)
    assert notified(report)[world.worker.pk] == ["report_new"]
    assert world.leaders[world.district].pk not in notified(report)
    assert response(report).level == 1
    with role("maintenance"):
        assert DutyShift.objects.get(pk=day.pk).notified_at
    with role("auditor"):
        granted = AuditEntry.objects.filter(kind="granted", file_id=report.file_id)
        assert str(world.worker.pk) in {entry.detail["staff"] for entry in granted}
    assert tell() == 0
    accept(world.worker, report)
    assert not reads(world.colleague, report)  # the access of the first shift ended
    assert tell() == 0


def test_new_shift_is_notified_of_an_overdue_report_as_such() -> None:
    world = QueueWorld()
    report = world.report("today")
    overdue(report)
    on_duty(world.worker, world.district)
    assert tell() == 1
    assert notified(report)[world.worker.pk] == ["report_late_today"]


def test_shift_above_is_notified_only_once_the_report_has_reached_it() -> None:
    world = QueueWorld()
    night = agencies.staff("intake_officer", world.province)
    report = world.report("now")
    shift = on_duty(night, world.province)
    assert tell() == 0
    assert not reads(night, report)
    assert escalate(response(report).escalate_at) == 1
    assert reads(night, report)
    ends(shift)
    day = agencies.staff("intake_officer", world.province)
    on_duty(day, world.province)
    assert tell() == 1
    assert reads(day, report)


def test_new_shift_is_notified_of_a_report_of_which_no_one_could_be() -> None:
    world = QueueWorld()
    leaders = [leader.pk for leader in world.leaders.values()]
    with role("maintenance"):
        Staff.objects.filter(pk__in=leaders).update(is_active=False)
    report = world.report("soon")
    assert response(report).level == 0
    on_duty(world.worker, world.district)
    assert tell() == 1
    assert notified(report) == {world.worker.pk: ["report_new"]}
    assert response(report).level == 1


def test_new_shift_is_not_notified_of_reports_that_bypass_it_or_wait_for_a_colleague() -> None:
    world = QueueWorld()
    naming, given, taken = world.report("soon"), world.report("soon"), world.report("soon")
    leader = world.leaders[world.district]
    with acting(leader):
        actions.record_named_colleagues(
            report=naming, staff_ids=[world.worker.pk], office_id=None, actor=leader
        )
    reassign(leader, given, world.colleague)
    accept(leader, taken)
    on_duty(world.worker, world.district)
    assert tell() == 0
    assert not any(reads(world.worker, report) for report in (naming, given, taken))
    overdue(given)
    with role("maintenance"):
        DutyShift.objects.update(notified_at=None)
    assert tell() == 1
    assert reads(world.worker, given)


def test_one_run_tells_a_bounded_number_and_the_next_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("saathi.protection.identification.intake.jobs.MAX_NOTIFIED", 2)
    world = QueueWorld()
    reports = [world.report(urgency) for urgency in ("later", "soon", "now")]
    on_duty(world.worker, world.district)
    assert tell() == 2
    assert [reads(world.worker, report) for report in reports] == [False, True, True]
    assert tell() == 1
    assert reads(world.worker, reports[0])
    assert tell() == 0


def test_reassigning_an_accepted_report_gives_no_more_time() -> None:
    world = QueueWorld()
    report, leader = world.report("now"), world.leaders[world.district]
    later(report, 55 * MINUTE)
    due = response(report).due_at
    accept(leader, report)
    reassign(leader, report, world.colleague)
    assert response(report).due_at == response(report).escalate_at == due
    accept(world.colleague, report)
    later(report, 10 * MINUTE)
    reassign(world.colleague, report, leader)
    found = response(report)
    assert found.due_at == due - 10 * MINUTE
    assert escalate(clock.now() + MINUTE) == 1
    assert world.leaders[world.province].pk in notified(report)


def test_report_first_reassigned_after_its_time_has_an_hour_once() -> None:
    world = QueueWorld()
    report, leader = world.report("soon"), world.leaders[world.district]
    accept(leader, report)
    later(report, 80 * HOUR)
    with role("maintenance"):  # the time to decide is longer in this country
        ReportResponse.objects.update(due_at=clock.now() + 48 * HOUR)
    reassign(leader, report, world.colleague)
    first = response(report).due_at
    assert abs(first - clock.now() - HOUR) < MINUTE
    accept(world.colleague, report)
    with role("maintenance"):
        ReportResponse.objects.update(due_at=clock.now() + 48 * HOUR)
    reassign(world.colleague, report, leader)
    assert abs(response(report).due_at - first) < MINUTE


def test_naming_a_colleague_in_an_accepted_report_gives_no_more_time() -> None:
    world = QueueWorld()
    report, leader = world.report("now"), world.leaders[world.district]
    later(report, 55 * MINUTE)
    due = response(report).due_at
    accept(leader, report)
    with acting(leader):
        actions.record_named_colleagues(
            report=report, staff_ids=[world.worker.pk], office_id=None, actor=leader
        )
    found = response(report)
    assert (found.state, found.due_at, found.escalate_at) == ("new", due, due)


def test_report_of_unknown_urgency_is_handled_as_today() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    report = world.report("not_known")
    told = (world.colleague, world.leaders[world.district])
    assert notified(report) == {person.pk: ["report_new_today"] for person in told}
    with role("maintenance"):
        assert ResponseStep.objects.filter(report=report.pk, level=1).count() == 2
