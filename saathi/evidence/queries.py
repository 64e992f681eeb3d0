"""Reads the published series, and counts of our own register, for the page of detected persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from saathi.evidence import charts, rules, wording
from saathi.evidence.counts import Count, add_counts
from saathi.evidence.glotip import DetectedRow, detected_rows
from saathi.evidence.models import RegisterCell
from saathi.evidence.pages import (
    DetectedFilter,
    DetectedOtherRow,
    DetectedPage,
    DetectedYearRow,
    RegisterTable,
)
from saathi.evidence.rules import DetectedCountKey, SourceFault, SourceInconsistency
from saathi.evidence.series import GLOTIP
from saathi.evidence.vocabulary import AgeGroup, GlotipDimension, GlotipExploitationType, Sex
from saathi.infra.countries import Country
from saathi.web.charts import draw


@dataclass(frozen=True, slots=True)
class RegisterCount:
    """Distinct children of our own register in one group.

    Each group is counted for itself, the totals (`ALL`) too: adding groups would count a child
    twice who was exploited in two forms, and a country twice that was her origin and destination.
    """

    country: str
    year: int
    form: GlotipExploitationType
    sex: Sex
    age: AgeGroup
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
    """Where the published series does not fit together."""
    return rules.find_inconsistencies(published_cells())


def list_published_years() -> tuple[int, ...]:
    """Every year from the first to the last of the series, those without any row too."""
    seen = {key.year for key in published_cells()}
    return tuple(range(min(seen), max(seen) + 1))


def build_detected_page(
    detected_filter: DetectedFilter, *, register: Iterable[RegisterCount] | None = None
) -> DetectedPage:
    """The table, chart and remarks for what the reader chose; the register's table if there is one.

    The drawing of the chart costs about 50 ms the first time and nothing after that.
    """
    found = [
        finding
        for finding in list_source_inconsistencies()
        if finding.key.country in detected_filter.countries
    ]
    doubted = {finding.key for finding in found if finding.fault != SourceFault.SHORT}
    rows = tuple(_year_row(detected_filter, year, doubted) for year in list_published_years())
    marks = [
        mark
        for country in detected_filter.countries
        for year in list_published_years()
        for mark in charts.chart_marks(
            str(country.label), year, _counts(detected_filter, country, year)
        )
    ]
    return DetectedPage(
        heading=wording.counted_persons_label(detected_filter.age),
        subject=wording.table_subject(detected_filter),
        columns=tuple(str(country.label) for country in detected_filter.countries),
        has_sums=detected_filter.country is None,
        rows=rows,
        chart=draw(charts.chart_specification(marks, columns=1 if detected_filter.country else 2)),
        chart_description=wording.describe_chart(
            detected_filter, [row.cells for row in rows], list_published_years()
        ),
        contradictions=tuple(
            wording.describe_inconsistency(f) for f in found if f.fault != SourceFault.SHORT
        ),
        unstated=tuple(
            wording.describe_inconsistency(f) for f in found if f.fault == SourceFault.SHORT
        ),
        others=_others(detected_filter.country) if detected_filter.country else (),
        series=GLOTIP,
        register=build_register_table(register, detected_filter) if register is not None else None,
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
) -> RegisterTable:
    """The table of our own register for the same form, sex and age; a year without a row is none.

    In a register of our own "no row" for a year it covers is a true zero only if the facts say so:
    they have to hand over the zero.
    """
    chosen = [
        count
        for count in counts
        if (count.form, count.sex, count.age)
        == (detected_filter.form, detected_filter.sex, detected_filter.age)
    ]
    columns = tuple(dict.fromkeys(count.country for count in chosen))
    found = {(count.country, count.year): count.children for count in chosen}

    def value(country: str, year: int) -> list[Count]:
        children = found.get((country, year))
        return [] if children is None else [Count(children, children)]

    return RegisterTable(
        columns=tuple(wording.country_name(code) for code in columns),
        rows=tuple(
            DetectedYearRow(
                year=year,
                cells=tuple(wording.count_cell(value(c, year), in_doubt=False) for c in columns),
                total=None,  # children may be in two countries' counts
            )
            for year in sorted({count.year for count in chosen})
        ),
    )


def _counts(choice: DetectedFilter, country: Country, year: int) -> Sequence[Count]:
    return published_cells().get(
        DetectedCountKey(country, year, choice.form, choice.sex, choice.age), ()
    )


def _year_row(choice: DetectedFilter, year: int, doubted: set[DetectedCountKey]) -> DetectedYearRow:
    found = {country: _counts(choice, country, year) for country in choice.countries}
    shown = tuple(
        wording.count_cell(
            counts,
            in_doubt=DetectedCountKey(country, year, choice.form, choice.sex, choice.age)
            in doubted,
        )
        for country, counts in found.items()
    )
    if choice.country:
        return DetectedYearRow(year, shown, None)
    known = [counts for counts in found.values() if counts]
    addable = all(len(counts) == 1 for counts in known)
    total = add_counts(counts[0] for counts in known) if addable else None
    return DetectedYearRow(
        year, shown, wording.total_cell(total, with_data=len(known), of=len(choice.countries))
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
