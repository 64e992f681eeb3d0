"""Reads external series: the list, a series under review, and a table from a shown series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.evidence import detected_charts
from saathi.evidence import wording as evidence_wording
from saathi.evidence.external import layouts
from saathi.evidence.external.models import ExternalCell, ExternalSeries
from saathi.evidence.external.series_reading import TOTAL
from saathi.evidence.external.vocabulary import SeriesColumnRole, SeriesLayout, SeriesState
from saathi.evidence.pages import CountRow
from saathi.evidence.printed_counts import Count
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
    """The shown series and those of the reader's agency, if they contain all the search words."""
    series = ExternalSeries.objects.filter(
        Q(state=SeriesState.SHOWN) | Q(agency=staff.agency_id)
    ).defer("body")
    for word in words.split():
        series = series.filter(Q(title__icontains=word) | Q(source__icontains=word))
    return series.order_by("title", "-retrieved_on", "pk")


def get_series(staff: Staff, series_id: UUID) -> ExternalSeries:
    """A series that the reader may see; 404 if it belongs to another agency and is not shown."""
    return get_object_or_404(list_series(staff, ""), pk=series_id)


def list_shown_series() -> list[ExternalSeries]:
    """The shown series, for mention beside our own numbers, in one query."""
    series = ExternalSeries.objects.filter(state=SeriesState.SHOWN).only("id", "title", "source")
    return list(series.order_by("title"))


@dataclass(frozen=True)
class SeriesTableFilter:
    """The role in the rows, and the selected value of every other role."""

    rows: str
    filters: Mapping[str, str]


@dataclass(frozen=True)
class SeriesCells:
    """The cells of a series, with the values that they have for each role."""

    cells: Sequence[tuple[int, Mapping[str, str], str, Count]]
    values: Mapping[str, Sequence[str]]

    @property
    def roles(self) -> list[str]:
        """The roles that a reader can filter the series by, in the order of the vocabulary."""
        return [role.value for role in SeriesColumnRole if role.value in self.values]

    @property
    def default_rows(self) -> str:
        """The initial role of the rows: the first that has several values, else the first."""
        several = [role for role in self.roles if len(self.values[role]) > 1]
        return next(iter(several or self.roles), "")

    def default_value(self, role: str) -> str:
        """The initial value of a role: its total, where the source has a row for it."""
        values = self.values[role]
        return next((value for value in values if value.lower() in {"total", "all"}), values[0])


def load_series_cells(row: ExternalSeries) -> SeriesCells:
    """The cells of a series. One query."""
    rows = ExternalCell.objects.filter(series=row).values_list(
        "year", "of", "printed", "lower", "upper"
    )
    cells = [(year, of, printed, Count(lower, upper)) for year, of, printed, lower, upper in rows]
    values: dict[str, dict[str, None]] = {}
    for _year, of, _printed, _count in cells:
        for role, value in of.items():
            values.setdefault(role, {})[value] = None
    return SeriesCells(cells, {role: sorted(categories) for role, categories in values.items()})


@dataclass(frozen=True)
class SeriesTable:
    """A table from a series with its chart. It contains no sum computed by us."""

    corner: str
    years: Sequence[str]
    lines: Sequence[CountRow]
    left_out: int
    chart: Svg | None
    chart_description: str


def build_series_table(series_cells: SeriesCells, table_filter: SeriesTableFilter) -> SeriesTable:
    """The filtered table."""
    counts = _selected_counts(series_cells, table_filter)
    years = _years({year for _label, year in counts})
    labels = sorted(
        {label for label, _year in counts}, key=lambda row_label: (row_label != TOTAL, row_label)
    )
    shown_labels = labels[:MOST_ROWS]
    panels = [row_label for row_label in shown_labels if row_label != TOTAL][
        :MOST_PANELS
    ] or shown_labels[:1]
    chart = _chart(counts, panels, years)
    return SeriesTable(
        corner=capfirst(str(SeriesColumnRole(table_filter.rows).label))
        if table_filter.rows
        else "",
        years=[str(year) for year in years],
        lines=[
            CountRow(
                label,
                tuple(
                    evidence_wording.count_cell(_counts(counts, label, year), in_doubt=False)
                    for year in years
                ),
            )
            for label in shown_labels
        ],
        left_out=len(labels) - len(shown_labels),
        chart=chart,
        chart_description=_(
            "Chart: external data for %(labels)s. Each bar is a number; a bracket from 0 to 4"
            " means “<5”. The table contains all values."
        )
        % {"labels": join_words(panels)}
        if panels
        else "",
    )


def _chart(
    counts: Mapping[tuple[str, int], Count], panels: Sequence[str], years: Sequence[int]
) -> Svg | None:
    marks: list[dict[str, Any]] = [
        mark
        for label in panels
        for year in years
        for mark in detected_charts.chart_marks(label, year, _counts(counts, label, year))
    ]
    spec = detected_charts.chart_specification(marks, columns=1 if len(panels) == 1 else 2)
    return draw(spec) if marks else None


def _selected_counts(
    series_cells: SeriesCells, table_filter: SeriesTableFilter
) -> dict[tuple[str, int], Count]:
    """The counts of the selected cells by row label and year."""
    return {
        (cell_values.get(table_filter.rows, ""), year): count
        for year, cell_values, _printed, count in series_cells.cells
        if all(cell_values.get(role) == value for role, value in table_filter.filters.items())
    }


def _counts(counts: Mapping[tuple[str, int], Count], label: str, year: int) -> list[Count]:
    count = counts.get((label, year))
    return [] if count is None else [count]


def _years(years: set[int]) -> list[int]:
    return list(range(min(years), max(years) + 1)) if years else []


def series_details(row: ExternalSeries) -> list[LabelledValue]:
    """The information that must accompany the numbers of a series."""
    details = [
        LabelledValue(_("Source"), row.source),
        LabelledValue(_("Type of table"), str(SeriesLayout(row.layout).label)),
        LabelledValue(_("Terms of use"), row.licence),
        LabelledValue(_("Date retrieved"), date_format(row.retrieved_on, "DATE_FORMAT")),
        LabelledValue(_("SHA-256 of the file"), row.sha256),
    ]
    if row.notes:
        details.insert(1, LabelledValue(_("Source notes"), row.notes))
    if row.left_out:
        details.append(LabelledValue(_("Rows left out because of errors"), str(row.left_out)))
    if row.why_withdrawn:
        details.append(LabelledValue(_("Reason for withdrawal"), row.why_withdrawn))
    return details


def list_proxies(row: ExternalSeries) -> list[str]:
    """The proxies in a series, so that no proxy is read as a fact."""
    return [str(words) for words in layouts.PROXIES[SeriesLayout(row.layout)]]
