"""Counts the reader's own cases month by month (`functions/own_figures.sql`)."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saathi.agencies.models import Office, Staff

# Readers of more cases get the figures of one office: the right to each case is checked on every
# view.
MAX_CASES = 5000


class MonthFigures(NamedTuple):
    """The figures of one month; `open`, `high` and `overdue` are those at its end."""

    month: dt.date
    open: int
    opened: int
    closed: int
    high: int
    overdue: int
    visits: int
    reports: int


@dataclass(frozen=True)
class OwnFigures:
    """The last twelve months, oldest first; `office` if they are those of one office."""

    months: Sequence[MonthFigures]
    office: UUID | None
    is_cut: bool  # even one office has too many cases
    has_reports: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that the reader may read."""
        return not any(any(figures[1:]) for figures in self.months)


def load_own_figures(office: UUID | None, on: dt.date) -> OwnFigures:
    """The figures of what this person may read, or of one of their offices. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT own_figures(%s, %s, %s)", [office, on, MAX_CASES])
        row = cursor.fetchone()[0]
    values = json.loads(row) if isinstance(row, str) else row
    months = [
        MonthFigures(**{**month, "month": dt.date.fromisoformat(month["month"])})
        for month in values["months"]
    ]
    of_office = UUID(values["office"]) if values["office"] else None
    return OwnFigures(months, of_office, values["is_cut"], values.get("reports_known", False))


def list_own_offices(staff: Staff) -> list[tuple[UUID, str]]:
    """The offices for which a staff member acts; one query if they act for several."""
    if len(staff.acts_as) <= 2:
        return [(staff.office_id, staff.office.name)]
    offices = Office.objects.filter(pk__in=staff.acts_as).order_by("name")
    return list(offices.values_list("pk", "name"))
