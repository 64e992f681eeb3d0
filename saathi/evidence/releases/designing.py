"""The search for designs of a release's tables: how detailed each can be without losing too much.

The search proposes, the rapporteur chooses. What is kept of a proposal is words and shares, no count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saathi.disclosure.design import design
from saathi.disclosure.needs import Policy
from saathi.disclosure.rollup import Level
from saathi.disclosure.tables import Method, Zeros
from saathi.evidence.releases.counting import COUNTED, YEAR, Cube
from saathi.evidence.releases.models import Family
from saathi.evidence.releases.rules import THRESHOLDS

MOST_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """One design of one table: how detailed each dimension is, and what will be seen of it."""

    levels: Mapping[str, Level]
    cells: int
    shown: int  # percent of the cells that are not zero
    persons: int  # percent of the units that stand in finest cells that are seen

    def as_json(self) -> dict[str, Any]:
        """The proposal in plain values."""
        return {
            "levels": {
                name: {"depth": one.depth, "top": one.top, "dropped": one.is_dropped}
                for name, one in self.levels.items()
            },
            "cells": self.cells,
            "shown": self.shown,
            "persons": self.persons,
        }


def policy_of(family: Family) -> tuple[Policy, Method]:
    """Threshold, zeros and method of a family, as the engine takes them."""
    k = THRESHOLDS[family.sensitivity]
    return Policy(k=k, zeros=Zeros(family.zeros)), Method(family.method)


def propose(cube: Cube, policy: Policy, method: Method) -> list[Proposal]:
    """The designs that keep the years and what a share needs; the richest first.

    Few are offered: the best of each set of dimensions.
    """
    needed = {YEAR, COUNTED} & set(cube.dimensions)
    found = design(cube.table(), cube.trees, policy, method)
    kept = [one for one in found if not any(one.levels[name].is_dropped for name in needed)]
    return [
        Proposal(one.levels, one.cells, round(100 * one.shown), round(100 * one.persons))
        for one in kept[:MOST_PROPOSED]
    ]


def read_levels(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Level]:
    """The levels of a proposal as it was kept."""
    return {
        name: Level(depth=one["depth"], top=one["top"], is_dropped=one["dropped"])
        for name, one in told.items()
    }


def together(chosen: Sequence[Mapping[str, Level]]) -> list[dict[str, Level]]:
    """The chosen designs made to fit each other: one number of largest codes for one dimension.

    "All others" must mean the same in every table of a release, or two tables would tell apart what
    one of them merged.
    """
    fewest: dict[str, int] = {}
    for levels in chosen:
        for name, level in levels.items():
            if level.top is not None:
                fewest[name] = min(level.top, fewest.get(name, level.top))
    return [
        {
            name: Level(top=fewest[name]) if name in fewest and not level.is_dropped else level
            for name, level in levels.items()
        }
        for levels in chosen
    ]
