"""What waits for a person besides the requests and duties of cases: decisions, and days of a calendar.

A domain declares each kind in its `Domain.decisions` and `Domain.calendar`; the common page of approvals and
the calendar show them all.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies.models import Staff
from saathi.web.components import Text


@dataclass(frozen=True, slots=True)
class PendingDecisions:
    """One kind of record that waits.

    `find` gets the staff member and returns the records on which this person may decide, not their
    own work; `since` is the column with the day or moment since when they wait, `by` that of whoever
    submitted them. What is an emergency (`is_emergency`, a column) or ends soon (`ends`, a column with a
    day) comes first. `page` is the URL name of the page where it is decided, `of` its arguments.
    """

    code: str  # in the address of the page
    label: Text
    find: Callable[[Staff], QuerySet[Any]]
    since: str
    page: str
    by: str = "recorded_by"
    of: tuple[str, ...] = ("file",)  # of "file" and "id"
    ends: str = ""
    is_emergency: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day on which something is due that is no duty of a case: what, about which record, and its page."""

    on: dt.date
    text: Text
    about: str
    url: str
    file_id: UUID | None = None  # the child's file of which it tells something


# The entries of a staff member's calendar between two days, at most so many.
type CalendarSource = Callable[[Staff, dt.date, dt.date, int], list[CalendarEntry]]
