"""Entries of placements in Act now: children missing or departed, and exceptions that have expired."""

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import permission_values
from saathi.infra.query_columns import count_column, rows_column
from saathi.people.queries import code_of_file
from saathi.protection.care.placements import queries
from saathi.protection.care.placements.departure_queries import departed_column
from saathi.protection.care.placements.earlier_queries import is_exception_over
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.pending_queries import waits_for_agreement
from saathi.protection.identification.missing import danger
from saathi.protection.identification.missing.rules import SEARCHED_STATES

MAX_SHOWN: Final = 100


def urgent_placements_column(
    staff: Staff,
    _files: object,
    today: dt.date,
    reported_since: dt.date,
    may: frozenset[Permission],
) -> Any:
    """How many exceptions have expired, and the children missing from care, the first who left first.

    A child already listed in Act now through a report of immediate danger is not listed again.
    """
    readable = access.visible(staff, Placement, by_row=True)
    reported = danger.reports_in_act_now(staff, reported_since).filter(
        child_file=OuterRef("file"), state__in=sorted(SEARCHED_STATES)
    )
    left = readable.filter(queries.is_missing()).annotate(
        child_code=code_of_file(staff, by_row=True)
    )
    if Permission.RECORD_REPORT in may:  # whose Act now has these reports
        left = left.filter(~Exists(reported))
    return JSONObject(
        expired=count_column(readable.filter(is_exception_over(staff, today)), queries.MAX_COUNTED),
        departed=departed_column(readable, staff),
        not_agreed=_not_agreed_column(readable, staff),
        missing=rows_column(
            left.order_by("ended_on", "pk")[:MAX_SHOWN],
            file_id="file_id",
            child_id="child_id",
            code="child_code",
            on="ended_on",
        ),
    )


def _not_agreed_column(readable: QuerySet[Placement], staff: Staff) -> Any:
    """The children in emergency shelter to which no second person has agreed, the first first."""
    found = readable.filter(waits_for_agreement()).annotate(
        child_code=code_of_file(staff, by_row=True)
    )
    return rows_column(
        found.order_by("started_on", "pk")[:MAX_SHOWN],
        file_id="file_id",
        child_id="child_id",
        code="child_code",
        on="started_on",
        at="recorded_at",
    )


def urgent_placements_values(staff: Staff) -> tuple[dt.date, dt.date, frozenset[Permission]]:
    """The arguments of `urgent_placements_column`."""
    return (staff.office.today(), *danger.closed_since(staff), *permission_values(staff))
