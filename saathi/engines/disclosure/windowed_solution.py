"""The growing result of a suppression by windows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.attacker import RangeRequirement
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.witnesses import WitnessTables


@dataclass
class WindowedSolution:
    """The hidden cells, how far whole tables take every cell, and a bound on the secondary cells."""

    hidden: NDArray[np.bool_]
    witnesses: WitnessTables
    low: IntArray
    high: IntArray
    bound: float = 0.0
    open_needs: list[RangeRequirement] = field(default_factory=list)

    def is_met(self, need: RangeRequirement) -> bool:
        """Whether some known whole table reaches the goal."""
        if need.sign > 0:
            return bool(self.high[need.cell] >= need.goal)
        return bool(self.low[need.cell] <= need.goal)

    def open_goals(
        self, cells: IntArray, goals: IntArray, is_up: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """For each of many goals, whether no known table meets it."""
        return np.where(is_up, self.high[cells] < goals, self.low[cells] > goals)

    def search_unmet(self, needs: Sequence[RangeRequirement]) -> list[RangeRequirement]:
        """The needs that no known table meets."""
        return [need for need in needs if not self.is_met(need)]
