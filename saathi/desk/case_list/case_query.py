"""Finds the cases of a page: the database chooses and sorts them (`functions/case_list.sql`)."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import connection

from saathi.agencies.list_kit.keyset import ListPosition
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES

# Readers who lead more open cases see them office by office: each case is checked on every view.
# Stored counts would reveal a file to people that it is hidden from (`desk.led_offices`).
MAX_CASES = 5000
ANY_DUTY, NOT_ASSESSED, NEVER_MET = "any", "-", -1


@dataclass(frozen=True)
class CaseFilter:
    """A filter of the cases that a reader may read; empty values do not filter."""

    statuses: Sequence[str] = OPEN_STATUSES
    stage: str = ""
    risk: str = ""  # a level, or NOT_ASSESSED
    gender: str = ""
    age_low: int | None = None
    age_high: int | None = None
    worker: UUID | None = None
    office: UUID | None = None
    overdue: str = ""  # a duty, or ANY_DUTY
    flagged: bool = False
    in_danger: bool = False
    days_without_contact: int | None = None  # or NEVER_MET
    concern: str = ""
    opened_month: dt.date | None = None  # the first day of the month
    closed_month: dt.date | None = None
    visited_month: dt.date | None = None


@dataclass(frozen=True)
class FoundCases:
    """The ids of a page of cases in order, and the number of all that match.

    `office` is the one office to which the list was limited because there are too many cases; with
    `is_cut`, only those of the highest risk are listed.
    """

    ids: Sequence[UUID]
    count: int
    office: UUID | None
    has_before: bool
    has_after: bool
    is_cut: bool = False


def find_cases(
    staff: Staff, chosen: CaseFilter, *, order: str, position: ListPosition, size: int
) -> FoundCases:
    """The cases at a position, in one of the list's orders (a minus for descending). One query."""
    asked = {
        **{name: value for name, value in asdict(chosen).items() if value not in (None, "")},
        "order": order.lstrip("-"),
        "descending": order.startswith("-"),
        "anchor": position.after or position.before,
        "backwards": position.after is None and position.before is not None,
        "most": size,
        "most_cases": MAX_CASES,
    }
    return _found(asked, staff.office.today())


def _found(asked: dict[str, object], today: dt.date) -> FoundCases:
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_list_page(%s, %s)", [json.dumps(asked, default=str), today])
        row = cursor.fetchone()[0]
    values = json.loads(row) if isinstance(row, str) else row
    return FoundCases(
        [UUID(key) for key in values["ids"]],
        values["count"],
        UUID(values["office"]) if values["office"] else None,
        values["has_before"],
        values["has_after"],
        values["is_cut"],
    )
