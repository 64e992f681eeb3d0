"""Reads of reports of a concern: the list of what one may see, page by page."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet

from saathi.agencies import access, bundles
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.intake.models import Report
from saathi.protection.intake.paging import PagePosition, RecordPage, fetch_page

NO_OUTCOME = "none"


@dataclass(frozen=True, slots=True)
class ReportListFilter:
    """What a list of reports is narrowed to, and where its page begins."""

    outcome: str = ""  # `NO_OUTCOME`: those that still wait for one
    urgency: str = ""
    position: PagePosition = field(default_factory=PagePosition)


def list_visible_reports(staff: Staff, filters: ReportListFilter) -> RecordPage[Report]:
    """The reports that this person may read, latest first; one query a page."""
    found = access.visible(staff, Report).defer("sealed")
    if filters.outcome:
        found = found.filter(outcome="" if filters.outcome == NO_OUTCOME else filters.outcome)
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    return fetch_page(found, filters.position, when="received_at")


def list_possible_assignees(staff: Staff, report: Report) -> QuerySet[Staff]:
    """Who may go on with a report: colleagues of the office, the one above and those below it.

    Nobody from whom the report is hidden: in such hands it would be lost.
    """
    able = bundles.staff_with_permissions(staff.agency_id, Permission.RECORD_REPORT)
    mine = staff.office
    near = Q(office=mine) | Q(office__parent=mine) | Q(office=mine.parent_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_from(%s)", [report.file_id])
        hidden = [principal for (principal,) in cursor.fetchall()]
    return able.filter(near).exclude(pk__in=[staff.pk, *hidden])


def list_report_workers(report: Report) -> list[Staff]:
    """Who works on a report now, by name; the office that holds it is not among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_team(%s)", [report.file_id])
        ids = [staff_id for (staff_id,) in cursor.fetchall()]
    return list(Staff.objects.filter(pk__in=ids).order_by("name"))
