"""Every write to series of other bodies: bring in, say what columns stand for, show, withdraw."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.external import layouts
from saathi.evidence.external.models import ExternalCell, ExternalSeries
from saathi.evidence.external.reading import Outcome, Plan, read
from saathi.evidence.external.vocabulary import Layout, SeriesState
from saathi.infra import clock
from saathi.sheets import reading


class NotWhole(Exception):
    """It has mistakes, and nobody said that those rows are to be left out."""


@dataclass(frozen=True)
class SeriesTold:
    """What is said of a table beside its numbers."""

    layout: str
    title: str
    source: str
    licence: str
    retrieved_on: dt.date
    notes: str = ""


@transaction.atomic
def bring_in(*, told: SeriesTold, body: bytes, by: Staff) -> ExternalSeries:
    """The table, to be looked at; `NotReadable` where the file is no table."""
    access.require(by, Permission.PREPARE_RELEASE)
    sheet = reading.read(body)

    series = ExternalSeries(
        agency_id=by.agency_id, layout=told.layout, title=told.title, source=told.source,
        licence=told.licence, notes=told.notes, retrieved_on=told.retrieved_on, body=body,
        sha256=hashlib.sha256(body).hexdigest(), made_by=by.id,
        columns=layouts.guess(sheet.columns, Layout(told.layout)),
    )  # fmt: skip
    series.save(force_insert=True)

    _log(series, "brought_in", by)
    return series


@dataclass(frozen=True)
class Meaning:
    """What the columns of a table stand for; a year and a country where none says them."""

    columns: Mapping[str, str]
    year: int | None = None
    place: str = ""


@transaction.atomic
def say_columns(*, series: ExternalSeries, meaning: Meaning, version: int, by: Staff) -> None:
    """Changes what the columns of a table stand for, while it is looked at."""
    access.require(by, Permission.PREPARE_RELEASE)
    if series.state != SeriesState.PREVIEW:
        raise writing.ChangedMeanwhile(series)

    writing.turn(
        series,
        version,
        by=by,
        columns=dict(meaning.columns),
        year=meaning.year,
        place=meaning.place,
    )

    _log(series, "columns", by)


@transaction.atomic
def show(*, series: ExternalSeries, leave_out: bool, version: int, by: Staff) -> None:
    """Shows a series to everybody who sees numbers; never with mistakes that nobody agreed to."""
    access.require(by, Permission.PREPARE_RELEASE)
    if series.state != SeriesState.PREVIEW:
        raise writing.ChangedMeanwhile(series)
    outcome = look(series)
    lines = {mistake.line for mistake in outcome.mistakes}
    if 0 in lines or not outcome.cells or (lines and not leave_out):
        raise NotWhole

    ExternalCell.objects.bulk_create(
        (
            ExternalCell(
                series=series, year=one.year, of=dict(one.of), printed=one.printed[:20],
                lower=one.count.lower, upper=one.count.upper,
            )
            for one in outcome.cells
        ),
        batch_size=2000,
    )  # fmt: skip
    writing.turn(
        series, version, by=by, state=SeriesState.SHOWN, left_out=len(lines), shown_at=clock.now()
    )

    _log(series, "shown", by)


@transaction.atomic
def withdraw(*, series: ExternalSeries, why: str, version: int, by: Staff) -> None:
    """Shows a series no more; it stays on record with why."""
    access.require(by, Permission.PREPARE_RELEASE)
    if series.state == SeriesState.WITHDRAWN:
        raise writing.ChangedMeanwhile(series)

    writing.turn(series, version, by=by, state=SeriesState.WITHDRAWN, why_withdrawn=why)

    _log(series, "withdrawn", by)


def look(series: ExternalSeries) -> Outcome:
    """What is read of a series by what its columns stand for now."""
    plan = Plan(
        series.columns, series.year, series.place, layouts.counts_rows(Layout(series.layout))
    )
    return read(reading.read(bytes(series.body)), plan)


def _log(series: ExternalSeries, action: str, by: Staff) -> None:
    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        objects=[series.pk],
        detail={"action": action},
    )
