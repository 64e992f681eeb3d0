"""Three offices above one another with their staff, and steps that the tests of the queue take."""

import datetime as dt
from uuid import UUID

from django.db import connection

from saathi.agencies.models import Notice, Office, Staff
from saathi.infra import clock
from saathi.protection.identification.intake.actions import ReportInput, record_report
from saathi.protection.identification.intake.jobs import escalate_overdue_reports
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.models import DutyShift, ReportResponse
from tests.factories import agencies
from tests.roles import acting, role


class QueueWorld:
    """Nation, province and district, each with a supervisor; the district with staff who take reports."""

    def __init__(self) -> None:
        self.nation = agencies.office()
        self.province = agencies.office(parent=self.nation)
        self.district = agencies.office(parent=self.province)
        self.leaders = {
            office: agencies.staff("supervisor", office)
            for office in (self.nation, self.province, self.district)
        }
        self.officer = agencies.staff("intake_officer", self.district)
        self.colleague = agencies.staff("intake_officer", self.district)
        self.worker = agencies.staff("case_worker", self.district)

    def report(self, urgency: str = "today", by: Staff | None = None, **fields: object) -> Report:
        actor = by or self.officer
        values = {
            "received_at": clock.now(),
            "channel": "helpline",
            "reporter_kind": "community",
            "texts": {"what": "A girl washes dishes."},
        }
        with acting(actor):
            new = ReportInput(**(values | {"urgency": urgency} | fields))
            return record_report(new=new, actor=actor)


def on_duty(person: Staff, office: Office, cover: Staff | None = None, hours: int = 8) -> DutyShift:
    """A shift that began an hour ago."""
    with role("maintenance"):
        return DutyShift.objects.create(
            office=office,
            staff=person,
            cover=cover,
            starts_at=clock.now() - dt.timedelta(hours=1),
            ends_at=clock.now() + dt.timedelta(hours=hours),
            phone="+977 1 5550000",
            recorded_by=person.pk,
        )


def response(report: Report) -> ReportResponse:
    with role("maintenance"):
        return ReportResponse.objects.get(report=report.pk)


def notified(report: Report) -> dict[UUID, list[str]]:
    """The kinds of unread notices of a report, by the person who has them."""
    found: dict[UUID, list[str]] = {}
    with role("maintenance"):
        notices = Notice.objects.filter(record=report.pk, read_at=None).order_by("kind")
        for notice in notices:
            found.setdefault(notice.staff_id, []).append(notice.kind)
    return found


def escalate(at: dt.datetime) -> int:
    """Runs the job of a minute as the worker, as if it were that moment."""
    with clock.fixed_time(at), role("worker"):
        return escalate_overdue_reports()


def reads(person: Staff, report: Report) -> bool:
    """Whether a statement of this person finds the report by SQL."""
    with acting(person), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_report WHERE id = %s", [report.pk])
        return bool(cursor.fetchone()[0])


def overdue(report: Report, minutes: int = 25) -> None:
    with role("maintenance"):
        ReportResponse.objects.filter(report=report.pk).update(
            due_at=clock.now() - dt.timedelta(minutes=minutes, seconds=5)
        )
