"""How a domain declares work that waits on My day, and the values that its columns need."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.web.components import AlertBox


def _no_values(_staff: Staff) -> tuple[()]:
    return ()


def office_today_values(staff: Staff) -> tuple[dt.date]:
    """The values for columns that need today's date at the office."""
    return (staff.office.today(),)


def permission_values(staff: Staff) -> tuple[frozenset[Permission]]:
    """The values for columns that include more for some permissions."""
    return (staff.permissions,)


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """Alert boxes of My day about work that waits, for staff with one of `permissions`.

    `column` is a part of the one query for all waiting work (`infra.query_columns`), and `boxes`
    gets its value; without a `column`, `boxes` gets the files. The column is built from the staff
    member, the files of their open cases and the result of `column_values`: the query is compiled
    once (`compiled_queries`), so a column must read nothing else.
    """

    place: int
    permissions: frozenset[Permission]
    boxes: Callable[[Staff, Any], list[AlertBox]]
    column: Callable[..., Any] | None = None
    column_values: Callable[[Staff], tuple[Any, ...]] = _no_values
