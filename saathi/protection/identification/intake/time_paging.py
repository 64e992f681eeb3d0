"""Lists ordered by time, latest first, paged by keys: every page costs the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Q, QuerySet
from django.http import QueryDict

from saathi.agencies.models import Scoped
from saathi.web.components import DisplayTable, EmptyState
from saathi.web.paging import PageKey

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PagePosition:
    """The position of a page: the key before which it lies, going back in time, or after which."""

    before: str = ""
    after: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The position given by the URL query of a page."""
        return cls(query.get("before", ""), query.get("after", ""))


@dataclass(frozen=True)
class RecordListPage:
    """A list for display: the table or its empty state, and links to adjacent pages."""

    table: DisplayTable | None
    empty: EmptyState | None
    pager: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class RecordPage[RecordT: Scoped]:
    """At most fifty records, latest first, and the keys of the adjacent pages."""

    rows: Sequence[RecordT]
    before: str | None
    after: str | None

    @property
    def pager(self) -> dict[str, str | None]:
        """The keys for the pager of a page."""
        return {"before": self.before, "after": self.after}


def fetch_page[RecordT: Scoped](
    queryset: QuerySet[RecordT], position: PagePosition, *, when: str
) -> RecordPage[RecordT]:
    """One page of records ordered by the column `when`; one query."""
    later, earlier = PageKey.from_text(position.after), PageKey.from_text(position.before)
    if later is not None:
        rows = list(_beyond_key(queryset, when, "gt", later).order_by(when, "pk")[: PAGE_SIZE + 1])
        newest = list(reversed(rows[:PAGE_SIZE]))
        return _page(newest, when, before=True, after=len(rows) > PAGE_SIZE)
    if earlier is not None:
        queryset = _beyond_key(queryset, when, "lt", earlier)
    rows = list(queryset.order_by(f"-{when}", "-pk")[: PAGE_SIZE + 1])
    return _page(rows[:PAGE_SIZE], when, before=len(rows) > PAGE_SIZE, after=earlier is not None)


def _beyond_key[RecordT: Scoped](
    queryset: QuerySet[RecordT], when: str, side: str, key: PageKey
) -> QuerySet[RecordT]:
    return queryset.filter(
        Q((f"{when}__{side}", key.at)) | Q((when, key.at), (f"pk__{side}", key.pk))
    )


def _page[RecordT: Scoped](
    rows: Sequence[RecordT], when: str, *, before: bool, after: bool
) -> RecordPage[RecordT]:
    return RecordPage(
        rows,
        position_key(rows[-1], when) if rows and before else None,
        position_key(rows[0], when) if rows and after else None,
    )


def position_key(record: Scoped, when: str) -> str:
    """The key of a record's position in the list, for the URL of the next page: a time and an id."""
    return str(PageKey(getattr(record, when), record.pk))
