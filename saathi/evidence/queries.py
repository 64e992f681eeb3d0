"""Reads the published series, and counts of our own register, for the page of detected persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from saathi.evidence import charts, rules, wording
from saathi.evidence.counts import Count, add
from saathi.evidence.glotip import DetectedRow, detected_rows
from saathi.evidence.models import RegisterCell
from saathi.evidence.pages import Choice, DetectedPage, OtherRow, RegisterTable, YearRow
from saathi.evidence.rules import Fault, Finding, Key
from saathi.evidence.series import GLOTIP
from saathi.evidence.vocabulary import AgeGroup, Dimension, Form, Sex
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
    form: Form
    sex: Sex
    age: AgeGroup
    children: int


def register_counts() -> list[RegisterCount] | None:
    """The counts of our own register, rounded to fives; None where it was never counted."""
    names = ("country", "year", "form", "sex", "age", "children")
    rows = RegisterCell.objects.order_by("country", "year").values_list(*names)
    return [RegisterCount(*row) for row in rows] or None


@cache
def cells() -> dict[Key, list[Count]]:
    """The counts of the published series by country, year, form, sex and age."""
    return rules.by_key(detected_rows())


@cache
def findings() -> tuple[Finding, ...]:
    """Where the published series does not fit together."""
    return rules.findings(cells())


def years() -> tuple[int, ...]:
    """Every year from the first to the last of the series, those without any row too."""
    seen = {key.year for key in cells()}
    return tuple(range(min(seen), max(seen) + 1))


def detected_page(
    choice: Choice, *, register: Iterable[RegisterCount] | None = None
) -> DetectedPage:
    """The table, chart and remarks for what the reader chose; the register's table if there is one.

    The drawing of the chart costs about 50 ms the first time and nothing after that.
    """
    found = [finding for finding in findings() if finding.key.country in choice.countries]
    doubted = {finding.key for finding in found if finding.fault != Fault.SHORT}
    rows = tuple(_year_row(choice, year, doubted) for year in years())
    marks = [
        mark
        for country in choice.countries
        for year in years()
        for mark in charts.values(str(country.label), year, _counts(choice, country, year))
    ]
    return DetectedPage(
        heading=wording.persons(choice.age),
        subject=wording.subject(choice),
        columns=tuple(str(country.label) for country in choice.countries),
        has_sums=choice.country is None,
        rows=rows,
        chart=draw(charts.specification(marks, columns=1 if choice.country else 2)),
        chart_words=wording.chart(choice, [row.cells for row in rows], years()),
        contradictions=tuple(wording.finding(f) for f in found if f.fault != Fault.SHORT),
        unstated=tuple(wording.finding(f) for f in found if f.fault == Fault.SHORT),
        others=_others(choice.country) if choice.country else (),
        series=GLOTIP,
        register=register_table(register, choice) if register is not None else None,
    )


def chosen_rows(choice: Choice) -> tuple[DetectedRow, ...]:
    """The rows of the source behind the table, as printed, for download."""
    return tuple(
        row
        for row in detected_rows()
        if row.country in choice.countries
        and (row.form, row.sex, row.age) == (choice.form, choice.sex, choice.age)
    )


def register_table(counts: Iterable[RegisterCount], choice: Choice) -> RegisterTable:
    """The table of our own register for the same form, sex and age; a year without a row is none.

    In a register of our own "no row" for a year it covers is a true zero only if the facts say so:
    they have to hand over the zero.
    """
    chosen = [
        count
        for count in counts
        if (count.form, count.sex, count.age) == (choice.form, choice.sex, choice.age)
    ]
    columns = tuple(dict.fromkeys(count.country for count in chosen))
    found = {(count.country, count.year): count.children for count in chosen}

    def value(country: str, year: int) -> list[Count]:
        children = found.get((country, year))
        return [] if children is None else [Count(children, children)]

    return RegisterTable(
        columns=tuple(wording.country(code) for code in columns),
        rows=tuple(
            YearRow(
                year=year,
                cells=tuple(wording.cell(value(c, year), in_doubt=False) for c in columns),
                together=None,  # children may be in two countries' counts
            )
            for year in sorted({count.year for count in chosen})
        ),
    )


def _counts(choice: Choice, country: Country, year: int) -> Sequence[Count]:
    return cells().get(Key(country, year, choice.form, choice.sex, choice.age), ())


def _year_row(choice: Choice, year: int, doubted: set[Key]) -> YearRow:
    found = {country: _counts(choice, country, year) for country in choice.countries}
    shown = tuple(
        wording.cell(
            counts,
            in_doubt=Key(country, year, choice.form, choice.sex, choice.age) in doubted,
        )
        for country, counts in found.items()
    )
    if choice.country:
        return YearRow(year, shown, None)
    known = [counts for counts in found.values() if counts]
    addable = all(len(counts) == 1 for counts in known)
    total = add(counts[0] for counts in known) if addable else None
    return YearRow(
        year, shown, wording.together(total, with_data=len(known), of=len(choice.countries))
    )


def _others(country: Country) -> tuple[OtherRow, ...]:
    along = {Dimension.CITIZENSHIP, Dimension.REPATRIATION}
    return tuple(
        OtherRow(
            year=row.year,
            dimension=str(row.dimension.label),
            category=row.category,
            cell=wording.cell([row.count], in_doubt=False),
        )
        for row in sorted(detected_rows(), key=lambda row: (row.dimension, row.year))
        if row.country == country and row.dimension in along
    )
