"""Queries of reports of a concern; those of the queue are in `intake.queue.queries`."""

from django.db import connection

from saathi.agencies.models import Staff
from saathi.protection.identification.intake.models import Report


def list_report_workers(report: Report) -> list[Staff]:
    """The staff who work on a report now, by name; without the office that holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_team(%s)", [report.file_id])
        ids = [staff_id for (staff_id,) in cursor.fetchall()]
    return list(Staff.objects.filter(pk__in=ids).order_by("name"))
