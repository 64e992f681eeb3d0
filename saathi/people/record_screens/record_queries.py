"""Finds the records that a page shows: by a query of a file or of a record, or by an id."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.utils.translation import gettext

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff

MAX_LISTED = 100  # of one kind on the page of a child


class ShownRecords(NamedTuple):
    """The first records of a query, which a page shows; `limit` is their number if there are more."""

    records: list[Scoped]
    limit: int = 0


def limit_notes(lists: Iterable[ShownRecords]) -> list[str]:
    """Notes on the page's lists that do not show all records; none of one that shows the newest alone."""
    text = gettext(
        "A list on this page has more than %(count)s entries. Only the first %(count)s are shown."
    )
    return [text % {"count": limit} for limit in sorted({shown.limit for shown in lists} - {0, 1})]


def _first_records(found: models.QuerySet[Any], most: int) -> ShownRecords:
    fetched = list(found[: most + 1])
    return ShownRecords(fetched[:most], most) if len(fetched) > most else ShownRecords(fetched)


class RecordQuery:
    """The latest records of one kind in a file that the reader may read, in the given order."""

    def __init__(self, model: type[Scoped], *order: str, related: Sequence[str] = ()) -> None:
        self.model, self.order, self.related = model, (*order, "-recorded_at"), related

    def list_records(self, staff: Staff, file_id: UUID) -> ShownRecords:
        """The records, at most a hundred, with the related rows."""
        found = access.rights(staff, file_id).records(self.model)
        if self.related:
            found = found.select_related(*self.related)
        return _first_records(found.order_by(*self.order), MAX_LISTED)


class OwnedQuery:
    """The latest records of one kind that belong to the record of a page, through the field `owner`."""

    def __init__(self, model: type[Scoped], owner: str, *order: str, most: int = 50) -> None:
        self.model, self.owner, self.order, self.most = model, owner, (*order, "-recorded_at"), most

    def list_opened(self, staff: Staff, record: models.Model) -> ShownRecords:
        """The records that the reader may read, at most `most`, with their texts opened."""
        result = access.visible(staff, self.model).filter(**{self.owner: record})
        shown = _first_records(result.order_by(*self.order), self.most)
        records.open_texts_of_each(shown.records)
        return shown


def record_loader[RecordT: Scoped](
    model: type[RecordT], may_open: Callable[[RecordT, Staff], bool] | None = None
) -> Callable[[Staff, UUID], RecordT]:
    """A loader that finds a record by its id and logs the view; 404 for those who may not read it.

    `may_open` restricts it further, such as to the person it is assigned to.
    """

    def load(staff: Staff, record_id: UUID) -> RecordT:
        record = access.get(staff, model, record_id)
        if may_open is not None and not may_open(record, staff):
            raise access.NotAllowed
        return record

    return load


def row_loader[RowT: models.Model](
    query: Callable[[Staff], models.QuerySet[RowT]],
) -> Callable[[Staff, UUID], RowT]:
    """A loader that finds a row of a query by its id; 404 if the reader's query lacks it."""

    def load(staff: Staff, row_id: UUID) -> RowT:
        row = query(staff).filter(pk=row_id).first()
        if row is None:
            raise access.NotAllowed
        return row

    return load


def load_current_staff(staff: Staff) -> Staff:
    """The member of staff who opens a page that is not about a record yet."""
    return staff
