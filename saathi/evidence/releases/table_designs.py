"""Searches for designs of a release's tables: the detail of each that does not lose too much.

The search proposes and a person chooses. The stored proposal contains words and shares, but no
counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saathi.engines.disclosure.design import DesignRequirements, list_designs
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.rollup import DetailLevel
from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.releases.cube_counting import COUNTED, YEAR, ReleaseCube
from saathi.evidence.releases.models import Family
from saathi.evidence.releases.rules import THRESHOLDS

MAX_PROPOSALS = 8


@dataclass(frozen=True, slots=True)
class DesignProposal:
    """A design of one table: the detail of each dimension, and the visible share."""

    levels: Mapping[str, DetailLevel]
    cells: int
    shown: int  # percent of the nonzero cells
    persons: int  # percent of the units in visible finest cells

    def as_json(self) -> dict[str, Any]:
        """The proposal in plain values."""
        return {
            "levels": {
                name: {"depth": level.depth, "top": level.top, "dropped": level.is_dropped}
                for name, level in self.levels.items()
            },
            "cells": self.cells,
            "shown": self.shown,
            "persons": self.persons,
        }


def family_policy(family: Family) -> tuple[DisclosurePolicy, DisclosureMethod]:
    """The threshold, zeros and method of a family, in the form that the engine uses."""
    k = THRESHOLDS[family.sensitivity]
    return DisclosurePolicy(k=k, zeros=ZeroPolicy(family.zeros)), DisclosureMethod(family.method)


def propose_designs(
    cube: ReleaseCube, policy: DisclosurePolicy, method: DisclosureMethod
) -> list[DesignProposal]:
    """The designs that keep the years and the parts of a share; most cells shown first.

    Few are offered: those that no other one beats in every respect.
    """
    needed = DesignRequirements(frozenset({YEAR, COUNTED} & set(cube.dimensions)))
    designs = list_designs(cube.table(), cube.trees, policy, method, needed)
    return [
        DesignProposal(
            design.levels,
            design.cells,
            round(100 * design.shown_share),
            round(100 * design.persons_share),
        )
        for design in designs.designs[:MAX_PROPOSALS]
    ]


def read_levels(levels: Mapping[str, Mapping[str, Any]]) -> dict[str, DetailLevel]:
    """The levels of a stored proposal."""
    return {
        name: DetailLevel(depth=level["depth"], top=level["top"], is_dropped=level["dropped"])
        for name, level in levels.items()
    }


def align_levels(chosen: Sequence[Mapping[str, DetailLevel]]) -> list[dict[str, DetailLevel]]:
    """The chosen designs, aligned: one dimension keeps the same number of largest codes in all.

    "All others" must mean the same in every table of a release; otherwise two tables would reveal
    what one of them merged.
    """
    fewest: dict[str, int] = {}
    for levels in chosen:
        for name, level in levels.items():
            if level.top is not None:
                fewest[name] = min(level.top, fewest.get(name, level.top))
    return [
        {
            name: DetailLevel(top=fewest[name])
            if name in fewest and not level.is_dropped
            else level
            for name, level in levels.items()
        }
        for levels in chosen
    ]
