"""Cuts a table out of a released cube. Uses the published sums; nothing is added or protected here.

Percentages are computed from two published numbers, and omitted for small ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence import detected_charts
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.pages import CountCell, CountRow
from saathi.evidence.releases import labels
from saathi.evidence.releases.cube_counting import COUNTED, YEAR
from saathi.evidence.releases.published_table import PublishedTable, PublishedValue
from saathi.evidence.releases.view_models import ReleaseTableCut
from saathi.evidence.releases.vocabulary import ValueStatus
from saathi.evidence.vocabulary import CellKind
from saathi.infra.join_words import join_words
from saathi.web.charts import draw
from saathi.web.components import LabelledValue

MAX_PANELS = 6
# A share of a number below this many thresholds mostly reflects chance and single children.
LEAST_THRESHOLDS = 4

HIDDEN, NOBODY = "×", "–"


@dataclass(frozen=True)
class ReleaseTableSource:
    """A released table with its meaning: its indicator, its threshold, and its roll-ups."""

    indicator: Indicator
    printed: PublishedTable
    parents: Mapping[str, Mapping[str, str]]
    k: int
    years: tuple[int, int]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that a reader can choose, without the one that splits whole and part."""
        return tuple(name for name in self.printed.dimensions if name != COUNTED)

    def codes(self, dimension: str) -> list[str]:
        """The codes of a dimension in table order; for years, every requested year."""
        sorted_codes = labels.sort_codes(self.indicator, dimension, self.printed.codes(dimension))
        if dimension != YEAR:
            return sorted_codes
        every = [str(year) for year in range(self.years[0], self.years[1] + 1)]
        return [*every, *(code for code in sorted_codes if code not in every)]


@dataclass(frozen=True)
class ReleaseTableFilter:
    """The selected view of a table."""

    rows: str
    columns: str
    filters: Mapping[str, str] = field(default_factory=dict)


def default_filter(source: ReleaseTableSource) -> ReleaseTableFilter:
    """The initial filter: years in columns, the first other dimension in rows."""
    other_dimensions = [name for name in source.dimensions if name != YEAR]
    return ReleaseTableFilter(rows=other_dimensions[0] if other_dimensions else "", columns=YEAR)


def select_table_cut(
    source: ReleaseTableSource, table_filter: ReleaseTableFilter
) -> ReleaseTableCut:
    """The selected cut of the table."""
    columns = [
        code
        for code in source.codes(table_filter.columns)
        if not _is_period(table_filter.columns, code)
    ]
    rows = source.codes(table_filter.rows) if table_filter.rows else [TOTAL]
    lines, marks = [], []
    panels = _panels(source, table_filter, rows)
    for row in rows:
        label, values = _row_values(source, table_filter, row, columns)
        cells = tuple(published_cell(source, *cell_values) for cell_values in values)
        lines.append(CountRow(label, cells, _is_sum(source, table_filter, row)))
        if row in panels:
            marks += [
                _mark(
                    source,
                    cell_values,
                    label,
                    labels.code_label(source.indicator, table_filter.columns, column),
                )
                for column, cell_values in zip(columns, values, strict=True)
                if column != TOTAL
            ]
    return ReleaseTableCut(
        caption=_caption(source, table_filter),
        corner=labels.dimension_title(source.indicator, table_filter.columns),
        columns=tuple(
            labels.code_label(source.indicator, table_filter.columns, code) for code in columns
        ),
        lines=tuple(lines),
        chart=draw(
            detected_charts.chart_specification(marks, columns=1 if len(panels) == 1 else 2)
        ),
        chart_description=_chart_words(source, table_filter, panels),
        legend=value_legend(source),
        is_share=source.printed.is_share,
    )


def latest_total(source: ReleaseTableSource) -> tuple[str, CountCell] | None:
    """The newest year with a printed total, and that total; None if the table has none."""
    for year in reversed(range(source.years[0], source.years[1] + 1)):
        values = published_values(source, {YEAR: str(year)})
        if values[0].number is not None:
            return str(year), published_cell(source, *values)
    return None


def _row_values(
    source: ReleaseTableSource, table_filter: ReleaseTableFilter, row: str, columns: Sequence[str]
) -> tuple[str, list[tuple[PublishedValue, PublishedValue | None]]]:
    """The label of a row, and its values in the columns."""
    at = dict(table_filter.filters)
    label = _all_of(source)
    if table_filter.rows:
        at[table_filter.rows] = row
        label = labels.code_label(source.indicator, table_filter.rows, row)
    return label, [
        published_values(source, at | {table_filter.columns: column}) for column in columns
    ]


def _is_period(dimension: str, code: str) -> bool:
    """Whether a code is a period of several years.

    Columns are single years; only files have periods.
    """
    return dimension == YEAR and "-" in code


def _is_sum(source: ReleaseTableSource, table_filter: ReleaseTableFilter, row: str) -> bool:
    return row == TOTAL or labels.is_roll_up(row, source.parents.get(table_filter.rows, {}))


def published_values(
    source: ReleaseTableSource, at: Mapping[str, str]
) -> tuple[PublishedValue, PublishedValue | None]:
    """The whole of a cell and, for a share, its part; both as published."""
    whole = source.printed.value(at)
    if not source.printed.is_share:
        return whole, None
    return whole, source.printed.value({**at, COUNTED: "yes"})


