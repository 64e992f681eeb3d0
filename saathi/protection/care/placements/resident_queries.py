"""Reads about the residents of one facility that was stopped: their reviews, and whose step these are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import DateField, Exists, Func, IntegerField, OuterRef, Q

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.infra.query_columns import rows_column
from saathi.protection.care.facilities.models import Facility, PlacementStop
from saathi.protection.care.inspections.models import FacilityNotice, Inspection
from saathi.protection.care.inspections.queries import is_barred
from saathi.protection.care.placements.models import PlacementReview
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES

MAX_FACILITIES: Final = 50


def open_stop_reviews(facility_id: UUID) -> tuple[int, dt.date | None]:
    """How many residents wait for a review because of a stop, and the first day one is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, first_due FROM placement_stop_reviews(%s)", [facility_id])
        number, first_due = cursor.fetchone()
    return int(number), first_due


@dataclass(frozen=True)
class FailedCriterion:
    """A criterion that a facility did not meet; without a code if none was recorded as not met."""

    code: str | None
    text: str | None
    is_critical: bool | None
    held_on: dt.date
    reinspect_by: dt.date | None


def failed_criteria(review: PlacementReview) -> list[FailedCriterion]:
    """What the facility did not meet in the inspection that made a review due, critical ones first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placement_review_criteria(%s)", [review.pk])
        return [FailedCriterion(*row) for row in cursor.fetchall()]


def stopping_notice(review: PlacementReview) -> FacilityNotice | None:
    """The notice that made a review due; None if something else did."""
    return FacilityNotice.objects.filter(pk=review.source_id).first() if review.source_id else None


def case_workers(files: Iterable[UUID], staff: Staff) -> dict[UUID, str]:
    """The name of the case worker of each file with an open case that this person may read."""
    readable = access.visible(staff, Case, by_row=True)
    cases = readable.filter(file_id__in=list(files), status__in=OPEN_STATUSES)
    workers = dict(cases.order_by("opened_on").values_list("file_id", "worker_id"))
    names = names_of(list(workers.values()))
    return {file_id: names[worker] for file_id, worker in workers.items() if worker in names}


def waiting_residents_column(staff: Staff, _files: object) -> Any:
    """The facilities that the agency's inspectors stopped and whose residents wait for a review.

    None with which the person declared a connection. The number names no child.
    """
    ours = (
        rows.filter(pk=OuterRef("source_id"), agency=staff.agency_id)
        for rows in (Inspection.objects, FacilityNotice.objects)
    )
    by_us = Q(*(Exists(rows) for rows in ours), _connector=Q.OR)
    stops = PlacementStop.objects.filter(by_us, facility=OuterRef("pk"), ended_on=None)
    rows = Facility.objects.filter(Exists(stops), ~is_barred(staff, "pk")).annotate(
        waiting=_of_reviews("number", IntegerField()),
        first_due=_of_reviews("first_due", DateField()),
    )
    return rows_column(
        rows.filter(waiting__gt=0).order_by("first_due", "pk")[:MAX_FACILITIES],
        id="pk",
        name="name",
        district="district",
        country="country",
        waiting="waiting",
        first_due="first_due",
    )


def _of_reviews(column: str, field: Any) -> Func:
    template = f"(SELECT r.{column} FROM placement_stop_reviews(%(expressions)s) r)"  # noqa: S608 - ours
    return Func("pk", template=template, output_field=field)
