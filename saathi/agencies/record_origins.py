"""How records were collected, in words: the way, the person who recorded them, and the source."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from django.db import models
from django.db.models import Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import collection_methods, domains
from saathi.agencies.models import File, Scoped, Staff
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.record_kit.rows import format_moment
from saathi.agencies.vocabulary import CollectionMethod
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, Text

NOT_RECORDED: Final = gettext_lazy("Not recorded")

# The source of records that name none, where it is not the member of staff who recorded them.
_SOURCES: Final[Mapping[CollectionMethod | None, Text]] = {
    CollectionMethod.REPORT: gettext_lazy("The report"),
    CollectionMethod.IMPORTED: gettext_lazy("The other system"),
    CollectionMethod.COMPUTED: gettext_lazy("Other records in the system"),
    CollectionMethod.SIMULATED: gettext_lazy("None: this record is simulated"),
}


class RecordedRow(NamedTuple):
    """What a record says of itself; `source` is the code in the column that names its source."""

    model: type[Scoped]
    pk: UUID
    recorded_at: dt.datetime
    recorded_by: UUID
    source: str


class RecordOrigin(NamedTuple):
    """How one record was collected; the recorder is empty where it is no member of staff."""

    kind: Text
    recorded_at: dt.datetime
    recorder: str
    method: Text
    source: Text


class _Recorder(NamedTuple):
    name: str
    agency: str
    is_of_holder: bool


@cache
def record_kinds() -> dict[type[Scoped], RecordKind]:
    """The kinds of records, by their models."""
    return {kind.model: kind for domain in domains.all_domains() for kind in domain.records}


def rows_of_records(records: Iterable[Scoped]) -> list[RecordedRow]:
    """What loaded records say of themselves; no query."""
    rows = []
    for record in records:
        column = record_kinds()[type(record)].source
        source = str(getattr(record, column) or "") if column else ""
        rows.append(
            RecordedRow(type(record), record.pk, record.recorded_at, record.recorded_by, source)
        )
    return rows


def describe_record_origins(file_id: UUID, rows: Sequence[RecordedRow]) -> list[RecordOrigin]:
    """How records of a file were collected, in the order of the rows. Two queries, none for no rows."""
    if not rows:
        return []
    methods = collection_methods.collection_methods_of_file(
        file_id, {row.pk: row.recorded_at for row in rows}
    )
    recorders = _recorders(file_id, {row.recorded_by for row in rows})
    return [_describe(row, methods.get(row.pk), recorders.get(row.recorded_by)) for row in rows]


def record_origin_table(staff: Staff, file_id: UUID, rows: Sequence[RecordedRow]) -> DisplayTable:
    """The same as a table: record, moment by the clock of the reader's office, person, way, source."""
    labels = (
        _("Type of record"),
        _("Recorded on"),
        _("Recorded by"),
        _("Collection method"),
        _("Source"),
    )
    lines = [
        [
            DisplayTableCell(record_origin.kind),
            DisplayTableCell(format_moment(record_origin.recorded_at, staff.office)),
            DisplayTableCell(record_origin.recorder or NOT_RECORDED),
            DisplayTableCell(record_origin.method),
            DisplayTableCell(record_origin.source),
        ]
        for record_origin in describe_record_origins(file_id, rows)
    ]
    columns = [DisplayTableColumn(label) for label in labels]
    return DisplayTable(_("How this was recorded"), columns, lines)


def _recorders(file_id: UUID, staff_ids: set[UUID]) -> dict[UUID, _Recorder]:
    """These members of staff with their agencies, and whether the agency holds the file now."""
    holder = Subquery(File.objects.filter(pk=file_id).values("agency_id")[:1])
    people = Staff.objects.filter(pk__in=staff_ids).annotate(holder=holder)
    values = people.values_list("pk", "name", "agency__name", "agency_id", "holder")
    return {
        pk: _Recorder(name, agency, held_by in {None, agency_id})
        for pk, name, agency, agency_id, held_by in values
    }


def _describe(
    row: RecordedRow, kept: CollectionMethod | None, recorder: _Recorder | None
) -> RecordOrigin:
    kind = record_kinds()[row.model]
    method = kind.method or kept
    words: Text = method.label if method else NOT_RECORDED
    if recorder is not None and not recorder.is_of_holder:
        text = _("Received from another agency (%(agency)s): %(method)s")
        words = text % {"agency": recorder.agency, "method": words}
    named = f"{recorder.name} ({recorder.agency})" if recorder else ""
    return RecordOrigin(
        kind.label, row.recorded_at, named, words, _source(kind, row, method, named)
    )


def _source(
    kind: RecordKind, row: RecordedRow, method: CollectionMethod | None, recorder: str
) -> Text:
    """The record's own source, else the source that its collection method implies, else who recorded it."""
    if kind.source:
        return _labels(kind.model, kind.source).get(row.source) or NOT_RECORDED
    return kind.source_text or _SOURCES.get(method) or recorder or NOT_RECORDED


@cache
def _labels(model: type[Scoped], column: str) -> dict[str, Text]:
    field = cast("models.Field[Any, Any]", model._meta.get_field(column))
    return {str(code): label for code, label in field.flatchoices if code}
