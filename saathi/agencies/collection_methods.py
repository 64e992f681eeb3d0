"""How a record was collected: stated where data comes in, stored with each new record, shown on pages.

The code that handles a request, an import or a load states the method once
(`use_collection_method`); a record that comes by another method states it itself
(`set_collection_method`). `agencies.writing` stores the method with the record. Nothing is stored
for records that staff enter on screen, so that no save costs more. If no method was stated, the
record is stored as unknown; records from before methods were stored are recognised by when they
were recorded. Pages show "Not recorded" for both.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection
from django.db.models import Value
from django.http import HttpRequest

from saathi.agencies.change_proofs import prove_change
from saathi.agencies.models import RecordCollectionMethod, Scoped, Staff
from saathi.agencies.vocabulary import CollectionMethod

# With this header a browser sends a form that it kept while there was no connection (`web/unsent.js`).
KEPT_HEADER = "X-Saathi-Kept"

_KEEP = "collection_keep"
_MARK = "collected_by"
_current: ContextVar[CollectionMethod | None] = ContextVar("collection_method", default=None)

# A record without a row of its own was entered on screen, unless it is older than the keeping of ways.
_METHODS = """
SELECT r.id, CASE
    WHEN EXISTS (SELECT FROM vault_erasure e WHERE e.file_id = %s) THEN ''
    WHEN kept.record_id IS NOT NULL THEN kept.method
    WHEN r.recorded_at >= start.since THEN 'screen'
    ELSE coalesce(start.earlier, '') END
  FROM unnest(%s::uuid[], %s::timestamptz[]) AS r(id, recorded_at)
  LEFT JOIN agencies_recordcollection kept ON kept.record_id = r.id
  LEFT JOIN agencies_collectionstart start ON true
"""

type Kept = Sequence[tuple[str, str, int, str, str]]


@contextmanager
def use_collection_method(method: CollectionMethod) -> Iterator[None]:
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


def set_collection_method[RecordT: Scoped](record: RecordT, method: CollectionMethod) -> RecordT:
    """The new record, which is collected by this way whatever the rest of the action."""
    record.__dict__[_MARK] = method
    return record


def describe_collection(records: Iterable[Scoped]) -> Kept:
    """What is kept of new records: of those that staff enter on screen, nothing."""
    ways = ((record, record.__dict__.get(_MARK) or _current.get()) for record in records)
    return [
        (str(item.pk), item._meta.db_table, int(item.section), str(item.file_id), str(way or ""))
        for item, way in ways
        if way is not CollectionMethod.SCREEN
    ]


def save_methods_call(kept: Kept, *, by: UUID) -> tuple[str, list[str]]:
    """The call that keeps these ways, as a part of a SELECT, and its values."""
    body = json.dumps([json.dumps(kept)])
    return "change_make(%s, %s, %s)", [_KEEP, body, prove_change(_KEEP, body, actor=by)]


def save_collection_methods(records: Iterable[Scoped], *, by: UUID) -> None:
    """Keeps the ways of records that a function of the database has written."""
    if kept := describe_collection(records):
        call, values = save_methods_call(kept, by=by)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {call}", values)


def names_and_imports(
    staff_ids: Iterable[UUID], records: Iterable[UUID]
) -> tuple[dict[UUID, str], frozenset[UUID]]:
    """The names of these members of staff, and those of these records that an import made. One query.

    The records are ones that the reader has read.
    """
    staff = Staff.objects.filter(pk__in=set(staff_ids)).values_list("pk", "name", Value(0))
    made = RecordCollectionMethod.objects.filter(
        record_id__in=set(records), method=CollectionMethod.IMPORTED
    ).values_list("record_id", Value(""), Value(1))
    rows = list(staff.union(made, all=True))
    names = {pk: name for pk, name, is_import in rows if not is_import}
    return names, frozenset(pk for pk, _name, is_import in rows if is_import)


def list_imported(records: Iterable[UUID]) -> list[UUID]:
    """Those of these records that an import made; the reader has read them. One query."""
    made = RecordCollectionMethod.objects.filter(
        record_id__in=set(records), method=CollectionMethod.IMPORTED
    )
    return list(made.values_list("record_id", flat=True))


def collection_methods_of_file(
    file_id: UUID, records: Mapping[UUID, dt.datetime]
) -> dict[UUID, CollectionMethod | None]:
    """How records of a file, with the moments of recording, were collected. One query.

    None where the method is not known: of records from before methods were recorded, of those without
    one, and of erased files. The records are ones that the reader has read.
    """
    with connection.cursor() as cursor:
        cursor.execute(_METHODS, [file_id, list(records), list(records.values())])
        return {
            record: CollectionMethod(method) if method else None
            for record, method in cursor.fetchall()
        }
