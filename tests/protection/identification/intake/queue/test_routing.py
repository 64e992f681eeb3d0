"""Who is notified of a report, who accepts it, and who is next: by the functions of the database."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import access
from saathi.agencies.models import Configuration
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.jobs import MAX_ESCALATIONS
from saathi.protection.identification.intake.queue import actions
from saathi.protection.identification.intake.queue.models import ReportResponse, ResponseStep
from saathi.protection.identification.intake.queue.queries import office_targets
from saathi.protection.identification.intake.queue.waiting import waiting_report_boxes
from saathi.protection.identification.intake.vocabulary import ReportOutcome, Urgency
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    escalate,
    notified,
    on_duty,
    reads,
    response,
)
from tests.roles import acting, role
from tests.waiting import boxes_of

pytestmark = pytest.mark.django_db

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def audited(action: str) -> list[AuditEntry]:
    with role("auditor"):
        return [
            audit_entry
            for audit_entry in AuditEntry.objects.all()
            if (audit_entry.detail or {}).get("action") == action
        ]


def test_urgent_report_notifies_duty_and_supervisor_at_once() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district, cover=world.worker)
    report = world.report("now")
    leader = world.leaders[world.district]
    assert notified(report) == {
        person.pk: ["report_new_now"] for person in (world.colleague, world.worker, leader)
    }
    assert all(reads(person, report) for person in (world.colleague, world.worker, leader))
    assert response(report).level == 1


def test_other_report_notifies_those_on_duty_first() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    report = world.report("soon")
    assert notified(report) == {world.colleague.pk: ["report_new"]}
    assert not reads(world.worker, report)


def test_without_duty_the_supervisor_of_the_office_is_notified() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.province)  # on duty elsewhere
    report = world.report("soon")
    assert notified(report) == {world.leaders[world.district].pk: ["report_new"]}


def test_without_supervisor_those_above_are_notified() -> None:
    world = QueueWorld()
    with role("maintenance"):
        type(world.officer).objects.filter(pk=world.leaders[world.district].pk).update(
            is_active=False
        )
    assert notified(world.report("later")) == {world.leaders[world.province].pk: ["report_new"]}


def test_shift_that_ended_or_begins_later_notifies_no_one() -> None:
    world = QueueWorld()
    ended = on_duty(world.colleague, world.district)
    ahead = on_duty(world.worker, world.district)
    with role("maintenance"):
        type(ended).objects.filter(pk=ended.pk).update(ends_at=clock.now() - MINUTE)
        type(ahead).objects.filter(pk=ahead.pk).update(starts_at=clock.now() + MINUTE)
    assert set(notified(world.report("soon"))) == {world.leaders[world.district].pk}


@pytest.mark.parametrize("urgency", Urgency.values)
def test_database_has_the_response_times_of_the_rules(urgency: str) -> None:
    world = QueueWorld()
    own = {
        f"report_hours_{name}": hours
        for hours, name in enumerate(("now", "today", "soon", "later"), 3)
    }
    for body in ({}, own, {"report_hours_now": 0, "report_hours_soon": "9"}):
        if body:
            with role("maintenance"):
                Configuration.objects.filter(kind="procedure").delete()
                Configuration.objects.create(
                    kind="procedure",
                    country="NPL",
                    name="standard",
                    version=1,
                    body=body,
                    valid_from=dt.date(2026, 1, 1),
                )
        found = response(world.report(urgency))
        hours = office_targets(world.district).hours(urgency)
        assert abs(found.due_at - clock.now() - hours * HOUR) < MINUTE, body
        assert found.escalate_at == found.due_at


def test_report_is_accepted_once_and_others_learn_who_accepted() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district, cover=world.worker)
    report = world.report("now")
    with acting(world.colleague):
        assert actions.accept_report(report_id=report.pk, actor=world.colleague).is_accepted
    found = response(report)
    assert (found.state, found.accepted_by, found.assigned_to) == (
        "accepted",
        world.colleague.pk,
        world.colleague.pk,
    )
    assert found.escalate_at is None
    assert abs(found.due_at - clock.now() - 24 * HOUR) < MINUTE
    assert notified(report) == {}
    assert not reads(world.worker, report)  # the right that came with the notice ended
    assert reads(world.leaders[world.district], report)
    with acting(world.worker):
        second = actions.accept_report(report_id=report.pk, actor=world.worker)
    assert (second.is_accepted, second.by) == (False, world.colleague.pk)
    assert second.at == found.accepted_at
    (entry,) = audited("accepted")
    assert (entry.by, entry.objects_seen) == (world.colleague.pk, [report.pk])


def test_stranger_neither_accepts_nor_learns_anything() -> None:
    world = QueueWorld()
    report = world.report()
    for stranger in (
        world.worker,
        agencies.staff("supervisor"),
        agencies.staff("house_mother", world.district),
    ):
        with acting(stranger), pytest.raises(access.NotAllowed):
            actions.accept_report(report_id=report.pk, actor=stranger)
    assert response(report).state == "new"


def test_web_role_changes_no_row_of_the_queue() -> None:
    world = QueueWorld()
    report = world.report()
    for statement in (
        "UPDATE intake_reportresponse SET state = 'closed'",
        "DELETE FROM intake_reportresponse",
        "UPDATE intake_responsestep SET level = 9",
        "UPDATE intake_dutyshift SET phone = ''",
        "SELECT report_accept('00000000-0000-4000-8000-000000000000')",
        "SELECT * FROM report_escalate(now(), 1)",
        "SELECT report_notify('00000000-0000-4000-8000-000000000000', 0, now())",
    ):
        with (
            acting(world.leaders[world.district]),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(statement)
    assert response(report).state == "new"


def test_reassigned_report_waits_for_the_colleague_and_escalates() -> None:
    world = QueueWorld()
    report, leader = world.report("now"), world.leaders[world.district]
    with acting(leader):
        actions.accept_report(report_id=report.pk, actor=leader)
        actions.reassign_report(
            report=report, colleague=world.worker, note="", keeps=False, actor=leader
        )
    found = response(report)
    assert (found.state, found.assigned_to, found.accepted_by) == ("new", world.worker.pk, None)
    assert notified(report) == {world.worker.pk: ["report_new_now"]}
    assert len(audited("reassigned")) == 1
    assert escalate(found.escalate_at + MINUTE) == 1
    assert notified(report)[world.leaders[world.province].pk] == ["report_late_now"]
    with acting(world.worker):
        assert actions.accept_report(report_id=report.pk, actor=world.worker).is_accepted
    assert escalate(clock.now() + 48 * HOUR) == 0


def test_outcome_closes_the_report_in_the_queue() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    report = world.report("now")
    with acting(world.officer):
        intake.record_report_outcome(
            report=report,
            outcome=ReportOutcome.ADVICE_GIVEN,
            reason=intake.OutcomeReason("x"),
            version=1,
            actor=world.officer,
        )
    found = response(report)
    assert (found.state, found.escalate_at) == ("closed", None)
    assert notified(report) == {}
    assert not reads(world.colleague, report)
    with acting(world.officer):
        assert not actions.accept_report(report_id=report.pk, actor=world.officer).is_accepted
        with pytest.raises(actions.ReportClosed):
            actions.reassign_report(
                report=report, colleague=world.worker, note="", keeps=True, actor=world.officer
            )
        kinds = list(ResponseStep.objects.order_by("recorded_at").values_list("kind", flat=True))
    assert kinds[-1] == "closed"


def test_escalation_goes_up_level_by_level_and_repeats_at_the_top() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    report = world.report("soon")
    start = response(report).escalate_at
    assert escalate(start - MINUTE) == 0
    expected = [world.leaders[office] for office in (world.district, world.province, world.nation)]
    for step, leader in enumerate(expected):
        at = start + step * 72 * HOUR
        assert escalate(at) == 1
        assert escalate(at) == 0  # twice in the same minute
        assert notified(report)[leader.pk] == ["report_late"]
        assert response(report).level == step + 2
    # At the top level, the same people are notified again once they have read the notice.
    assert escalate(start + 3 * 72 * HOUR) == 1
    assert response(report).level == 4
    assert notified(report)[expected[-1].pk] == ["report_late"]
    assert len(audited("escalated")) == 4


def test_on_duty_at_an_upper_office_is_notified_and_reads_it_then() -> None:
    world = QueueWorld()
    night = agencies.staff("intake_officer", world.province)
    report = world.report("now")
    assert not reads(night, report)
    on_duty(night, world.province)
    assert escalate(response(report).escalate_at) == 1
    assert set(notified(report)) >= {night.pk, world.leaders[world.province].pk}
    assert reads(night, report)


def test_one_run_escalates_a_bounded_number() -> None:
    world = QueueWorld()
    for _each in range(3):
        world.report("now")
    at = clock.now() + 2 * HOUR
    with role("worker"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM report_escalate(%s, 2)", [at])
        assert cursor.fetchone()[0] == 2
    assert escalate(at) == 1
    assert MAX_ESCALATIONS == 200


def test_report_that_reaches_no_one_says_so_and_tries_again() -> None:
    world = QueueWorld()
    with role("maintenance"):
        staff = type(world.officer).objects
        staff.filter(pk__in=[leader.pk for leader in world.leaders.values()]).update(
            is_active=False
        )
    report = world.report("now")
    assert response(report).level == 0
    with role("maintenance"):
        staff.filter(pk=world.leaders[world.nation].pk).update(is_active=True)
    assert escalate(response(report).escalate_at) == 1
    assert response(report).level == 1
    assert set(notified(report)) == {world.leaders[world.nation].pk}


def test_supervisor_learns_of_an_urgent_report_with_its_urgency() -> None:
    world = QueueWorld()
    report, leader = world.report("now"), world.leaders[world.district]
    with acting(leader):
        (box,) = boxes_of(waiting_report_boxes, leader)
    assert box.action
    assert box.action.url == f"/reports/{report.pk}/"
    assert str(Urgency.NOW.label) in box.text
    assert box.kind == "danger"
    assert box.title.partition(":")[0] in {"59 min left", "1 h 0 min left"}
    with acting(leader), clock.fixed_time(clock.now() + 2 * HOUR):
        (box,) = boxes_of(waiting_report_boxes, leader)
    assert box.title.startswith("Overdue by")
    with acting(world.worker):
        assert boxes_of(waiting_report_boxes, world.worker) == []


def test_loaded_reports_enter_the_queue_without_notices() -> None:
    from saathi.agencies import row_security

    world = QueueWorld()
    report = world.report()
    with role("maintenance"):
        ResponseStep.objects.all().delete()
        ReportResponse.objects.all().delete()
    sql = next(
        path for path in row_security.sql_files() if path.name == "queue_time.sql"
    ).read_text()
    statement = sql[sql.rindex("INSERT INTO intake_reportresponse") :]
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(statement)
    found = response(report)
    assert (found.state, found.level, found.escalate_at) == ("new", 0, None)
