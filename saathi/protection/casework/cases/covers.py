"""Current seats of a team, and cover during leave: who covers which case until when."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from saathi.agencies.access import FileRights
from saathi.agencies.actions.rights import SeatRights
from saathi.agencies.models import Staff
from saathi.infra.any_of import AnyOf
from saathi.protection.casework.cases.models import Case, Seat


def current_seats(seats: QuerySet[Seat], today: dt.date) -> QuerySet[Seat]:
    """The seats that have not ended, neither by hand nor, as cover, after their last day."""
    return seats.filter(Q(until_on=None) | Q(until_on__gte=today), ended_on=None)


def current_covers(cases: Sequence[UUID], today: dt.date) -> dict[UUID, Seat]:
    """The seat of the colleague who covers for the worker now, by case. One query."""
    seats = Seat.objects.filter(AnyOf("case_id", cases), ended_on=None, until_on__gte=today)
    return {seat.case_id: seat for seat in seats.select_related("staff").order_by("until_on")}


def covers_case(staff: Staff, case: Case) -> bool:
    """Whether this person covers for the worker of the case now."""
    return _seats_of(staff, staff.office.today()).filter(case=case).exists()


def cover_column(rights: FileRights, today: dt.date) -> Subquery:
    """A subquery for cases: who covers for the worker until when, as an object; None without cover."""
    seats = rights.records(Seat).filter(case=OuterRef("pk"), ended_on=None, until_on__gte=today)
    result = JSONObject(staff=F("staff_id"), name=F("staff__name"), until_on=F("until_on"))
    return Subquery(seats.order_by("-until_on").values(found=result)[:1])


def is_covered_by(staff: Staff, case_column: str, today: dt.date) -> Func:
    """The condition that a row belongs to a case that `staff` covers now.

    The keys of the cases are read once, so that the index of the column is used even within an OR.
    """
    seats = _seats_of(staff, today).values("case_id")
    return Func(
        F(case_column),
        ArraySubquery(seats),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def own_cover_until(staff: Staff, today: dt.date) -> Subquery:
    """A subquery for cases: until when `staff` covers for the worker; None if they do not."""
    seats = _seats_of(staff, today).filter(case=OuterRef("pk"))
    return Subquery(seats.order_by("-until_on").values("until_on")[:1])


def seat_rights(seat: Seat) -> SeatRights:
    """The rights that a taken seat grants; those of cover end with its last day, in office time."""
    assert seat.staff is not None
    return SeatRights(seat.staff, seat.role, _ends_at(seat))


def _ends_at(seat: Seat) -> dt.datetime | None:
    if seat.until_on is None:
        return None
    return seat.case.office.start_of(seat.until_on + dt.timedelta(days=1))


def _seats_of(staff: Staff, today: dt.date) -> QuerySet[Seat, Any]:
    return Seat.objects.filter(staff=staff.id, ended_on=None, until_on__gte=today)
