"""Equity of access: every share of support, disaggregated by one characteristic, side by side.

From the numbers of indicators that are rounded to fives. Differences are shown, not explained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme
from saathi.evidence.indicators.dimensions import (
    AGE,
    AGE_DOCUMENTATION,
    DISABILITY,
    NATIONAL,
    NATIONALITY,
    NOT_KNOWN,
    SEX,
    Dimension,
)
from saathi.evidence.indicators.queries import list_countries
from saathi.evidence.models import IndicatorCell
from saathi.evidence.pages import CountCell
from saathi.infra import clock

# The dimensions that the report demands for equity (lines 198 and 2195). Caste, ethnicity and
# religion are sealed in a child's file and no fact contains them.
EQUITY_DIMENSIONS: tuple[Dimension, ...] = (
    SEX,
    AGE,
    NATIONAL,
    NATIONALITY,
    AGE_DOCUMENTATION,
    DISABILITY,
)
EQUITY_THEMES = (IndicatorTheme.HELP, IndicatorTheme.VOICE, IndicatorTheme.LAW)


@dataclass(frozen=True, slots=True)
class EquityFilter:
    """The characteristic, the year, and one country or all."""

    by: str = SEX.name
    year: int | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class EquityRow:
    """An indicator: its title, and its share for each category."""

    name: str
    title: str
    cells: Sequence[CountCell]


@dataclass(frozen=True, slots=True)
class EquityTable:
    """Shares of support by one characteristic; `omitted_indicators` counts those without it."""

    by: str
    columns: Sequence[str]
    lines: Sequence[EquityRow]
    omitted_indicators: int


def list_help_shares() -> list[Indicator]:
    """The indicators that are shares of support."""
    return [
        indicator
        for indicator in catalogue.all_indicators()
        if indicator.theme in EQUITY_THEMES and indicator.is_share
    ]


def list_equity_years() -> list[int]:
    """The years with shares of support on record, newest first."""
    names = [indicator.name for indicator in list_help_shares()]
    # Tasks that are due in a future year are on record already and would distort the share.
    until = clock.now().year
    years = IndicatorCell.objects.filter(
        indicator__in=names, dimension="", year__gt=0, year__lte=until
    )
    return list(years.values_list("year", flat=True).distinct().order_by("-year"))


def list_equity_countries() -> list[tuple[str, str]]:
    """The countries with support on record."""
    return list_countries(
        next(
            indicator for indicator in list_help_shares() if indicator.name == "assessed_in_a_week"
        )
    )


def build_equity_table(equity_filter: EquityFilter) -> EquityTable:
    """The selected table. One query."""
    mark = next(
        (dimension for dimension in EQUITY_DIMENSIONS if dimension.name == equity_filter.by), SEX
    )
    numbers = {
        indicator.name: matching
        for indicator in list_help_shares()
        if (matching := _dimension(indicator, mark)) is not None
    }
    rows = IndicatorCell.objects.filter(
        indicator__in=list(numbers),
        dimension=mark.name,
        country=equity_filter.country,
        year=equity_filter.year or 0,
    )
    by_indicator: dict[str, dict[str, tuple[int, int | None]]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator, {})[row.category] = (row.among, row.counted)
    categories = _categories(mark, by_indicator)
    return EquityTable(
        by=str(mark.title),
        columns=[mark.label(category) for category in categories],
        lines=[
            EquityRow(
                indicator.name,
                str(indicator.title),
                _cells(by_indicator[indicator.name], categories),
            )
            for indicator in list_help_shares()
            if indicator.name in by_indicator
        ],
        omitted_indicators=len(list_help_shares()) - len(numbers),
    )


def _dimension(indicator: Indicator, mark: Dimension) -> Dimension | None:
    """The characteristic as a dimension of the indicator; None if its own one differs.

    For example, the age when last seen or as reported has the same name and bands as the age when
    identified.
    """
    own_dimension = indicator.dimension(mark.name)
    return own_dimension if own_dimension == mark else None


def _categories(
    mark: Dimension, cells_by_indicator: Mapping[str, Mapping[str, tuple[int, int | None]]]
) -> list[str]:
    order = {code: place for place, code in enumerate(mark.labels)}
    categories = {category for cells in cells_by_indicator.values() for category in cells}
    return sorted(
        categories,
        key=lambda category_code: (
            category_code == NOT_KNOWN,
            order.get(category_code, len(order)),
            category_code,
        ),
    )


def _cells(
    numbers: Mapping[str, tuple[int, int | None]], categories: Sequence[str]
) -> list[CountCell]:
    return [
        wording.indicator_cell(*numbers.get(category, (0, 0)), is_share=True)
        for category in categories
    ]