def share_percent(whole: PublishedValue, part: PublishedValue, k: int) -> int | None:
    """`part` as a percentage of `whole`; None if one is hidden or `whole` is small."""
    if whole.number is None or part.number is None or whole.number < LEAST_THRESHOLDS * k:
        return None
    return min(100, round(100 * part.number / whole.number))


def published_cell(
    source: ReleaseTableSource, whole: PublishedValue, part: PublishedValue | None
) -> CountCell:
    """A count, or a share with its whole and part, as a table prints it."""
    if part is None or whole.number is None or part.number is None:
        hidden = part if part is not None and whole.number is not None else whole
        return value_cell(hidden, source.k)
    percent = share_percent(whole, part, source.k)
    if percent is None:
        least = LEAST_THRESHOLDS * source.k
        return CountCell(
            CellKind.BELOW, _("too few"), _("of fewer than %(least)s") % {"least": least}
        )
    of = _("%(part)s of %(whole)s") % {
        "part": number_format(part.number, force_grouping=True),
        "whole": number_format(whole.number, force_grouping=True),
    }
    return CountCell(CellKind.NUMBER, f"{percent} %", of)


def value_cell(value: PublishedValue, k: int) -> CountCell:
    """A value as a table prints it, with the meaning of its sign for screen readers."""
    match value.status:
        case ValueStatus.SUPPRESSED:
            return CountCell(CellKind.BELOW, HIDDEN, str(value.status.label))
        case ValueStatus.NOT_APPLICABLE:
            return CountCell(CellKind.NO_DATA, NOBODY, str(value.status.label))
        case ValueStatus.NO_DATA:
            return CountCell(CellKind.NO_DATA, str(value.status.label))
    number = value.number or 0
    few = value.status == ValueStatus.ROUNDED and number == 0
    spoken = _("from 0 to %(most)s") % {"most": k} if few else ""
    return CountCell(CellKind.NUMBER, number_format(number, force_grouping=True), spoken)


def _mark(
    source: ReleaseTableSource,
    values: tuple[PublishedValue, PublishedValue | None],
    label: str,
    column: str,
) -> dict[str, Any]:
    cell = published_cell(source, *values)
    mark: dict[str, Any] = {"series": label, "year": column, "lower": 0, "upper": 0}
    if cell.kind != CellKind.NUMBER:
        return mark | {"kind": "no_data", "label": cell.spoken_text or cell.text}
    whole, part = values
    number = whole.number if part is None else share_percent(whole, part, source.k)
    return mark | {"kind": "number", "upper": number or 0, "label": cell.text}


def _panels(
    source: ReleaseTableSource, table_filter: ReleaseTableFilter, rows: Sequence[str]
) -> list[str]:
    """The rows in the chart: the first few that are not sums, or the total."""
    parts = [row for row in rows if not _is_sum(source, table_filter, row)]
    return parts[:MAX_PANELS] or [TOTAL]


def _all_of(source: ReleaseTableSource) -> str:
    return str(source.indicator.title)


def _caption(source: ReleaseTableSource, table_filter: ReleaseTableFilter) -> str:
    """The subject of the table: the indicator, the dimension, and the other selected codes."""
    words = [str(source.indicator.title)]
    if table_filter.rows:
        words.append(labels.dimension_title(source.indicator, table_filter.rows))
    words += [
        f"{labels.dimension_title(source.indicator, name)}: {labels.code_label(source.indicator, name, code)}"
        for name, code in table_filter.filters.items()
        if code != TOTAL
    ]
    return join_words(words)


def _chart_words(
    source: ReleaseTableSource, table_filter: ReleaseTableFilter, panels: Sequence[str]
) -> str:
    shown = [
        labels.code_label(source.indicator, table_filter.rows, row)
        if table_filter.rows
        else _all_of(source)
        for row in panels
    ]
    kind = (
        _("a share in percent, calculated from published numbers")
        if source.printed.is_share
        else _("a published count")
    )
    return _(
        "Chart: %(what)s for %(labels)s. Each bar is %(bar)s; cells without a number show"
        " words. All values are in the table."
    ) % {"what": source.indicator.title, "labels": join_words(shown), "bar": kind}


def value_legend(source: ReleaseTableSource) -> tuple[LabelledValue, ...]:
    """The meaning of each kind of value in the table; zero, hidden and missing differ."""
    statuses = {value.status for value in source.printed.cells.values()}
    meanings = {
        ValueStatus.ROUNDED: LabelledValue(
            _("Rounded"),
            _("to a multiple of %(k)s; 0 means 0 to %(k)s, and all totals still add up")
            % {"k": source.k},
        ),
        ValueStatus.ZERO: LabelledValue("0", _("none; zeros are not protected")),
        ValueStatus.SUPPRESSED: LabelledValue(
            HIDDEN,
            _(
                "suppressed to protect children from being identified. It is neither zero nor "
                "missing."
            ),
        ),
        ValueStatus.NOT_APPLICABLE: LabelledValue(
            NOBODY, _("not applicable: this combination is not possible")
        ),
    }
    legend = [pair for status, pair in meanings.items() if status in statuses]
    legend.append(LabelledValue(_("no data"), _("no count available; this is not zero")))
    return tuple(legend)
