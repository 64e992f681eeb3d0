"""How each record of a file was collected: all records that the reader may read, the latest first."""

import datetime as dt
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log
from saathi.agencies.access import FileRights
from saathi.agencies.models import File, Scoped
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.record_origins import RecordedRow, record_kinds, record_origin_table
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.vocabulary import FileKind
from saathi.people.queries import child_of_file

PAGE_SIZE: Final = 50


class RowKey(NamedTuple):
    """The place of a record on the list: several may be recorded at the same moment."""

    recorded: dt.datetime
    row: UUID

    def earlier(self) -> Q:
        """The condition for the records that follow on the list."""
        return Q(recorded__lt=self.recorded) | Q(recorded=self.recorded, row__lt=self.row)


def list_records_with_sources(
    rights: FileRights, before: RowKey | None = None
) -> list[RecordedRow]:
    """The records of one page and the next one after it, latest first. One query."""
    models = {model._meta.label: model for model in record_kinds()}
    condition = before.earlier() if before else Q()
    parts = [
        _rows_of_kind(rights, kind).filter(condition)
        for model, kind in record_kinds().items()
        if rights.may_read(model.section)
    ]
    if not parts:
        return []
    first, *others = parts
    together = first.union(*others, all=True) if others else first
    rows: Any = together.order_by("-recorded", "-row")[: PAGE_SIZE + 1]
    return [
        RecordedRow(models[row["what"]], row["row"], row["recorded"], row["by"], row["source_code"])
        for row in rows
    ]


def _rows_of_kind(rights: FileRights, kind: RecordKind) -> QuerySet[Any, Any]:
    """The records of one kind as rows with common columns, so that kinds can be united."""
    source = F(kind.source) if kind.source else Value("")
    records: QuerySet[Scoped] = rights.records(kind.model)
    return records.order_by().values(
        what=Value(kind.model._meta.label, output_field=CharField()),
        recorded=F("recorded_at"),
        row=F("pk"),
        by=Cast("recorded_by", UUIDField()),
        source_code=Cast(source, CharField()),
    )


@require_safe
@staff_screen()
def show_sources(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """How and from which source each record of a file was collected, as far as the reader may read it."""
    child = child_of_file(request.staff, file_id)
    rights = request.rights or access.rights(request.staff, file_id)
    return _render_sources(request, rights, child.code)


@require_safe
@staff_screen()
def show_record_sources(request: StaffRequest, record_file: UUID) -> HttpResponse:
    """The same of the file of a report, an enquiry or a missing child; a child's file has its own page."""
    rights = access.rights(request.staff, record_file)
    if File.objects.filter(pk=record_file, kind=FileKind.CHILD).exists():
        return redirect("desk:show_sources", record_file)
    return _render_sources(request, rights, "")


def _render_sources(request: StaffRequest, rights: FileRights, code: str) -> HttpResponse:
    rows = list_records_with_sources(rights, _key(request.GET.get("before", "")))
    shown = rows[:PAGE_SIZE]
    file_id = rights.file_id
    access_log.log_file_list(request.staff, rights.reads, file_id, [row.pk for row in shown])
    earlier = f"{shown[-1].recorded_at.isoformat()}_{shown[-1].pk}" if len(rows) > PAGE_SIZE else ""
    context = {
        "code": code,
        "file_id": file_id,
        "table": record_origin_table(request.staff, file_id, shown),
        "earlier": "?" + urlencode({"before": earlier}) if earlier else "",
    }
    return render(request, "desk/show_sources.html", context)


def _key(before: str) -> RowKey | None:
    moment, _line, row = before.partition("_")
    try:
        parsed = parse_datetime(moment)
        return RowKey(parsed, UUID(row)) if parsed and parsed.tzinfo else None
    except ValueError:
        return None
