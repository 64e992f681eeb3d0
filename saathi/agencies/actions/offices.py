"""Offices and their calendars. An office never moves in the tree: that would open its files."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from saathi import audit
from saathi.agencies import access, warden
from saathi.agencies.models import Holiday, Office, Staff
from saathi.agencies.permissions import Permission


@dataclass(frozen=True)
class OfficeFacts:
    """What can be said of an office beside its place in the tree."""

    name: str
    district: str = ""
    time_zone: str = "UTC"
    weekend: list[int] = field(default_factory=list)


class StillWorkedIn(Exception):
    """An office in which somebody works cannot be closed."""


@transaction.atomic
def add(*, by: Staff, below: Office | None, level: str, facts: OfficeFacts) -> UUID:
    """The id of the new office; who leads the offices above leads it too."""
    access.require(by, Permission.MANAGE_OFFICES)

    values = [
        below.id if below else None,
        facts.name,
        level,
        facts.district,
        facts.time_zone,
        Jsonb(facts.weekend),
    ]
    [made] = warden.changes([("office_add", values)], by=by.id)  # a name taken: IntegrityError
    new_id = UUID(made)

    _note(by, new_id, "added")
    return new_id


@transaction.atomic
def change(*, by: Staff, office: Office, facts: OfficeFacts, stays_open: bool) -> None:
    """The office with another name, place or week; or closed, when nobody works there."""
    access.require(by, Permission.MANAGE_OFFICES)

    if not stays_open and office.staff.filter(is_active=True).exists():
        raise StillWorkedIn

    values: list[Any] = [
        office.id,
        facts.name,
        facts.district,
        facts.time_zone,
        Jsonb(facts.weekend),
        stays_open,
    ]
    warden.changes([("office_change", values)], by=by.id)

    _note(by, office.id, "changed" if stays_open else "closed")


@transaction.atomic
def add_holiday(*, by: Staff, office: Office, on: dt.date, name: str) -> Holiday:
    """The day on which this office does not work; deadlines in office days pass it over."""
    access.require(by, Permission.MANAGE_OFFICES)

    holiday_id = warden.change("holiday_set", [office.id, on, name], by=by.id)

    _note(by, office.id, "holiday_added")
    return Holiday(id=UUID(holiday_id), office=office, on=on, name=name)


@transaction.atomic
def remove_holiday(*, by: Staff, office: Office, holiday_id: UUID) -> None:
    """The office works on that day after all."""
    access.require(by, Permission.MANAGE_OFFICES)

    warden.change("holiday_remove", [office.id, holiday_id], by=by.id)

    _note(by, office.id, "holiday_removed")


def _note(by: Staff, office_id: UUID, action: str) -> None:
    audit.record(
        audit.Kind.OFFICE_CHANGED,
        by=by.id,
        agency=by.agency_id,
        objects=[office_id],
        detail={"action": action, "office": office_id},
    )
