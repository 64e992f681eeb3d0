"""Generates the documentation page `docs/indicators.md` from the definitions, in English."""

from collections.abc import Iterable, Iterator

from django.utils.translation import override

from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.conditions import (
    AllConditions,
    AnyCondition,
    ColumnCondition,
    ColumnTest,
    Condition,
    NegatedCondition,
)
from saathi.evidence.indicators.definition import (
    Indicator,
    IndicatorTheme,
    Responsibility,
    TimeBasis,
)
from saathi.evidence.indicators.dimensions import Dimension
from saathi.evidence.warehouse import steps

HEAD = """# Indicators

Written by `python tools/indicators.py` from the definitions in `saathi/evidence/indicators/definitions`,
one file for each theme; do not edit. What each counts is tested as a table in `tests/evidence/indicators`.

All are counts of what was registered, and none is an estimate. Until a release is protected and
attacked as a whole, pages show them to staff only, rounded to fives. A unit counts in the year of its
time basis; series of different bases are not to be compared. What is not known is a category of its own.

What an indicator counts does not change silently: `data/definition_history.csv` beside the definitions has a
dated entry for each definition and each step, and `make check` refuses a change without one. Name the change
among the `breaks` of the indicator, then run `python tools/indicators.py --record`; for a changed step, add
the affected indicators, or `none: ` and why.
"""


def build_documentation() -> str:
    """The whole page."""
    with override("en"):
        return "\n".join([HEAD, *_contents(), *_themes(), *_dimensions(), *_frames()]) + "\n"


def _contents() -> Iterator[str]:
    yield "| Indicator | Kind | One is | In the year | Answers |"
    yield "|---|---|---|---|---|"
    for indicator in catalogue.all_indicators():
        kind = "share" if indicator.is_share else "count"
        answers = ", ".join(indicator.requirements)
        title = f"[{indicator.title}](#{indicator.name})"
        yield f"| {title} | {kind} | {indicator.unit.label} | {indicator.basis.label} | {answers} |"
    yield ""


def _themes() -> Iterator[str]:
    for theme in IndicatorTheme:
        yield f"## {theme.label}\n"
        for indicator in catalogue.all_indicators():
            if indicator.theme == theme:
                yield from _indicator(indicator)


def _indicator(indicator: Indicator) -> Iterator[str]:
    yield f'<a id="{indicator.name}"></a>\n### {indicator.title}\n'
    yield f"{indicator.question}\n"
    basis = TimeBasis(indicator.basis).label
    yield f"- `{indicator.name}`, one is: {indicator.unit.label}; in the year: {basis}"
    yield f"- {'Whole' if indicator.is_share else 'Counted'}: {indicator.denominator}"
    yield f"  (rows of `{indicator.frame}`{_condition_suffix(indicator.among)})"
    if indicator.counts is not None:
        yield f"- Part: {indicator.numerator}"
        yield f"  ({describe_condition(indicator.counts)})"
    yield f"- By: {', '.join(str(dimension.title) for dimension in indicator.by)}"
    yield f"- None means: {indicator.zero}"
    yield from (f"- Caveat: {caveat}" for caveat in indicator.caveats)
    lines = ", ".join(map(str, indicator.lines))
    yield f"- Answers {', '.join(indicator.requirements)}; lines {lines} of the report"
    yield from (f"- In terms of {term}: {meaning}" for term, meaning in indicator.terms.items())
    for role, follows in indicator.responsibilities.items():
        yield f"- Where a country is {role}: {'; '.join(_duty(responsibility) for responsibility in follows)}"
    yield from (
        f"- Changed on {definition_break.on}: {definition_break.what}"
        for definition_break in indicator.breaks
    )
    yield ""


def _duty(responsibility: Responsibility) -> str:
    return str(responsibility.label)


def _condition_suffix(condition: Condition) -> str:
    return "" if condition == AllConditions(()) else f" where {describe_condition(condition)}"


def describe_condition(condition: Condition) -> str:
    """The condition in words."""
    match condition:
        case AllConditions(parts):
            return " and ".join(describe_condition(part) for part in parts)
        case AnyCondition(parts):
            return "(" + " or ".join(describe_condition(part) for part in parts) + ")"
        case NegatedCondition(part):
            return f"not {describe_condition(part)}"
        case ColumnCondition(column, test, values):
            listed_values = ", ".join(f"`{value}`" for value in values)
            return {
                ColumnTest.IS_TRUE: f"`{column}`",
                ColumnTest.IS_KNOWN: f"`{column}` is known",
                ColumnTest.ONE_OF: f"`{column}` is {listed_values}",
                ColumnTest.AT_MOST: f"`{column}` ≤ {listed_values}",
                ColumnTest.AT_LEAST: f"`{column}` ≥ {listed_values}",
                ColumnTest.HOLDS: f"`{column}` holds {listed_values}",
            }[test]
    raise TypeError(f"{condition!r} is no condition.")


def _dimensions() -> Iterator[str]:
    yield "## Dimensions\n"
    yield "| Column | Title | Rolls up | Adds up |"
    yield "|---|---|---|---|"
    for dimension in _unique_dimensions(
        candidate for indicator in catalogue.all_indicators() for candidate in indicator.by
    ):
        up = (
            "to bands"
            if "0_17" in dimension.parents.values()
            else "to countries"
            if dimension.parents
            else ""
        )
        do_sums_hold = "yes" if dimension.do_sums_hold else "no"
        yield f"| `{dimension.frame_column}` | {dimension.title} | {up} | {do_sums_hold} |"
    yield ""


def _unique_dimensions(dimensions: Iterable[Dimension]) -> list[Dimension]:
    first_by_key: dict[tuple[str, str], Dimension] = {}
    for dimension in dimensions:
        first_by_key.setdefault((dimension.frame_column, str(dimension.title)), dimension)
    return [first_by_key[key] for key in sorted(first_by_key)]


def _frames() -> Iterator[str]:
    yield "## Steps from facts to what is counted\n"
    yield "`saathi warehouse steps NAME` prints each with its SQL.\n"
    yield "| Step | A row is |"
    yield "|---|---|"
    for step in steps.list_steps():
        yield f"| `{step.name}` | {step.row} |"
