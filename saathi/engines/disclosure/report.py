"""The auditor's findings, for people and for programs. No verdict softens another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from saathi.engines.disclosure.tables import CellKey, describe_cell


class DisclosureVerdict(StrEnum):
    """What an attacker can prove about a hidden cell."""

    EXACT = "exact"
    PRESENCE = "presence"
    FEWER = "fewer than k"
    NARROWED = "narrowed"


# The verdicts that are not allowed; a range merely narrower than printed is reported but does not
# fail.
FAILING_VERDICTS = (DisclosureVerdict.EXACT, DisclosureVerdict.PRESENCE, DisclosureVerdict.FEWER)


@dataclass(frozen=True)
class HiddenCell:
    """One hidden cell: its range for an attacker, and what that proves.

    `is_open` says that the range continues beyond `upper`; the end was not needed or there is none.
    """

    key: CellKey
    tables: tuple[str, ...]
    shown: str
    lower: int
    upper: int
    is_open: bool
    verdicts: frozenset[DisclosureVerdict]


@dataclass(frozen=True)
class DisclosureReport:
    """All hidden cells, the sums that cannot be true, and the cells that contradict others.

    `findings` are sentences of attackers who know more than what is printed; they also fail the
    release. `alone` are cells of few agencies or events, or that these or others can deduce.
    """

    cells: Sequence[HiddenCell]
    false_totals: Sequence[str] = ()
    contradictory: Sequence[CellKey] = ()
    notes: Sequence[str] = field(default_factory=tuple)
    k: int = 5
    findings: Sequence[str] = ()
    exposed_cells: Sequence[CellKey] = ()

    def count_verdict(self, verdict: DisclosureVerdict) -> int:
        """The number of cells with a verdict."""
        return sum(verdict in cell.verdicts for cell in self.cells)

    @property
    def passes(self) -> bool:
        """Whether nothing forbidden was proven."""
        return not (
            any(self.count_verdict(verdict) for verdict in FAILING_VERDICTS)
            or self.false_totals
            or self.contradictory
            or self.findings
            or self.exposed_cells
        )

    def as_json(self) -> dict[str, Any]:
        """The whole report in plain values."""
        return {
            "passes": self.passes,
            "hidden": len(self.cells),
            "found": {verdict.value: self.count_verdict(verdict) for verdict in DisclosureVerdict},
            "false_totals": list(self.false_totals),
            "contradictory": [dict(key) for key in self.contradictory],
            "findings": list(self.findings),
            "alone": [describe_cell(key) for key in self.exposed_cells],
            "notes": list(self.notes),
            "cells": [
                {
                    "cell": dict(cell.key),
                    "tables": list(cell.tables),
                    "shown": cell.shown,
                    "lower": cell.lower,
                    "upper": None if cell.is_open else cell.upper,
                    "upper_at_least": cell.upper,
                    "verdicts": sorted(cell.verdicts),
                }
                for cell in self.cells
            ],
        }

    def describe(self, *, all_cells: bool = False) -> str:
        """The report in sentences: first the findings, then the cells concerned."""
        lines = [f"{len(self.cells)} hidden or rounded cells attacked."]
        lines += [
            f"  {_says(verdict, self.k)}: {self.count_verdict(verdict)}"
            for verdict in DisclosureVerdict
        ]
        lines += [f"  sums that cannot be true: {len(self.false_totals)}"]
        lines += [f"  cells that contradict others: {len(self.contradictory)}"]
        lines += [f"    {line}" for line in self.false_totals[:20]]
        if self.exposed_cells:
            lines.append(
                f"  of one event or two, or of two agencies alone: {len(self.exposed_cells)}"
            )
            lines += [f"    {describe_cell(key)}" for key in self.exposed_cells[:20]]
        for cell in self.cells:
            if all_cells or cell.verdicts & set(FAILING_VERDICTS):
                end = f"{cell.upper} or more" if cell.is_open else str(cell.upper)
                verdicts = ", ".join(sorted(cell.verdicts)) or "nothing"
                lines.append(f"  {describe_cell(cell.key)}: from {cell.lower} to {end}; {verdicts}")
        lines += [f"  found besides: {finding}" for finding in self.findings]
        lines += [f"  note: {note}" for note in self.notes]
        lines.append("The tables pass." if self.passes else "The tables FAIL.")
        return "\n".join(lines)


def _says(verdict: DisclosureVerdict, k: int) -> str:
    return {
        DisclosureVerdict.EXACT: "known exactly",
        DisclosureVerdict.PRESENCE: "proven to be at least 1",
        DisclosureVerdict.FEWER: f"proven to be fewer than {k}",
        DisclosureVerdict.NARROWED: "known better than the table says",
    }[verdict]
