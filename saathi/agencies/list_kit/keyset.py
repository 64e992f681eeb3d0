"""Keyset pages of a sorted list: every page costs the same, however long the list is.

The address holds only the id of the row before or after which a page lies. The row's value in the
sorted column is looked up rather than sent, because it may be a name. An empty value comes last in
ascending order, as in the indexes of PostgreSQL.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from saathi.web.paging import requested_key

MAX_NUMBERED_PAGES = 40  # of `?page=`; beyond it, only keys


@dataclass(frozen=True, slots=True)
class ListPosition:
    """Where a page lies: before or after a row, or by number near the beginning."""

    before: UUID | None = None
    after: UUID | None = None
    page: int = 1

    @classmethod
    def from_query(cls, query: QueryDict) -> "ListPosition":
        """The position in an address; the first page for anything else."""
        number = query.get("page", "")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 1
        return cls(
            requested_key(query.get("before", "")),
            requested_key(query.get("after", "")),
            min(max(page, 1), MAX_NUMBERED_PAGES),
        )


@dataclass(frozen=True)
class KeysetPage[RecordT: Model]:
    """The rows of a page, and the ids for the addresses of the previous and the next page."""

    rows: Sequence[RecordT]
    before: UUID | None = None
    after: UUID | None = None


def fetch_keyset_page[RecordT: Model](
    records: QuerySet[RecordT],
    among: QuerySet[RecordT],
    *,
    field: str,
    position: ListPosition,
    size: int,
) -> KeysetPage[RecordT]:
    """The page at a position of `records`, sorted by `field` (a minus for descending order).

    `among` are all records of the list without filters: the row at the position may no longer match
    the filter. If that row is gone, the first page is returned. At most two queries, three if the
    page reaches the rows without a value.
    """
    if position.after is not None and (found := _value(among, field, position.after)):
        rows = _fetch(records, field, found, size + 1)
        return _page(rows[:size], has_before=True, has_after=len(rows) > size)
    if position.before is not None and (found := _value(among, field, position.before)):
        rows = _fetch(records, _reversed(field), found, size + 1)
        return _page(rows[:size][::-1], has_before=len(rows) > size, has_after=True)
    start = (position.page - 1) * size
    rows = list(sorted_records(records, field)[start : start + size + 1])
    return _page(rows[:size], has_before=start > 0, has_after=len(rows) > size)


def _value(among: QuerySet[Any], field: str, key: UUID) -> tuple[Any, UUID] | None:
    """The value of the row in the sorted column, with its id; None if the row is gone."""
    values = among.filter(pk=key).values_list(field.lstrip("-"), flat=True)
    result = list(values[:1])
    return (result[0], key) if result else None


def _reversed(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def sorted_records[RecordT: Model](records: QuerySet[RecordT], field: str) -> QuerySet[RecordT]:
    """The records sorted by `field`; rows of equal value by their ids, in the same direction."""
    return records.order_by(field, "-pk" if field.startswith("-") else "pk")


def _fetch[RecordT: Model](
    records: QuerySet[RecordT], field: str, found: tuple[Any, UUID], number: int
) -> list[RecordT]:
    """The next rows behind a row: first the rest of its part of the list, then the other part."""
    rows: list[RecordT] = []
    for condition in _parts(field, found):
        rows += sorted_records(records.filter(condition), field)[: number - len(rows)]
        if len(rows) == number:
            break
    return rows


def _parts(field: str, found: tuple[Any, UUID]) -> Iterator[Q]:
    """The conditions for the rows behind a row; rows without a value form a separate part.

    The outer comparison is implied by the inner ones and lets PostgreSQL start within the index.
    """
    value, key = found
    name, is_descending = field.lstrip("-"), field.startswith("-")
    side = "lt" if is_descending else "gt"
    is_empty, has_value = Q((f"{name}__isnull", True)), Q((f"{name}__isnull", False))
    further = Q((f"pk__{side}", key))
    if value is None:
        yield is_empty & further
        if is_descending:
            yield has_value
        return
    yield Q((f"{name}__{side}e", value)) & (Q((f"{name}__{side}", value)) | further)
    if not is_descending:
        yield is_empty


def _page[RecordT: Model](
    rows: Sequence[RecordT], *, has_before: bool, has_after: bool
) -> KeysetPage[RecordT]:
    return KeysetPage(
        rows,
        rows[0].pk if rows and has_before else None,
        rows[-1].pk if rows and has_after else None,
    )
