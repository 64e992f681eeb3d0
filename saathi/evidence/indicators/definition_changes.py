"""Compares what indicators count with the dated record: no definition changes without an entry.

Wording may be improved at any time. What is counted, by which categories, and the statements that
build the rows are fingerprinted; `tools/indicators.py` refuses a fingerprint that the record lacks.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.definition_history import (
    INDICATOR,
    NO_EFFECT,
    STEP,
    RecordedDefinition,
)
from saathi.evidence.indicators.dimensions import Dimension
from saathi.evidence.warehouse.steps import MACROS, WarehouseStep

type Fingerprints = Mapping[tuple[str, str], str]  # by kind and name


def current_fingerprints(
    indicators: Iterable[Indicator], steps: Iterable[WarehouseStep]
) -> Fingerprints:
    """The fingerprint of each definition, each step, and the macros of steps."""
    fingerprints = {
        (INDICATOR, indicator.name): _of_indicator(indicator) for indicator in indicators
    }
    fingerprints |= {(STEP, step.name): _of_sql(step.sql) for step in steps}
    return fingerprints | {(STEP, "macros"): _of_sql("\n".join(MACROS))}


def list_problems(
    current: Fingerprints,
    recorded: Sequence[RecordedDefinition],
    indicators: Iterable[Indicator],
) -> list[str]:
    """Changes without a dated entry, and recorded changes that no page shows; empty if none."""
    breaks = {
        indicator.name: {change.on for change in indicator.breaks} for indicator in indicators
    }
    return [
        *_changed_without_entry(current, recorded),
        *(
            problem
            for earlier, change in _changes(recorded)
            for problem in _problems_of_change(earlier, change, breaks)
        ),
    ]


def _changed_without_entry(
    current: Fingerprints, recorded: Sequence[RecordedDefinition]
) -> Iterator[str]:
    latest = {(item.kind, item.name): item for item in recorded}
    for (kind, name), fingerprint in current.items():
        entry = latest.get((kind, name))
        if entry is None:
            yield f"The {kind} {name} has no entry in the record of definitions."
        elif entry.fingerprint != fingerprint:
            yield f"The {kind} {name} changed since {entry.since} without a dated entry."


def _changes(
    recorded: Iterable[RecordedDefinition],
) -> Iterator[tuple[RecordedDefinition, RecordedDefinition]]:
    """Each entry that changes a definition, after the entry before it."""
    latest: dict[tuple[str, str], RecordedDefinition] = {}
    for item in recorded:
        if (earlier := latest.get((item.kind, item.name))) is not None:
            yield earlier, item
        latest[item.kind, item.name] = item


def _problems_of_change(
    earlier: RecordedDefinition, change: RecordedDefinition, breaks: Mapping[str, set[dt.date]]
) -> Iterator[str]:
    said = f"The change of the {change.kind} {change.name} on {change.since}"
    if change.since < earlier.since:
        yield f"{said} is dated before the entry that it follows."
    affected = [change.name] if change.kind == INDICATOR else change.affects.split()
    if change.affects.startswith(NO_EFFECT):
        if not change.affects.removeprefix(NO_EFFECT).strip():
            yield f"{said} does not say why it affects no figure."
        return
    if not affected:
        yield f"{said} does not say which indicators it affects."
    for name in affected:
        # An indicator that is no longer counted has no page.
        if name not in breaks and change.kind == INDICATOR:
            continue
        if change.since not in breaks.get(name, set()):
            yield f"{said} is not among the dated changes (`breaks`) of {name}."


def _of_indicator(indicator: Indicator) -> str:
    return _hash(
        [
            indicator.frame,
            indicator.when,
            str(indicator.unit.value),
            str(indicator.basis.value),
            repr(indicator.among),
            repr(indicator.counts),
            *(_of_dimension(dimension) for dimension in indicator.by),
        ]
    )


def _of_dimension(dimension: Dimension) -> str:
    parents = sorted(dimension.parents.items())
    codes = sorted(dimension.labels)
    return repr((dimension.name, dimension.frame_column, dimension.do_sums_hold, codes, parents))


def _of_sql(statement: str) -> str:
    """The fingerprint of a statement, regardless of comments and layout."""
    return _hash(re.sub(r"--[^\n]*", "", statement).split())


def _hash(words: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(words)).encode()).hexdigest()[:16]
