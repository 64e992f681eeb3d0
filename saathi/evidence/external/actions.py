"""Every write to external series: import, set columns, show, withdraw."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.engines.sheets import reading
from saathi.evidence.external import layouts
from saathi.evidence.external.models import ExternalCell, ExternalSeries
from saathi.evidence.external.series_reading import SeriesReadPlan, SeriesReadResult, read_cells
from saathi.evidence.external.vocabulary import SeriesLayout, SeriesState
from saathi.infra import clock


class SeriesHasMistakes(Exception):
    """The series has errors, and no one agreed to leave those rows out."""


@transaction.atomic
def import_series(*, series: ExternalSeries, body: bytes, actor: Staff) -> ExternalSeries:
    """Imports the table for review; raises `SheetNotReadable` where the file is not a table.

    `series` is not saved yet; it has the metadata of the table.
    """
    access.require(actor, Permission.PREPARE_RELEASE)
    sheet = reading.read_sheet(body)

    series.agency_id, series.made_by = actor.agency_id, actor.id
    series.body, series.sha256 = body, hashlib.sha256(body).hexdigest()
    series.columns = layouts.guess_columns(sheet.columns, SeriesLayout(series.layout))
    series.save(force_insert=True)

    _log(series, "brought_in", actor)
    return series


@dataclass(frozen=True)
class SeriesColumnsInput:
    """The roles of a table's columns, and a year and country for when no column contains them."""

    columns: Mapping[str, str]
    year: int | None = None
    place: str = ""


@transaction.atomic
def set_columns(
    *, series: ExternalSeries, columns_input: SeriesColumnsInput, version: int, actor: Staff
) -> None:
    """Changes the roles of the columns during review."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if series.state != SeriesState.PREVIEW:
        raise writing.ChangedMeanwhile(series)

    writing.transition(
        series,
        version,
        actor=actor,
        columns=dict(columns_input.columns),
        year=columns_input.year,
        place=columns_input.place,
    )

    _log(series, "columns", actor)


@transaction.atomic
def make_series_visible(
    *, series: ExternalSeries, leave_out: bool, version: int, actor: Staff
) -> None:
    """Shows a series to all readers of statistics; errors must be accepted first."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if series.state != SeriesState.PREVIEW:
        raise writing.ChangedMeanwhile(series)
    outcome = read_series(series)
    lines = {mistake.line for mistake in outcome.mistakes}
    if 0 in lines or not outcome.cells or (lines and not leave_out):
        raise SeriesHasMistakes

    ExternalCell.objects.bulk_create(
        (
            ExternalCell(
                series=series, year=cell.year, of=dict(cell.of), printed=cell.printed[:20],
                lower=cell.count.lower, upper=cell.count.upper,
            )
            for cell in outcome.cells
        ),
        batch_size=2000,
    )  # fmt: skip
    writing.transition(
        series,
        version,
        actor=actor,
        state=SeriesState.SHOWN,
        left_out=len(lines),
        shown_at=clock.now(),
    )

    _log(series, "shown", actor)


@transaction.atomic
def withdraw_series(*, series: ExternalSeries, why: str, version: int, actor: Staff) -> None:
    """Hides a series; it stays on record with the reason."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if series.state == SeriesState.WITHDRAWN:
        raise writing.ChangedMeanwhile(series)

    writing.transition(series, version, actor=actor, state=SeriesState.WITHDRAWN, why_withdrawn=why)

    _log(series, "withdrawn", actor)


def read_series(series: ExternalSeries) -> SeriesReadResult:
    """The series as read with the current roles of its columns."""
    plan = SeriesReadPlan(
        series.columns,
        series.year,
        series.place,
        layouts.has_person_rows(SeriesLayout(series.layout)),
    )
    return read_cells(reading.read_sheet(bytes(series.body)), plan)


def _log(series: ExternalSeries, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[series.pk],
        detail={"action": action},
    )
