"""Whether help reaches all children alike: every share of help, taken apart by one mark, side by side.

From the numbers of indicators that are rounded to fives. A difference is shown and not explained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.definition import Indicator, IndicatorTheme
from saathi.evidence.indicators.dimensions import (
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

# By what the report asks that help be measured (lines 198 and 2195). Caste, ethnicity and religion are
# sealed in a child's file and no fact tells them.
EQUITY_DIMENSIONS: tuple[Dimension, ...] = (
    SEX,
    NATIONAL,
    NATIONALITY,
    AGE_DOCUMENTATION,
    DISABILITY,
)
EQUITY_THEMES = (IndicatorTheme.HELP, IndicatorTheme.VOICE, IndicatorTheme.LAW)


@dataclass(frozen=True, slots=True)
class EquityFilter:
    """By which mark, in which year, in which country or in all."""

    by: str = SEX.name
    year: int | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class EquityRow:
    """One indicator: its title, and its share for each category."""

    name: str
    title: str
    cells: Sequence[CountCell]


@dataclass(frozen=True, slots=True)
class EquityTable:
    """Shares of help by one mark; `without` are indicators of help that do not know this mark."""

    by: str
    columns: Sequence[str]
    lines: Sequence[EquityRow]
    omitted_indicators: int


def list_help_shares() -> list[Indicator]:
    """The shares that tell whether something was done for a child."""
    return [
        one for one in catalogue.all_indicators() if one.theme in EQUITY_THEMES and one.is_share
    ]


def list_equity_years() -> list[int]:
    """The years of which shares of help are on record, the newest first."""
    names = [one.name for one in list_help_shares()]
    # What falls due in a year to come is on record already and says nothing yet.
    until = clock.now().year
    found = IndicatorCell.objects.filter(
        indicator__in=names, dimension="", year__gt=0, year__lte=until
    )
    return list(found.values_list("year", flat=True).distinct().order_by("-year"))


def list_equity_countries() -> list[tuple[str, str]]:
    """The countries in which help was given."""
    return list_countries(
        next(one for one in list_help_shares() if one.name == "assessed_in_a_week")
    )


def build_equity_table(equity_filter: EquityFilter) -> EquityTable:
    """The table that was asked for. One query."""
    mark = next((one for one in EQUITY_DIMENSIONS if one.name == equity_filter.by), SEX)
    held = {
        one.name: found
        for one in list_help_shares()
        if (found := _dimension(one, mark)) is not None
    }
    rows = IndicatorCell.objects.filter(
        indicator__in=list(held),
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
        columns=[mark.label(one) for one in categories],
        lines=[
            EquityRow(one.name, str(one.title), _cells(by_indicator[one.name], categories))
            for one in list_help_shares()
            if one.name in by_indicator
        ],
        omitted_indicators=len(list_help_shares()) - len(held),
    )


def _dimension(indicator: Indicator, mark: Dimension) -> Dimension | None:
    """The mark as an indicator has it."""
    found = indicator.dimension(mark.name)
    return found if found is None or found.labels == mark.labels else None


def _categories(
    mark: Dimension, found: Mapping[str, Mapping[str, tuple[int, int | None]]]
) -> list[str]:
    order = {code: place for place, code in enumerate(mark.labels)}
    seen = {category for cells in found.values() for category in cells}
    return sorted(seen, key=lambda one: (one == NOT_KNOWN, order.get(one, len(order)), one))


def _cells(
    found: Mapping[str, tuple[int, int | None]], categories: Sequence[str]
) -> list[CountCell]:
    return [
        wording.indicator_cell(*found.get(category, (0, 0)), is_share=True)
        for category in categories
    ]
