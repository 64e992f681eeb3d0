"""The search for designs of a release's tables: how detailed each can be without losing too much.

The search proposes, the rapporteur chooses. What is kept of a proposal is words and shares, no count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saathi.disclosure.design import list_designs
from saathi.disclosure.policy import DisclosurePolicy
from saathi.disclosure.rollup import DetailLevel
from saathi.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.releases.counting import COUNTED, YEAR, ReleaseCube
from saathi.evidence.releases.models import Family
from saathi.evidence.releases.rules import THRESHOLDS

MAX_PROPOSALS = 5


@dataclass(frozen=True, slots=True)
class DesignProposal:
    """One design of one table: how detailed each dimension is, and what will be seen of it."""

    levels: Mapping[str, DetailLevel]
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


def family_policy(family: Family) -> tuple[DisclosurePolicy, DisclosureMethod]:
    """Threshold, zeros and method of a family, as the engine takes them."""
    k = THRESHOLDS[family.sensitivity]
    return DisclosurePolicy(k=k, zeros=ZeroPolicy(family.zeros)), DisclosureMethod(family.method)


def propose_designs(
    cube: ReleaseCube, policy: DisclosurePolicy, method: DisclosureMethod
) -> list[DesignProposal]:
    """The designs that keep the years and what a share needs; the richest first.

    Few are offered: the best of each set of dimensions.
    """
    needed = {YEAR, COUNTED} & set(cube.dimensions)
    found = list_designs(cube.table(), cube.trees, policy, method)
    kept = [one for one in found if not any(one.levels[name].is_dropped for name in needed)]
    return [
        DesignProposal(
            one.levels, one.cells, round(100 * one.shown_share), round(100 * one.persons_share)
        )
        for one in kept[:MAX_PROPOSALS]
    ]


def read_levels(levels: Mapping[str, Mapping[str, Any]]) -> dict[str, DetailLevel]:
    """The levels of a proposal as it was kept."""
    return {
        name: DetailLevel(depth=one["depth"], top=one["top"], is_dropped=one["dropped"])
        for name, one in levels.items()
    }


def align_levels(chosen: Sequence[Mapping[str, DetailLevel]]) -> list[dict[str, DetailLevel]]:
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
            name: DetailLevel(top=fewest[name])
            if name in fewest and not level.is_dropped
            else level
            for name, level in levels.items()
        }
        for levels in chosen
    ]
