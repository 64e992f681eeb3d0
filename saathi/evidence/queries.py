"""Reads the published series and the counts of our own register for the page of detected persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from saathi.evidence import detected_charts, rules, wording
from saathi.evidence.glotip import DetectedRow, detected_rows
from saathi.evidence.models import RegisterCell
from saathi.evidence.pages import (
    DetectedFilter,
    DetectedOtherRow,
    DetectedPage,
    DetectedYearRow,
    RegisterCountsTable,
)
from saathi.evidence.printed_counts import Count, add_counts
from saathi.evidence.rules import DetectedCountKey, SourceFault, SourceInconsistency
from saathi.evidence.series import GLOTIP
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipDimension, GlotipExploitationType, Sex
from saathi.infra.countries import Country
from saathi.web.charts import Svg, draw


@dataclass(frozen=True, slots=True)
class RegisterCount:
    """Distinct children in one group of our own register.

    Every group is counted separately, the totals (`ALL`) too: adding groups would count twice a
    child who was exploited in two forms, and a country that was both origin and destination.
    """

    country: str
    year: int
    form: GlotipExploitationType
    sex: Sex
    age: GlotipAgeGroup
    children: int


def list_register_counts() -> list[RegisterCount] | None:
    """The counts of our own register, rounded to fives; None where it was never counted."""
    names = ("country", "year", "form", "sex", "age", "children")
    rows = RegisterCell.objects.order_by("country", "year").values_list(*names)
    return [RegisterCount(*row) for row in rows] or None


@cache
def published_cells() -> dict[DetectedCountKey, list[Count]]:
    """The counts of the published series by country, year, form, sex and age."""
    return rules.group_counts_by_key(detected_rows())


@cache
def list_source_inconsistencies() -> tuple[SourceInconsistency, ...]:
    """Inconsistencies within the published series."""
    return rules.find_source_inconsistencies(published_cells())


def list_published_years() -> tuple[int, ...]:
    """Every year from the first to the last of the series, including years without a row."""
    years = {key.year for key in published_cells()}
    return tuple(range(min(years), max(years) + 1))


def build_detected_page(
    detected_filter: DetectedFilter, *, register: Iterable[RegisterCount] | None = None
) -> DetectedPage:
    """The table, chart and remarks for a filter, and our own register's table if there is one.

    Drawing the chart takes about 50 ms the first time, and no time later.
    """
    contradictions, shortfalls = _split_inconsistencies(detected_filter)
    doubted = {inconsistency.key for inconsistency in contradictions}
    rows = tuple(_year_row(detected_filter, year, doubted) for year in list_published_years())
    return DetectedPage(
        heading=wording.counted_persons_label(detected_filter.age),
        subject=wording.table_subject(detected_filter),
        columns=tuple(str(country.label) for country in detected_filter.countries),
        has_sums=detected_filter.country is None,
        rows=rows,
        chart=_chart(detected_filter),
        chart_description=wording.describe_chart(
            detected_filter, [row.cells for row in rows], list_published_years()
        ),
        contradictions=tuple(map(wording.describe_inconsistency, contradictions)),
        unstated=tuple(map(wording.describe_inconsistency, shortfalls)),
        others=_others(detected_filter.country) if detected_filter.country else (),
        series=GLOTIP,
        register=build_register_table(register, detected_filter) if register is not None else None,
    )


def _split_inconsistencies(
    detected_filter: DetectedFilter,
) -> tuple[list[SourceInconsistency], list[SourceInconsistency]]:
    """Two lists for the selected countries: contradictions, and parts short of the whole."""
    selected = [
        inconsistency
        for inconsistency in list_source_inconsistencies()
        if inconsistency.key.country in detected_filter.countries
    ]
    contradictions = [row for row in selected if row.fault != SourceFault.SHORT]
    return contradictions, [row for row in selected if row.fault == SourceFault.SHORT]


def _chart(detected_filter: DetectedFilter) -> Svg:
    marks = [
        mark
        for country in detected_filter.countries
        for year in list_published_years()
        for mark in detected_charts.chart_marks(
            str(country.label), year, _counts(detected_filter, country, year)
        )
    ]
    return draw(
        detected_charts.chart_specification(marks, columns=1 if detected_filter.country else 2)
    )


def filter_source_rows(detected_filter: DetectedFilter) -> tuple[DetectedRow, ...]:
    """The rows of the source behind the table, as printed, for download."""
    return tuple(
        row
        for row in detected_rows()
        if row.country in detected_filter.countries
        and (row.form, row.sex, row.age)
        == (detected_filter.form, detected_filter.sex, detected_filter.age)
    )


def build_register_table(
    counts: Iterable[RegisterCount], detected_filter: DetectedFilter
) -> RegisterCountsTable:
    """The table of our own register for the same form, sex and age; a year without a row has no data.

    A missing row of a year that our own register covers is a true zero only if the facts contain
    the zero explicitly.
    """
    chosen = [
        count
        for count in counts
        if (count.form, count.sex, count.age)
        == (detected_filter.form, detected_filter.sex, detected_filter.age)
    ]
    columns = tuple(dict.fromkeys(count.country for count in chosen))
    children_by_key = {(count.country, count.year): count.children for count in chosen}

    def value(country: str, year: int) -> list[Count]:
        children = children_by_key.get((country, year))
        return [] if children is None else [Count(children, children)]

    return RegisterCountsTable(
        columns=tuple(wording.country_name(code) for code in columns),
        rows=tuple(
            DetectedYearRow(
                year=year,
                cells=tuple(
                    wording.count_cell(value(column_country, year), in_doubt=False)
                    for column_country in columns
                ),
                total=None,  # a child may be in the counts of two countries
            )
            for year in sorted({count.year for count in chosen})
        ),
    )


def _counts(choice: DetectedFilter, country: Country, year: int) -> Sequence[Count]:
    return published_cells().get(
        DetectedCountKey(country, year, choice.form, choice.sex, choice.age), ()
    )


def _year_row(choice: DetectedFilter, year: int, doubted: set[DetectedCountKey]) -> DetectedYearRow:
    counts_by_country = {country: _counts(choice, country, year) for country in choice.countries}
    shown = tuple(
        wording.count_cell(
            counts,
            in_doubt=DetectedCountKey(country, year, choice.form, choice.sex, choice.age)
            in doubted,
        )
        for country, counts in counts_by_country.items()
    )
    if choice.country:
        return DetectedYearRow(year, shown, None)
    available = [counts for counts in counts_by_country.values() if counts]
    addable = all(len(counts) == 1 for counts in available)
    total = add_counts(counts[0] for counts in available) if addable else None
    return DetectedYearRow(
        year, shown, wording.total_cell(total, with_data=len(available), of=len(choice.countries))
    )


def _others(country: Country) -> tuple[DetectedOtherRow, ...]:
    along = {GlotipDimension.CITIZENSHIP, GlotipDimension.REPATRIATION}
    return tuple(
        DetectedOtherRow(
            year=row.year,
            dimension=str(row.dimension.label),
            category=row.category,
            cell=wording.count_cell([row.count], in_doubt=False),
        )
        for row in sorted(detected_rows(), key=lambda row: (row.dimension, row.year))
        if row.country == country and row.dimension in along
    )
