"""Offices and their calendars. An office never moves in the tree: that would expose its files."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from saathi import audit
from saathi.agencies import access, definer_functions
from saathi.agencies.models import Holiday, Office, Staff
from saathi.agencies.permissions import Permission


@dataclass(frozen=True)
class OfficeInput:
    """The details of an office, apart from its place in the tree."""

    name: str
    district: str = ""
    time_zone: str = "UTC"
    weekend: list[int] = field(default_factory=list)


class OfficeHasStaff(Exception):
    """An office with active staff cannot be closed."""


@transaction.atomic
def create_office(*, actor: Staff, below: Office | None, level: str, new: OfficeInput) -> UUID:
    """The id of the new office; those who lead the offices above also lead it."""
    access.require(actor, Permission.MANAGE_OFFICES)

    values = [
        below.id if below else None,
        new.name,
        level,
        new.district,
        new.time_zone,
        Jsonb(new.weekend),
    ]
    [office_id] = definer_functions.make_changes(
        [("office_add", values)], by=actor.id
    )  # raises IntegrityError if the name is taken
    new_id = UUID(office_id)

    _log_office(actor, new_id, "added")
    return new_id


@transaction.atomic
def update_office(*, actor: Staff, office: Office, new: OfficeInput, stays_open: bool) -> None:
    """Changes an office's name, place and working week, or closes it.

    Raises `OfficeHasStaff` if an office to be closed has active staff.
    """
    access.require(actor, Permission.MANAGE_OFFICES)

    if not stays_open and office.staff.filter(is_active=True).exists():
        raise OfficeHasStaff

    values: list[Any] = [
        office.id,
        new.name,
        new.district,
        new.time_zone,
        Jsonb(new.weekend),
        stays_open,
    ]
    definer_functions.make_changes([("office_change", values)], by=actor.id)

    _log_office(actor, office.id, "changed" if stays_open else "closed")


@transaction.atomic
def add_holiday(*, actor: Staff, office: Office, on: dt.date, name: str) -> Holiday:
    """The new holiday, on which this office is closed; deadlines in office days skip it."""
    access.require(actor, Permission.MANAGE_OFFICES)

    holiday_id = definer_functions.make_change("holiday_set", [office.id, on, name], by=actor.id)

    _log_office(actor, office.id, "holiday_added")
    return Holiday(id=UUID(holiday_id), office=office, on=on, name=name)


@transaction.atomic
def remove_holiday(*, actor: Staff, office: Office, holiday_id: UUID) -> None:
    """Removes a holiday: the office is open on that day."""
    access.require(actor, Permission.MANAGE_OFFICES)

    definer_functions.make_change("holiday_remove", [office.id, holiday_id], by=actor.id)

    _log_office(actor, office.id, "holiday_removed")


def _log_office(actor: Staff, office_id: UUID, action: str) -> None:
    audit.record(
        audit.AuditKind.OFFICE_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[office_id],
        detail={"action": action, "office": office_id},
    )
