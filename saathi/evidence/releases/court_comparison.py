"""Compares kinds of courts by published releases alone: shares side by side, and by year (MEV-005).

Nothing is counted or added up here. A kind of court is compared with ordinary courts only where
rounding and chance together cannot explain the difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.indicators import catalogue, justice_dimensions
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.justice_dimensions import CourtKind
from saathi.evidence.pages import CountCell
from saathi.evidence.releases import published_queries
from saathi.evidence.releases.country_pages import list_published_tables
from saathi.evidence.releases.cube_counting import COUNTRY, YEAR
from saathi.evidence.releases.models import Edition, EditionPart
from saathi.evidence.releases.published_table import PublishedValue
from saathi.evidence.releases.table_cuts import (
    ReleaseTableFilter,
    ReleaseTableSource,
    published_cell,
    published_values,
    select_table_cut,
    share_percent,
)
from saathi.evidence.releases.view_models import ReleaseTableCut
from saathi.evidence.releases.vocabulary import ValueStatus
from saathi.evidence.wording import country_name

BY: Final = justice_dimensions.COURT_KIND.name
USE: Final = "proceedings_by_court"
COMPARED: Final = (
    "charged_in_quarter", "evidence_in_month", "judged_in_year", "hearings_adjourned",
    "heard_by_video", "hearings_in_camera", "open_hearings", "confrontation_avoided",
    "supported_hearings", "charges_convicted", "court_compensation",
)  # fmt: skip
KINDS: Final = (CourtKind.CHILD_FRIENDLY, CourtKind.FAST_TRACK, CourtKind.ORDINARY)
_CERTAINTY: Final = 1.96  # 19 of 20 such intervals contain the share that chance hides


@dataclass(frozen=True, slots=True)
class CourtFilter:
    """The selection: a country or all, and a year or the whole period of each release."""

    country: str = ""
    year: str = TOTAL


@dataclass(frozen=True, slots=True)
class CourtCell:
    """A share at a kind of court, and how it differs from that at ordinary courts."""

    cell: CountCell
    difference: str = ""


@dataclass(frozen=True, slots=True)
class CourtRow:
    """An indicator: its share at each kind of court, and the release from which it comes."""

    title: str
    url: str
    release: str
    cells: Sequence[CourtCell]
    note: str = ""


@dataclass(frozen=True, slots=True)
class MissingCourtTable:
    """An indicator of the comparison of which no release by kind of court is published."""

    title: str
    question: str
    add_url: str


@dataclass(frozen=True)
class CourtYears:
    """The shares at one kind of court by year."""

    title: str
    place: str
    years: Sequence[str]
    rows: Sequence[CourtRow]


@dataclass(frozen=True)
class CourtComparison:
    """The comparison of courts: side by side, by year, and how many proceedings each kind has."""

    columns: Sequence[str]
    rows: Sequence[CourtRow]
    by_year: Sequence[CourtYears]
    use: ReleaseTableCut | None
    caveats: Sequence[str]
    missing: Sequence[MissingCourtTable]


@dataclass(frozen=True)
class CourtTable:
    """A published table of an indicator by kind of court."""

    edition: Edition
    part: EditionPart
    source: ReleaseTableSource

    @property
    def countries(self) -> Sequence[str]:
        """The countries of which it has separate numbers; an empty code if it has them of all."""
        if self.edition.country:
            return [self.edition.country]
        return ["", *(code for code in self.source.printed.codes(COUNTRY) if code != TOTAL)]

    def place(self, country: str, kind: str, year: str) -> dict[str, str]:
        """The codes of a cell."""
        is_of_one = bool(self.edition.country) or not country
        return {BY: kind, YEAR: year} | ({} if is_of_one else {COUNTRY: country})


def list_court_tables() -> list[CourtTable]:
    """The published tables of the comparison by kind of court, the newest numbers first."""
    tables = [
        CourtTable(row, part, published_queries.edition_table_source(row, part))
        for row, part in list_published_tables()
        if row.indicator in {USE, *COMPARED} and BY in part.about["by"]
    ]
    return sorted(tables, key=_freshness, reverse=True)


def _freshness(table: CourtTable) -> tuple[int, object]:
    return table.source.years[1], table.edition.published_at


def list_court_countries(tables: Sequence[CourtTable]) -> list[tuple[str, str]]:
    """The countries that can be selected, with their names; all together is the last one."""
    codes = {code for table in tables for code in table.countries}
    named = sorted((country_name(code), code) for code in codes if code)
    choices = [(code, name) for name, code in named]
    return [*choices, *([("", _("All recorded countries"))] if "" in codes else [])]


def list_court_years(tables: Sequence[CourtTable]) -> list[str]:
    """The years that can be selected, newest first."""
    years = {year for table in tables for year in _single_years(table.source)}
    return sorted(years, reverse=True)


def _single_years(source: ReleaseTableSource) -> list[str]:
    return [str(year) for year in range(source.years[0], source.years[1] + 1)]


def build_court_comparison(
    tables: Sequence[CourtTable], court_filter: CourtFilter
) -> CourtComparison:
    """The comparison for a country and a year."""
    newest: dict[str, CourtTable] = {}
    for table in tables:
        if court_filter.country in table.countries:
            newest.setdefault(table.edition.indicator, table)
    compared = [newest[name] for name in COMPARED if name in newest]
    return CourtComparison(
        columns=[*(str(kind.label) for kind in KINDS), _("All courts and authorities")],
        rows=[_row(table, court_filter) for table in compared],
        by_year=[_years(kind, compared, court_filter) for kind in KINDS[:2]] if compared else (),
        use=_use(newest[USE], court_filter) if USE in newest else None,
        caveats=_caveats(newest.values()),
        missing=[
            MissingCourtTable(
                str(_indicator(name).title),
                str(_indicator(name).question),
                f"{reverse('releases:add_family')}?indicator={name}",
            )
            for name in (USE, *COMPARED)
            if name not in newest
        ],
    )


def _indicator(name: str) -> Indicator:
    indicator = catalogue.find_indicator(name)
    if indicator is None:
        raise ValueError(f"The comparison of courts names {name}, which is no indicator.")
    return indicator


def _row(table: CourtTable, court_filter: CourtFilter) -> CourtRow:
    def values(kind: str) -> tuple[PublishedValue, PublishedValue | None]:
        at = table.place(court_filter.country, kind, court_filter.year)
        return published_values(table.source, at)

    ordinary = values(CourtKind.ORDINARY)
    cells = [
        CourtCell(
            published_cell(table.source, *values(kind)),
            "" if kind == CourtKind.ORDINARY else difference_text(
                values(kind), ordinary, table.source.k
            ),
        )
        for kind in KINDS
    ]  # fmt: skip
    return _row_of(table, [*cells, CourtCell(published_cell(table.source, *values(TOTAL)))])


def _row_of(table: CourtTable, cells: Sequence[CourtCell]) -> CourtRow:
    row = table.edition
    is_same = published_queries.current_indicator(row) is not None
    return CourtRow(
        title=str(table.source.indicator.title),
        url=reverse("published:show_table", args=[row.slug, row.number, table.part.name]),
        release=published_queries.edition_subtitle(row),
        cells=cells,
        note="" if is_same else _("The definition has changed since this release."),
    )


def _years(kind: CourtKind, tables: Sequence[CourtTable], court_filter: CourtFilter) -> CourtYears:
    years = sorted({year for table in tables for year in _single_years(table.source)})
    rows = [
        _row_of(
            table,
            [
                CourtCell(
                    published_cell(
                        table.source,
                        *published_values(
                            table.source, table.place(court_filter.country, kind, year)
                        ),
                    )
                )
                for year in years
            ],
        )
        for table in tables
    ]
    return CourtYears(str(kind.label), f"years-{kind.value.replace('_', '-')}", years, rows)


def _use(table: CourtTable, court_filter: CourtFilter) -> ReleaseTableCut:
    at = table.place(court_filter.country, TOTAL, TOTAL)
    fixed = {name: at.get(name, TOTAL) for name in table.source.dimensions}
    fixed = {name: code for name, code in fixed.items() if name not in {BY, YEAR}}
    return select_table_cut(table.source, ReleaseTableFilter(BY, YEAR, fixed))


def _caveats(tables: Iterable[CourtTable]) -> list[str]:
    caveats = [str(caveat) for table in tables for caveat in table.source.indicator.caveats]
    return list(dict.fromkeys(caveats))


type ValuePair = tuple[PublishedValue, PublishedValue | None]


def difference_text(here: ValuePair, ordinary: ValuePair, k: int) -> str:
    """How a share differs from that at ordinary courts, in words; empty if one of them is hidden."""
    share, ordinary_share = _share(here, k), _share(ordinary, k)
    possible, ordinary_possible = possible_shares(*here, k), possible_shares(*ordinary, k)
    if share is None or ordinary_share is None or possible is None or ordinary_possible is None:
        return ""
    points = abs(share - ordinary_share)
    if possible[0] > ordinary_possible[1]:
        text = ngettext("%(points)d point more", "%(points)d points more", points)
    elif possible[1] < ordinary_possible[0]:
        text = ngettext("%(points)d point less", "%(points)d points less", points)
    else:
        return _("no clear difference")
    return text % {"points": points}


def _share(pair: ValuePair, k: int) -> int | None:
    """The share in percent as it is shown; None if it is not."""
    whole, part = pair
    return None if part is None else share_percent(whole, part, k)


def possible_shares(
    whole: PublishedValue, part: PublishedValue | None, k: int
) -> tuple[float, float] | None:
    """The lowest and highest share that rounding and chance allow; None if a number is hidden.

    Rounding: the true counts lie anywhere between their bounds. Chance: Wilson's interval for the
    lowest and the highest of these shares, of the smallest possible whole.
    """
    if part is None or whole.number is None or part.number is None:
        return None
    whole_low, whole_high = _possible_counts(whole, whole.number, k)
    part_low, part_high = _possible_counts(part, part.number, k)
    if whole_low < 1:
        return None
    lowest, _high = wilson_interval(min(1.0, part_low / whole_high), whole_low)
    _low, highest = wilson_interval(min(1.0, part_high / whole_low), whole_low)
    return lowest, highest


def _possible_counts(value: PublishedValue, number: int, k: int) -> tuple[int, int]:
    """The lowest and highest true count of a published number."""
    if value.possible is not None:
        return value.possible
    reach = k - 1 if value.status == ValueStatus.ROUNDED else 0
    return max(0, number - reach), number + reach


def wilson_interval(share: float, whole: int) -> tuple[float, float]:
    """Wilson's interval of a share of a whole, from 0 to 1."""
    squared = _CERTAINTY**2
    middle = (share + squared / (2 * whole)) / (1 + squared / whole)
    spread = sqrt(share * (1 - share) / whole + squared / (4 * whole**2))
    reach = _CERTAINTY * spread / (1 + squared / whole)
    return max(0.0, middle - reach), min(1.0, middle + reach)
