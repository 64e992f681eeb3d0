"""Reads the rounded numbers of indicators, and searches indicators by words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from saathi.evidence import detected_charts
from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme
from saathi.evidence.indicators.dimensions import NOT_KNOWN, Dimension
from saathi.evidence.indicators.pages import (
    IndicatorEntry,
    IndicatorGroup,
    IndicatorNumbers,
    IndicatorPage,
)
from saathi.evidence.models import IndicatorCell
from saathi.evidence.pages import CountRow
from saathi.evidence.wording import country_name
from saathi.web.charts import draw
from saathi.web.trends import Trend, trend_of

MAX_PANELS = 6
TREND_YEARS = 10


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """The selected filter: one country or all, and the dimension, if any."""

    country: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class WholeAndPart:
    """The rounded whole and part of one cell."""

    among: int
    counted: int | None


type Cells = Mapping[tuple[str, int], WholeAndPart]  # by category ('' for the whole) and year


def list_latest(words: str = "") -> tuple[IndicatorGroup, ...]:
    """The indicators whose title or question contains all the search words, by theme.

    Each has its latest number for all recorded countries; one query.
    """
    search_words = words.lower().split()
    matches = [
        indicator for indicator in catalogue.all_indicators() if _matches(indicator, search_words)
    ]
    cells_of = _yearly_cells([indicator.name for indicator in matches])
    entries = [
        (indicator.theme, _entry(indicator, cells_of.get(indicator.name, {})))
        for indicator in matches
    ]
    groups = {
        theme: tuple(entry for of, entry in entries if of == theme) for theme in IndicatorTheme
    }
    return tuple(IndicatorGroup(str(theme.label), item) for theme, item in groups.items() if item)


def _yearly_cells(names: Sequence[str]) -> dict[str, dict[int, WholeAndPart]]:
    cells = IndicatorCell.objects.filter(
        indicator__in=names, country="", dimension="", year__gt=0
    ).order_by("year")
    yearly: dict[str, dict[int, WholeAndPart]] = defaultdict(dict)
    for name, year, among, counted in cells.values_list("indicator", "year", "among", "counted"):
        yearly[name][year] = WholeAndPart(among, counted)
    return yearly


def _entry(indicator: Indicator, cells: Mapping[int, WholeAndPart]) -> IndicatorEntry:
    last = max(cells, default=None)
    newest = cells[last] if last is not None else None
    among, counted = (newest.among, newest.counted) if newest else (None, None)
    return IndicatorEntry(
        name=indicator.name,
        title=str(indicator.title),
        question=str(indicator.question),
        unit=str(indicator.unit.label),
        is_share=indicator.is_share,
        latest=wording.indicator_cell(among, counted, is_share=indicator.is_share),
        year=wording.latest_year(last),
        trend=_trend(indicator, cells, last) if last is not None else None,
    )


def _trend(indicator: Indicator, cells: Mapping[int, WholeAndPart], last: int) -> Trend | None:
    """The trend of the last years; None unless at least two have a number that may be shown."""
    years = range(max(min(cells), last - TREND_YEARS + 1), last + 1)
    points = [(str(year), _plain_value(indicator, cells.get(year))) for year in years]
    return trend_of(points) if sum(value is not None for _year, value in points) > 1 else None


def _plain_value(indicator: Indicator, cell: WholeAndPart | None) -> int | None:
    """The count, or the share in percent; None without data or for a share of too few."""
    if cell is None or not indicator.is_share:
        return cell.among if cell else None
    if cell.among < wording.MIN_SHARE_WHOLE or cell.counted is None:
        return None
    return wording.format_percent(cell.among, cell.counted)


def last_counted_at() -> str:
    """When the register was last counted; empty if never."""
    newest = IndicatorCell.objects.aggregate(Max("counted_at"))["counted_at__max"]
    return date_format(timezone.localtime(newest), "DATETIME_FORMAT") if newest else ""


def _matches(indicator: Indicator, search_words: list[str]) -> bool:
    text = f"{indicator.title} {indicator.question} {indicator.denominator}".lower()
    return all(word in text for word in search_words)


def list_countries(indicator: Indicator) -> list[tuple[str, str]]:
    """The countries with numbers, with their names."""
    codes = (
        IndicatorCell.objects.filter(indicator=indicator.name, dimension="")
        .exclude(country__in=["", "XXX"])
        .values_list("country", flat=True)
        .distinct()
        .order_by("country")
    )
    return [(code, country_name(code)) for code in codes]


def build_indicator_page(indicator: Indicator, indicator_filter: IndicatorFilter) -> IndicatorPage:
    """The page of an indicator for a filter."""
    return IndicatorPage(
        name=indicator.name,
        title=str(indicator.title),
        question=str(indicator.question),
        is_share=indicator.is_share,
        numbers=_numbers(indicator, indicator_filter),
        definition=(*wording.definition_entries(indicator), wording.changes_entry(indicator)),
        responsibilities=wording.responsibility_entries(indicator),
        caveats=(*(str(caveat) for caveat in indicator.caveats), *_notes(indicator)),
    )


def _notes(indicator: Indicator) -> Iterable[str]:
    note = wording.incomplete_years_note(indicator)
    return (note,) if note else ()


def _numbers(indicator: Indicator, indicator_filter: IndicatorFilter) -> IndicatorNumbers | None:
    rows = _stored_cells(indicator, indicator_filter)
    if not rows:
        return None
    cells = {(row.category, row.year): WholeAndPart(row.among, row.counted) for row in rows}
    years = _years({year for _category, year in cells})
    dimension = indicator.dimension(indicator_filter.by)
    categories = _categories(dimension, cells) if dimension else []
    shown = [
        row_category
        for row_category in categories
        if any(_whole_and_part(cells, row_category, year).among for year in years)
    ]
    labels = {code: dimension.label(code) for code in shown} if dimension else {}
    place = (
        country_name(indicator_filter.country)
        if indicator_filter.country
        else _("all recorded countries")
    )
    return IndicatorNumbers(
        subject=wording.table_subject(indicator, place, str(dimension.title) if dimension else ""),
        years=tuple(wording.format_year(year) for year in years),
        lines=tuple(
            _table_row(indicator, cells, category, label, years)
            for category, label in [*labels.items(), ("", _("Total"))]
        ),
        left_out=len(categories) - len(shown),
        do_sums_hold=dimension is None or dimension.do_sums_hold,
        breaks=wording.list_definition_change_texts(indicator),
        chart=_chart(indicator, cells, labels, years),
        chart_description=wording.describe_chart(
            indicator,
            [wording.format_year(year) for year in years],
            _panels(labels) or [_("total")],
        ),
        snapshot=rows[0].snapshot,
        counted_at=date_format(timezone.localtime(rows[0].counted_at), "DATETIME_FORMAT"),
    )


def _stored_cells(indicator: Indicator, indicator_filter: IndicatorFilter) -> list[IndicatorCell]:
    """The rounded cells of the selected country, as a total and by the selected dimension."""
    return list(
        IndicatorCell.objects.filter(
            indicator=indicator.name,
            country=indicator_filter.country,
            dimension__in={"", indicator_filter.by},
        )
    )


def _years(years: set[int]) -> list[int]:
    """Every year from the first to the last, then the unknown one."""
    known_years = years - {0}
    return (
        [*range(min(known_years), max(known_years) + 1), *sorted(years & {0})]
        if known_years
        else [0]
    )


def _categories(dimension: Dimension, cells: Cells) -> list[str]:
    """The categories that occur, in the order of the vocabulary, the unknown one last."""
    order = {category: place for place, category in enumerate(dimension.labels)}
    categories = {category for category, _year in cells if category}
    return sorted(
        categories,
        key=lambda category_code: (
            category_code == NOT_KNOWN,
            order.get(category_code, len(order)),
            category_code,
        ),
    )


def _whole_and_part(cells: Cells, category: str, year: int) -> WholeAndPart:
    return cells.get((category, year), WholeAndPart(0, 0))


def _table_row(
    indicator: Indicator, cells: Cells, category: str, label: str, years: list[int]
) -> CountRow:
    shown = []
    for year in years:
        whole = cells.get(("", year))
        pair = _whole_and_part(cells, category, year) if whole else None
        among, counted = (pair.among, pair.counted) if pair else (None, None)
        shown.append(wording.indicator_cell(among, counted, is_share=indicator.is_share))
    return CountRow(label, tuple(shown), is_whole=not category)


def _panels(labels: Mapping[str, str]) -> list[str]:
    return list(labels.values())[:MAX_PANELS]


def _chart(indicator: Indicator, cells: Cells, labels: Mapping[str, str], years: list[int]) -> Any:
    """A chart with a panel for each of the first categories; the total if there is no dimension."""
    panels = dict(list(labels.items())[:MAX_PANELS]) or {"": str(indicator.title)}
    marks = [
        {"series": label, "year": wording.format_year(year)}
        | _mark(indicator, cells, category, year)
        for category, label in panels.items()
        for year in years
    ]
    return draw(detected_charts.chart_specification(marks, columns=1 if len(panels) == 1 else 2))


def _mark(indicator: Indicator, cells: Cells, category: str, year: int) -> dict[str, Any]:
    if ("", year) not in cells:
        return {"kind": "no_data", "lower": 0, "upper": 0, "label": _("no data")}
    pair = _whole_and_part(cells, category, year)
    if not indicator.is_share:
        text = number_format(pair.among, force_grouping=True)
        return {"kind": "number", "lower": pair.among, "upper": pair.among, "label": text}
    if pair.among < wording.MIN_SHARE_WHOLE or pair.counted is None:
        return {"kind": "no_data", "lower": 0, "upper": 0, "label": _("too few")}
    share = wording.format_percent(pair.among, pair.counted)
    return {"kind": "number", "lower": share, "upper": share, "label": f"{share} %"}
