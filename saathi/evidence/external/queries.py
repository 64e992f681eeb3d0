"""Reads series of other bodies: the list, one being looked at, and a cut of one that is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.evidence import charts
from saathi.evidence import wording as evidence_wording
from saathi.evidence.counts import Count
from saathi.evidence.external import layouts
from saathi.evidence.external.models import ExternalCell, ExternalSeries
from saathi.evidence.external.reading import TOTAL
from saathi.evidence.external.vocabulary import SeriesColumnRole, SeriesLayout, SeriesState
from saathi.evidence.pages import CountCell
from saathi.infra.join_words import join_words
from saathi.web.charts import Svg, draw
from saathi.web.components import LabelledValue

PAGE_SIZE = 20
MOST_ROWS, MOST_PANELS = 60, 6
TAGS = {
    SeriesState.PREVIEW: "attend",
    SeriesState.SHOWN: "care",
    SeriesState.WITHDRAWN: "quiet",
}


def list_series(staff: Staff, words: str) -> QuerySet[ExternalSeries]:
    """The series that are shown, and those of her agency, that hold all of these words."""
    found = ExternalSeries.objects.filter(
        Q(state=SeriesState.SHOWN) | Q(agency=staff.agency_id)
    ).defer("body")
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(source__icontains=word))
    return found.order_by("title", "-retrieved_on", "pk")


def get_series(staff: Staff, series_id: UUID) -> ExternalSeries:
    """A series that this person may see; 404 for another agency's that is not shown."""
    found = list_series(staff, "").filter(pk=series_id).first()
    if found is None:
        raise Http404
    return found


def list_shown_series() -> list[ExternalSeries]:
    """The series that are shown, to be named beside our own numbers. One query."""
    found = ExternalSeries.objects.filter(state=SeriesState.SHOWN).only("id", "title", "source")
    return list(found.order_by("title"))


@dataclass(frozen=True)
class SeriesTableFilter:
    """What stands in rows, and which part of every other role."""

    rows: str
    filters: Mapping[str, str]


@dataclass(frozen=True)
class SeriesCells:
    """The cells of a series, with the roles by which they differ."""

    cells: Sequence[tuple[int, Mapping[str, str], str, Count]]
    values: Mapping[str, Sequence[str]]

    @property
    def roles(self) -> list[str]:
        """The roles by which a reader can cut it, in the order of the vocabulary."""
        return [role.value for role in SeriesColumnRole if role.value in self.values]

    @property
    def default_rows(self) -> str:
        """What stands in rows at first: the country, where there are several."""
        several = [role for role in self.roles if len(self.values[role]) > 1]
        return next(iter(several or self.roles), "")

    def default_value(self, role: str) -> str:
        """The value of a role at first: all together, where the source has a row for it."""
        found = self.values[role]
        return next((one for one in found if one.lower() in {"total", "all"}), found[0])


def load_series_cells(row: ExternalSeries) -> SeriesCells:
    """The cells of a series. One query."""
    found = ExternalCell.objects.filter(series=row).values_list(
        "year", "of", "printed", "lower", "upper"
    )
    cells = [(year, of, printed, Count(lower, upper)) for year, of, printed, lower, upper in found]
    values: dict[str, dict[str, None]] = {}
    for _year, of, _printed, _count in cells:
        for role, value in of.items():
            values.setdefault(role, {})[value] = None
    return SeriesCells(cells, {role: sorted(found) for role, found in values.items()})


@dataclass(frozen=True)
class SeriesRow:
    """A category with its cell in each year, as the source prints it."""

    label: str
    cells: Sequence[CountCell]


@dataclass(frozen=True)
class SeriesTable:
    """A cut of a series with its chart. Nothing in it is a sum of ours."""

    corner: str
    years: Sequence[str]
    lines: Sequence[SeriesRow]
    left_out: int
    chart: Svg | None
    chart_description: str


def build_series_table(series_cells: SeriesCells, table_filter: SeriesTableFilter) -> SeriesTable:
    """The cut that was asked for."""
    found: dict[tuple[str, int], Count] = {}
    for year, told, _printed, count in series_cells.cells:
        if all(told.get(role) == value for role, value in table_filter.filters.items()):
            found[told.get(table_filter.rows, ""), year] = count
    years = _years({year for _label, year in found})
    labels = sorted({label for label, _year in found}, key=lambda one: (one != TOTAL, one))
    kept = labels[:MOST_ROWS]
    panels = [one for one in kept if one != TOTAL][:MOST_PANELS] or kept[:1]
    marks: list[dict[str, Any]] = [
        mark
        for label in panels
        for year in years
        for mark in charts.chart_marks(label, year, _counts(found, label, year))
    ]
    spec = charts.chart_specification(marks, columns=1 if len(panels) == 1 else 2)
    return SeriesTable(
        corner=capfirst(str(SeriesColumnRole(table_filter.rows).label))
        if table_filter.rows
        else "",
        years=[str(year) for year in years],
        lines=[
            SeriesRow(
                label,
                [
                    evidence_wording.count_cell(_counts(found, label, year), in_doubt=False)
                    for year in years
                ],
            )
            for label in kept
        ],
        left_out=len(labels) - len(kept),
        chart=draw(spec) if marks else None,
        chart_description=_(
            "Chart: numbers of another body for %(labels)s. A bar is a number, a bracket from 0 to "
            "4 is “<5”. The table holds every value."
        )
        % {"labels": join_words(panels)}
        if panels
        else "",
    )


def _counts(found: Mapping[tuple[str, int], Count], label: str, year: int) -> list[Count]:
    count = found.get((label, year))
    return [] if count is None else [count]


def _years(found: set[int]) -> list[int]:
    return list(range(min(found), max(found) + 1)) if found else []


def series_details(row: ExternalSeries) -> list[LabelledValue]:
    """What must be said beside the numbers of a series."""
    told = [
        LabelledValue(_("Source"), row.source),
        LabelledValue(_("Kind of table"), str(SeriesLayout(row.layout).label)),
        LabelledValue(_("Terms of use"), row.licence),
        LabelledValue(_("Fetched on"), date_format(row.retrieved_on, "DATE_FORMAT")),
        LabelledValue(_("SHA-256 of the file"), row.sha256),
    ]
    if row.notes:
        told.insert(1, LabelledValue(_("Its own notes"), row.notes))
    if row.left_out:
        told.append(LabelledValue(_("Rows left out for mistakes"), str(row.left_out)))
    if row.why_withdrawn:
        told.append(LabelledValue(_("Why it was withdrawn"), row.why_withdrawn))
    return told


def list_proxies(row: ExternalSeries) -> list[str]:
    """What stands for what in a series, so that no proxy is taken for a fact."""
    return [str(words) for words in layouts.PROXIES[SeriesLayout(row.layout)]]
