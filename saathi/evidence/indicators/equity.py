"""Whether help reaches all children alike: every share of help, taken apart by one mark, side by side.

From the numbers of indicators that are rounded to fives. A difference is shown and not explained.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.definition import Indicator, Theme
from saathi.evidence.indicators.dimensions import (
    DISABILITY,
    NATIONAL,
    NATIONALITY,
    NOT_KNOWN,
    PAPERS,
    SEX,
    Dimension,
)
from saathi.evidence.indicators.queries import countries
from saathi.evidence.models import IndicatorCell
from saathi.evidence.pages import Cell
from saathi.infra import clock

# By what the report asks that help be measured (lines 198 and 2195). Caste, ethnicity and religion are
# sealed in a child's file and no fact tells them.
MARKS: tuple[Dimension, ...] = (SEX, NATIONAL, NATIONALITY, PAPERS, DISABILITY)
THEMES = (Theme.HELP, Theme.VOICE, Theme.LAW)


@dataclass(frozen=True, slots=True)
class EquityAsked:
    """By which mark, in which year, in which country or in all."""

    by: str = SEX.name
    year: int | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class EquityLine:
    """One indicator: its title, and its share for each category."""

    name: str
    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class EquityTable:
    """Shares of help by one mark; `without` are indicators of help that do not know this mark."""

    by: str
    columns: Sequence[str]
    lines: Sequence[EquityLine]
    without: int


def measured() -> list[Indicator]:
    """The shares that tell whether something was done for a child."""
    return [one for one in catalogue.indicators() if one.theme in THEMES and one.is_share]


def years() -> list[int]:
    """The years of which shares of help are on record, the newest first."""
    names = [one.name for one in measured()]
    # What falls due in a year to come is on record already and says nothing yet.
    until = clock.now().year
    found = IndicatorCell.objects.filter(
        indicator__in=names, dimension="", year__gt=0, year__lte=until
    )
    return list(found.values_list("year", flat=True).distinct().order_by("-year"))


def possible_countries() -> list[tuple[str, str]]:
    """The countries in which help was given."""
    return countries(next(one for one in measured() if one.name == "assessed_in_a_week"))


def table(asked: EquityAsked) -> EquityTable:
    """The table that was asked for. One query."""
    mark = next((one for one in MARKS if one.name == asked.by), SEX)
    held = {one.name: found for one in measured() if (found := _dimension(one, mark)) is not None}
    rows = IndicatorCell.objects.filter(
        indicator__in=list(held), dimension=mark.name, country=asked.country, year=asked.year or 0
    )
    by_indicator: dict[str, dict[str, tuple[int, int | None]]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator, {})[row.category] = (row.among, row.counted)
    categories = _categories(mark, by_indicator)
    return EquityTable(
        by=str(mark.title),
        columns=[mark.label(one) for one in categories],
        lines=[
            EquityLine(one.name, str(one.title), _cells(by_indicator[one.name], categories))
            for one in measured()
            if one.name in by_indicator
        ],
        without=len(measured()) - len(held),
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


def _cells(found: Mapping[str, tuple[int, int | None]], categories: Sequence[str]) -> list[Cell]:
    return [wording.cell(*found.get(category, (0, 0)), is_share=True) for category in categories]
