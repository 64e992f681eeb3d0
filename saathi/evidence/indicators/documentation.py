"""The page of documentation that the definitions themselves write: `docs/indicators.md`. In English."""

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
one file each; do not edit. What each counts is tested as a table in `tests/evidence/indicators`.

All are counts of what was registered, and none is an estimate. Until a release is protected and
attacked as a whole, pages show them to staff only, rounded to fives. A unit counts in the year of its
time basis; series of different bases are not to be compared. What is not known is a category of its own.
"""


def build_documentation() -> str:
    """The whole page."""
    with override("en"):
        return "\n".join([HEAD, *_contents(), *_themes(), *_dimensions(), *_frames()]) + "\n"


def _contents() -> Iterator[str]:
    yield "| Indicator | Kind | One is | In the year | Answers |"
    yield "|---|---|---|---|---|"
    for one in catalogue.all_indicators():
        kind = "share" if one.is_share else "count"
        answers = ", ".join(one.requirements)
        yield f"| [{one.title}](#{one.name}) | {kind} | {one.unit.label} | {one.basis.label} | {answers} |"
    yield ""


def _themes() -> Iterator[str]:
    for theme in IndicatorTheme:
        yield f"## {theme.label}\n"
        for one in catalogue.all_indicators():
            if one.theme == theme:
                yield from _indicator(one)


def _indicator(one: Indicator) -> Iterator[str]:
    yield f'<a id="{one.name}"></a>\n### {one.title}\n'
    yield f"{one.question}\n"
    yield f"- `{one.name}`, one is: {one.unit.label}; in the year: {TimeBasis(one.basis).label}"
    yield f"- {'Whole' if one.is_share else 'Counted'}: {one.denominator}"
    yield f"  (rows of `{one.frame}`{_where(one.among)})"
    if one.counts is not None:
        yield f"- Part: {one.numerator}"
        yield f"  ({describe_condition(one.counts)})"
    yield f"- By: {', '.join(str(each.title) for each in one.by)}"
    yield f"- None means: {one.zero}"
    yield from (f"- Caveat: {caveat}" for caveat in one.caveats)
    lines = ", ".join(map(str, one.lines))
    yield f"- Answers {', '.join(one.requirements)}; lines {lines} of the report"
    yield from (f"- In terms of {term}: {said}" for term, said in one.terms.items())
    for role, follows in one.responsibilities.items():
        yield f"- Where a country is {role}: {'; '.join(_duty(each) for each in follows)}"
    yield from (f"- Changed on {each.on}: {each.what}" for each in one.breaks)
    yield ""


def _duty(each: Responsibility) -> str:
    return str(each.label)


def _where(condition: Condition) -> str:
    return "" if condition == AllConditions(()) else f" where {describe_condition(condition)}"


def describe_condition(condition: Condition) -> str:
    """The condition as a person reads it."""
    match condition:
        case AllConditions(parts):
            return " and ".join(describe_condition(part) for part in parts)
        case AnyCondition(parts):
            return "(" + " or ".join(describe_condition(part) for part in parts) + ")"
        case NegatedCondition(part):
            return f"not {describe_condition(part)}"
        case ColumnCondition(column, test, values):
            said = ", ".join(f"`{value}`" for value in values)
            return {
                ColumnTest.IS_TRUE: f"`{column}`",
                ColumnTest.IS_KNOWN: f"`{column}` is known",
                ColumnTest.ONE_OF: f"`{column}` is {said}",
                ColumnTest.AT_MOST: f"`{column}` ≤ {said}",
                ColumnTest.AT_LEAST: f"`{column}` ≥ {said}",
                ColumnTest.HOLDS: f"`{column}` holds {said}",
            }[test]
    raise TypeError(f"{condition!r} is no condition.")


def _dimensions() -> Iterator[str]:
    yield "## Dimensions\n"
    yield "| Column | Title | Rolls up | Adds up |"
    yield "|---|---|---|---|"
    for one in _each_once(
        each for indicator in catalogue.all_indicators() for each in indicator.by
    ):
        up = "to bands" if "0_17" in one.parents.values() else "to countries" if one.parents else ""
        yield f"| `{one.frame_column}` | {one.title} | {up} | {'yes' if one.adds_up else 'no'} |"
    yield ""


def _each_once(found: Iterable[Dimension]) -> list[Dimension]:
    seen: dict[tuple[str, str], Dimension] = {}
    for one in found:
        seen.setdefault((one.frame_column, str(one.title)), one)
    return [seen[key] for key in sorted(seen)]


def _frames() -> Iterator[str]:
    yield "## Steps from facts to what is counted\n"
    yield "`saathi warehouse steps NAME` prints each with its SQL.\n"
    yield "| Step | A row is |"
    yield "|---|---|"
    for one in steps.list_steps():
        yield f"| `{one.name}` | {one.row} |"
