"""Lists by the time something happened, latest first, page by page: no page costs more than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Q, QuerySet
from django.http import QueryDict

from saathi.agencies.models import Scoped
from saathi.web.paging import Key
from saathi.web.parts import Empty, Table

PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list begins: the key it stands before, going back in time, or after."""

    before: str = ""
    after: str = ""

    @classmethod
    def in_address(cls, asked: QueryDict) -> Self:
        """The place that the address of a page names."""
        return cls(asked.get("before", ""), asked.get("after", ""))


@dataclass(frozen=True)
class ListPage:
    """A list as its page draws it: the table, or what to do where there is none; the pages beside it."""

    table: Table | None
    empty: Empty | None
    pager: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Page[RecordT: Scoped]:
    """At most fifty records, latest first, and the keys of the pages beside this one."""

    rows: Sequence[RecordT]
    before: str | None
    after: str | None

    @property
    def pager(self) -> dict[str, str | None]:
        """The keys as the pager of a page takes them."""
        return {"before": self.before, "after": self.after}


def page_of[RecordT: Scoped](found: QuerySet[RecordT], place: Place, *, when: str) -> Page[RecordT]:
    """One page of records by the column `when`; one query."""
    later, earlier = Key.of(place.after), Key.of(place.before)
    if later is not None:
        rows = list(_beside(found, when, "gt", later).order_by(when, "pk")[: PAGE + 1])
        newest = list(reversed(rows[:PAGE]))
        return _page(newest, when, before=True, after=len(rows) > PAGE)
    if earlier is not None:
        found = _beside(found, when, "lt", earlier)
    rows = list(found.order_by(f"-{when}", "-pk")[: PAGE + 1])
    return _page(rows[:PAGE], when, before=len(rows) > PAGE, after=earlier is not None)


def _beside[RecordT: Scoped](
    found: QuerySet[RecordT], when: str, side: str, key: Key
) -> QuerySet[RecordT]:
    return found.filter(Q((f"{when}__{side}", key.at)) | Q((when, key.at), (f"pk__{side}", key.pk)))


def _page[RecordT: Scoped](
    rows: Sequence[RecordT], when: str, *, before: bool, after: bool
) -> Page[RecordT]:
    return Page(
        rows,
        key(rows[-1], when) if rows and before else None,
        key(rows[0], when) if rows and after else None,
    )


def key(record: Scoped, when: str) -> str:
    """Where a record stands in the list, for the address of the next page: a time and an id."""
    return str(Key(getattr(record, when), record.pk))
