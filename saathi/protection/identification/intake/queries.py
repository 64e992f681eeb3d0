"""Queries of reports of a concern: the list of those a person may read, by page."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet

from saathi.agencies import access, bundles
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.paging import PagePosition, RecordPage, fetch_page

NO_OUTCOME = "none"


@dataclass(frozen=True, slots=True)
class ReportListFilter:
    """The filter of a list of reports, and the position of its page."""

    outcome: str = ""  # `NO_OUTCOME`: reports without an outcome
    urgency: str = ""
    position: PagePosition = field(default_factory=PagePosition)


def list_visible_reports(staff: Staff, filters: ReportListFilter) -> RecordPage[Report]:
    """The reports that this person may read, latest first; one query per page."""
    reports = access.visible(staff, Report).defer("sealed")
    if filters.outcome:
        reports = reports.filter(outcome="" if filters.outcome == NO_OUTCOME else filters.outcome)
    if filters.urgency:
        reports = reports.filter(urgency=filters.urgency)
    return fetch_page(reports, filters.position, when="received_at")


def list_possible_assignees(staff: Staff, report: Report) -> QuerySet[Staff]:
    """Staff who may take over a report: of the office, the one above and those below it.

    Staff from whom the report is hidden are excluded, because the report would be lost with them.
    """
    eligible = bundles.staff_with_permissions(staff.agency_id, Permission.RECORD_REPORT)
    own_office = staff.office
    nearby = Q(office=own_office) | Q(office__parent=own_office) | Q(office=own_office.parent_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_from(%s)", [report.file_id])
        hidden = [principal for (principal,) in cursor.fetchall()]
    return eligible.filter(nearby).exclude(pk__in=[staff.pk, *hidden])


def list_report_workers(report: Report) -> list[Staff]:
    """The staff who work on a report now, by name; without the office that holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_team(%s)", [report.file_id])
        ids = [staff_id for (staff_id,) in cursor.fetchall()]
    return list(Staff.objects.filter(pk__in=ids).order_by("name"))
