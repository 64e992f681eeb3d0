"""Reads of reports of a concern: the list of what one may see, page by page."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet

from saathi.agencies import access, bundles
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.intake.models import Report
from saathi.protection.intake.paging import Page, Place, page_of

NO_OUTCOME = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of reports is narrowed to, and where its page begins."""

    outcome: str = ""  # `NO_OUTCOME`: those that still wait for one
    urgency: str = ""
    place: Place = field(default_factory=Place)


def reports(staff: Staff, wanted: Wanted) -> Page[Report]:
    """The reports that this person may read, latest first; one query a page."""
    found = access.visible(staff, Report).defer("sealed")
    if wanted.outcome:
        found = found.filter(outcome="" if wanted.outcome == NO_OUTCOME else wanted.outcome)
    if wanted.urgency:
        found = found.filter(urgency=wanted.urgency)
    return page_of(found, wanted.place, when="received_at")


def colleagues(staff: Staff, report: Report) -> QuerySet[Staff]:
    """Who may go on with a report: colleagues of the office, the one above and those below it.

    Nobody from whom the report is hidden: in such hands it would be lost.
    """
    able = bundles.able(staff.agency_id, Permission.RECORD_REPORT)
    mine = staff.office
    near = Q(office=mine) | Q(office__parent=mine) | Q(office=mine.parent_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hidden_from(%s)", [report.file_id])
        hidden = [principal for (principal,) in cursor.fetchall()]
    return able.filter(near).exclude(pk__in=[staff.pk, *hidden])


def hands(report: Report) -> list[Staff]:
    """Who works on a report now, by name; the office that holds it is not among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_team(%s)", [report.file_id])
        ids = [staff_id for (staff_id,) in cursor.fetchall()]
    return list(Staff.objects.filter(pk__in=ids).order_by("name"))
