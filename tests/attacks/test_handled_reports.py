"""A person bypassed by a report no longer handles it, whoever named them, and naming again gains no time."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import access
from saathi.agencies.models import Grant, Staff
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions
from saathi.protection.identification.intake.queue.models import ReportResponse, ResponseStep
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    notified,
    reads,
    response,
)
from tests.roles import acting, role, with_proof
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def name(actor: Staff, report: Report, *staff: Staff, office: object = None) -> None:
    with acting(actor):
        actions.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=[person.pk for person in staff],
            office_id=office,
            actor=actor,
        )


def close(actor: Staff, report: Report) -> None:
    with acting(actor):
        found = Report.objects.get(pk=report.pk)
        intake.record_report_outcome(
            report=found,
            outcome=ReportOutcome.ADVICE_GIVEN,
            reason=intake.OutcomeReason("x"),
            version=found.version,
            actor=actor,
        )


def reassigned(world: QueueWorld) -> Report:
    """A report of the district that its supervisor gave to a colleague there."""
    report, supervisor = world.report(), world.leaders[world.district]
    with acting(supervisor):
        actions.reassign_report(
            report=report, colleague=world.colleague, note="", keeps=False, actor=supervisor
        )
    return report


def test_colleague_of_a_named_office_loses_a_report_that_was_reassigned_to_them() -> None:
    world = QueueWorld()
    report = reassigned(world)
    assert reads(world.colleague, report)
    name(world.leaders[world.province], report, office=world.district.pk)
    assert not reads(world.colleague, report)
    assert reads(world.leaders[world.province], report)
    assert reads(world.officer, report)  # who recorded it reads on what they wrote
    with role("auditor"):
        ended = AuditEntry.objects.filter(file_id=report.file_id, kind="grant_ended")
        assert str(world.colleague.pk) in {entry.detail["staff"] for entry in ended}


def test_colleague_of_a_named_office_neither_names_nor_passes_on_nor_closes() -> None:
    """As one who kept a right from before."""
    world = QueueWorld()
    report = reassigned(world)
    name(world.leaders[world.province], report, office=world.district.pk)
    with role("maintenance"):
        Grant.objects.filter(file=report.file_id, kind="team").update(ends_at=None)
    assert reads(world.colleague, report)
    other = agencies.staff("case_worker", world.province)
    for statement, values in (
        ("SELECT report_name(%s, %s::uuid[], NULL)", [report.pk, [world.officer.pk]]),
        ("SELECT report_reassign(%s, %s, true)", [report.pk, other.pk]),
    ):
        with (
            acting(world.colleague),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="no such report"),
            transaction.atomic(),
            with_proof(statement),
        ):
            cursor.execute(statement, values)
    for attempt in (lambda: close(world.colleague, report), lambda: name(world.colleague, report, other)):  # fmt: skip
        with pytest.raises(access.NotAllowed):
            attempt()
    assert response(report).state == "new"


def test_whoever_recorded_a_report_of_their_own_office_does_not_close_it() -> None:
    world = QueueWorld()
    report = world.report(named_staff=[world.leaders[world.district].pk])
    with pytest.raises(access.NotAllowed):
        close(world.officer, report)
    with (
        acting(world.officer),
        role("warden"),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="not yours to close"),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE intake_report SET outcome = 'advice_given', outcome_at = clock_timestamp() "
            "WHERE id = %s",
            [report.pk],
        )
    shown = read(signed_in(world.officer).get(f"/reports/{report.pk}/"))[0]
    for action in ("Record outcome", "Reassign", "Record that the report names a colleague"):
        assert action not in shown
    close(world.leaders[world.province], report)
    assert response(report).state == "closed"


def late(report: Report) -> None:
    """The report waits since two hours, of which one is left."""
    with role("maintenance"):
        at = clock.now() + dt.timedelta(minutes=5)
        ReportResponse.objects.filter(report=report.pk).update(due_at=at, escalate_at=at)


def test_same_names_again_change_nothing() -> None:
    world = QueueWorld()
    mother = agencies.staff("house_mother", world.district)
    report, leader = world.report("now", named_staff=[mother.pk]), world.leaders[world.province]
    late(report)
    before, told = response(report), notified(report)
    for person in (leader, leader):
        name(person, report, mother)
    after = response(report)
    assert (after.version, after.escalate_at, after.due_at) == (
        before.version,
        before.escalate_at,
        before.due_at,
    )
    assert notified(report) == told
    with role("maintenance"):
        assert ResponseStep.objects.filter(report=report.pk, kind="named").count() == 1


def test_another_name_gives_no_one_more_time() -> None:
    world = QueueWorld()
    report, leader = world.report("now"), world.leaders[world.province]
    late(report)
    before = response(report)
    for role_kind in ("house_mother", "counsellor", "case_worker"):
        name(leader, report, agencies.staff(role_kind, world.district))
        assert response(report).escalate_at == before.escalate_at
        assert response(report).due_at == before.due_at


def test_named_office_with_none_above_does_not_handle_the_report() -> None:
    world = QueueWorld()
    beside = agencies.office(world.nation.agency)
    elsewhere = agencies.staff("supervisor", beside)
    report = world.report("now", named_office=world.nation.pk)
    assert response(report).route == "none_above"
    for person in world.leaders.values():
        assert not reads(person, report)
        assert person.pk not in notified(report)
    assert reads(elsewhere, report)
    assert set(notified(report)) == {elsewhere.pk}


def test_only_office_of_an_agency_is_not_named_to_itself() -> None:
    world = QueueWorld()
    report = world.report("now")
    with (
        acting(world.officer),
        pytest.raises(actions.NamingRefused) as refusal,
        transaction.atomic(),
    ):
        actions.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=[],
            office_id=world.nation.pk,
            actor=world.officer,
        )
    [reason] = refusal.value.reasons
    assert "Refer it to another agency." in reason.text
    assert response(report).route == "usual"
