"""By which way a record is collected: said where data comes in, kept with each new record, told on pages.

Who handles a request, an import or a load says the way once (`collecting`); a record that comes by another
way than the rest of its action says so itself (`mark`). `agencies.writing` keeps it with the record, by the
statement that proves its values. Nothing is assumed: a record that is written where nobody said the way
has none, and pages say that it was not recorded.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from saathi.agencies.change_proofs import prove_change
from saathi.agencies.models import Scoped
from saathi.agencies.vocabulary import CollectionMethod

# With this header a browser sends a form that it kept while there was no connection (`web/unsent.js`).
KEPT_HEADER = "X-Saathi-Kept"

_KEEP = "collection_keep"
_MARK = "collected_by"
_current: ContextVar[CollectionMethod | None] = ContextVar("collection_method", default=None)

type Kept = Sequence[tuple[str, str, str]]


@contextmanager
def collecting(method: CollectionMethod) -> Iterator[None]:
    """Inside the block, new records are collected by this way."""
    before = _current.set(method)
    try:
        yield
    finally:
        _current.reset(before)


def method_of_request(request: HttpRequest) -> CollectionMethod:
    """The way by which records of this request are collected: on screen, or offline and sent later."""
    is_kept = request.headers.get(KEPT_HEADER) == "1"
    return CollectionMethod.OFFLINE if is_kept else CollectionMethod.SCREEN


def mark[RecordT: Scoped](record: RecordT, method: CollectionMethod) -> RecordT:
    """The new record, which is collected by this way whatever the rest of the action."""
    record.__dict__[_MARK] = method
    return record


def describe(records: Iterable[Scoped]) -> Kept:
    """Record, file and way of each new record of which the way is known."""
    ways = ((record, record.__dict__.get(_MARK) or _current.get()) for record in records)
    return [(str(record.pk), str(record.file_id), str(way)) for record, way in ways if way]


def keeping_call(kept: Kept, *, by: UUID) -> tuple[str, list[str]]:
    """The call that keeps these ways, as a part of a SELECT, and its values."""
    body = json.dumps([json.dumps(kept)])
    return "change_make(%s, %s, %s)", [_KEEP, body, prove_change(_KEEP, body, actor=by)]


def keep(records: Iterable[Scoped], *, by: UUID) -> None:
    """Keeps the ways of records that a function of the database has written."""
    if kept := describe(records):
        call, values = keeping_call(kept, by=by)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {call}", values)


def methods_of(file_id: UUID, records: Iterable[UUID]) -> dict[UUID, CollectionMethod]:
    """The ways by which these records of a file were collected, as far as they were recorded. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record, method FROM collection_methods(%s, %s::uuid[])",
            [file_id, list(records)],
        )
        return {record: CollectionMethod(method) for record, method in cursor.fetchall()}
