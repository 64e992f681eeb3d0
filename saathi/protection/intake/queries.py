"""Reads of reports of a concern: the list of what one may see, page by page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from saathi.agencies import access, bundles
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.intake.models import Report

PAGE = 50
NO_OUTCOME = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of reports is narrowed to, and where its page begins."""

    outcome: str = ""  # `NO_OUTCOME`: those that still wait for one
    urgency: str = ""
    before: str = ""  # the key of the report that the page stands before, going back in time
    after: str = ""


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """At most fifty reports, latest first, and the keys of the pages beside this one."""

    reports: Sequence[Report]
    before: str | None
    after: str | None


def reports(staff: Staff, wanted: Wanted) -> ReportsPage:
    """The reports that this person may read, latest first; one query a page."""
    found = access.visible(staff, Report).defer("sealed")
    if wanted.outcome:
        found = found.filter(outcome="" if wanted.outcome == NO_OUTCOME else wanted.outcome)
    if wanted.urgency:
        found = found.filter(urgency=wanted.urgency)
    later = _key(wanted.after)
    earlier = _key(wanted.before)
    if later is not None:
        at, last = later
        newer = found.filter(Q(received_at__gt=at) | Q(received_at=at, pk__gt=last))
        rows = list(newer.order_by("received_at", "pk")[: PAGE + 1])
        return _page(list(reversed(rows[:PAGE])), before=True, after=len(rows) > PAGE)
    if earlier is not None:
        at, last = earlier
        found = found.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=last))
    rows = list(found.order_by("-received_at", "-pk")[: PAGE + 1])
    return _page(rows[:PAGE], before=len(rows) > PAGE, after=earlier is not None)


def _page(rows: Sequence[Report], *, before: bool, after: bool) -> ReportsPage:
    return ReportsPage(
        rows,
        key(rows[-1]) if rows and before else None,
        key(rows[0]) if rows and after else None,
    )


def key(report: Report) -> str:
    """Where a report stands in the list, for the address of the next page: a time and an id."""
    return f"{int(report.received_at.timestamp() * 1_000_000)}_{report.pk}"


def _key(text: str) -> tuple[dt.datetime, UUID] | None:
    """The time and the id of a key; None for anything else, which shows the first page."""
    micros, _, report_id = text.partition("_")
    try:
        seconds, rest = divmod(int(micros), 1_000_000)
        at = dt.datetime.fromtimestamp(seconds, tz=dt.UTC).replace(microsecond=rest)
        return at, UUID(report_id)
    except (ValueError, OverflowError, OSError):
        return None


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
