"""What waits on My day: urgent work from all domains, and own requests not yet answered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import domains
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.waiting_work import WaitingWork
from saathi.desk.day import queries, wording
from saathi.desk.day.urgent import sort_alerts
from saathi.protection.casework.cases.vocabulary import ApprovalSubject
from saathi.web.components import AlertBox, DueItem

_OWN_REQUESTS: Final = "own_requests"


@dataclass(frozen=True)
class WaitingItems:
    """What must be done at once, and what is waiting."""

    urgent: Sequence[AlertBox]
    waiting: Sequence[DueItem]


def waiting_items(staff: Staff, may: frozenset[Permission], files: list[UUID]) -> WaitingItems:
    """The waiting work of all domains, first as in `urgent.sort_alerts`, then own requests."""
    parts = [part for part in domains.waiting_work() if part.permissions & may]
    values = read_waiting(staff, parts, files)
    boxes = waiting_boxes(staff, parts, files, values)
    lines = [_line(box) for box in sorted(boxes, key=_is_calm) if box.kind != "danger"]
    if files:
        lines += _own_requests(staff, values[_OWN_REQUESTS])
    return WaitingItems(sort_alerts(box for box in boxes if box.kind == "danger"), lines)


def read_waiting(staff: Staff, parts: Sequence[WaitingWork], files: list[UUID]) -> dict[str, Any]:
    """The values of all waiting-work columns for the user, by column name. One query."""
    asked = tuple(part for part in parts if part.column is not None)
    if not asked and not files:
        return {}
    given = [part.column_values(staff) for part in asked]
    numbers = tuple(len(values) for values in given)
    row: dict[str, Any]
    (row,) = _waiting(staff, files, asked, numbers, bool(files), *chain.from_iterable(given))
    return row


@compiled_query
def _waiting(
    staff: Staff,
    files: list[UUID],
    parts: tuple[WaitingWork, ...],
    numbers: tuple[int, ...],
    has_files: bool,  # noqa: FBT001 - a compiled query takes its arguments by position
    *values: Any,
) -> QuerySet[Any, Any]:
    """The column of each part; each takes as many of `values` as its entry in `numbers`."""
    left = iter(values)
    columns = {
        _name(part): cast("Any", part.column)(staff, files, *islice(left, number))
        for part, number in zip(parts, numbers, strict=True)
    }
    if has_files:
        columns[_OWN_REQUESTS] = queries.own_requests_column(staff)
    return Staff.objects.filter(pk=staff.pk).values(**columns)


def waiting_boxes(
    staff: Staff, parts: Sequence[WaitingWork], files: list[UUID], values: dict[str, Any]
) -> list[AlertBox]:
    """The boxes of these parts, in their order."""
    return [
        box
        for part in parts
        for box in part.boxes(staff, files if part.column is None else values[_name(part)])
    ]


def _name(part: WaitingWork) -> str:
    return f"waiting_{part.boxes.__module__}_{part.boxes.__name__}".replace(".", "_")


def _is_calm(box: AlertBox) -> bool:
    return box.kind == "calm"


def _line(box: AlertBox) -> DueItem:
    url = box.action.url if box.action else reverse("desk:my_day")
    return DueItem("", box.title, url, about=box.text)


def _own_requests(staff: Staff, requests: Sequence[dict[str, str]]) -> list[DueItem]:
    """The person's own requests for approval, oldest first."""
    today = staff.office.today()
    return [
        DueItem(
            wording.describe_days(
                (today - staff.office.date_of(dt.datetime.fromisoformat(asked["asked_at"]))).days
            ),
            _("Approval: %(subject)s") % {"subject": ApprovalSubject(asked["subject"]).label},
            reverse("desk:child_file", args=[asked["file_id"]]),
            about=asked["code"],
        )
        for asked in requests
    ]
