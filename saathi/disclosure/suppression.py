"""Suppression: hides the sensitive cells and the fewest others, so that no sum gives one back.

Benders: an attacker's prices prove what must be hidden besides, the cheapest choice under all such
proofs is attacked again, until no attack is left. Then the choice is the best there is, or its
distance to the best is known.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saathi.disclosure import cuts, inference, master
from saathi.disclosure.attacker import Need, Witness
from saathi.disclosure.errors import InputError
from saathi.disclosure.needs import Problem
from saathi.disclosure.programme import Reals
from saathi.disclosure.system import Numbers
from saathi.disclosure.tables import in_words

# So many whole tables are kept from round to round.
WITNESSES = 4_000
# Up to this many cells the choice is proven to be the best, however long it takes.
EXACT_CELLS = 2_500


@dataclass(frozen=True)
class Effort:
    """How much time a choice may take in all, and the secret or random order among equals."""

    seconds: float = 300.0
    seed: int = 0


@dataclass(frozen=True)
class Suppression:
    """The hidden cells and how far, in cells, this may be from the fewest possible.

    `besides` of the secondary cells are there only so that nobody infers from the rule itself.
    """

    hidden: NDArray[np.bool_]
    primary: int
    secondary: int
    besides: int
    bound: float
    rounds: int

    @property
    def gap(self) -> float:
        """How many cells fewer there might be; 0 where this is proven to be the best."""
        return max(0.0, self.secondary - self.besides - float(np.ceil(self.bound - 1e-6)))


def suppress(problem: Problem, effort: Effort | None = None) -> Suppression:
    """The safe choice with the fewest hidden cells."""
    search = _Search(problem, effort or Effort())
    try:
        return search.run()
    except cuts.CannotBeHidden as error:
        raise InputError(
            f"{in_words(problem.system.keys[error.cell])} cannot be protected: everything around "
            "it must be shown. Roll the table up, or protect zeros."
        ) from error


class _Search:
    def __init__(self, problem: Problem, effort: Effort) -> None:
        self.problem = problem
        self.effort = effort
        self.ends = time.monotonic() + effort.seconds
        self.costs: Reals = np.ones(problem.system.size)
        self.cuts: list[cuts.Cut] = []
        self.witnesses: list[Witness] = []
        self.bound = 0.0
        self.rounds = 0
        self.kept: Numbers = np.zeros(0, dtype=np.int64)
        self.order = np.random.default_rng(effort.seed).permutation(problem.system.size)

    def run(self) -> Suppression:
        """Rounds of choosing and attacking; first for the sensitive cells, then against inference."""
        self.cuts = list(cuts.of_lines(self.problem))
        needs = self.problem.needs()
        hidden = self._until_safe(needs)
        bound, fewest = self.bound, self._extra(hidden)
        watched: set[int] = set()
        while more := inference.open_to(self.problem, hidden, self.witnesses) - watched:
            watched |= more
            floor = self.problem.floor
            needs = [*self.problem.needs(), *(Need(c, -1, int(floor[c])) for c in sorted(watched))]
            hidden = self._until_safe(needs)
        primary = int(self.problem.sensitive.sum())
        extra = self._extra(hidden)
        return Suppression(hidden, primary, extra, extra - fewest, bound, self.rounds)

    def _extra(self, hidden: NDArray[np.bool_]) -> int:
        return int(hidden.sum() - self.problem.sensitive.sum())

    def _until_safe(self, needs: Sequence[Need]) -> NDArray[np.bool_]:
        while True:
            self.rounds += 1
            choice = self._choose()
            hidden = self.problem.sensitive.copy()
            hidden[choice.cells] = True
            found = self._attack(hidden, [need for need in needs if hidden[need.cell]])
            if not found:
                return hidden
            self.cuts += found
            if not self._is_exact:
                self.kept = choice.cells

    @property
    def _is_exact(self) -> bool:
        return self.problem.system.size <= EXACT_CELLS or time.monotonic() < self.ends

    def _choose(self) -> master.Choice:
        if self._is_exact:
            choice = master.cheapest(self.cuts, self.costs, self.order, 60.0)
        else:
            choice = master.quick(self.cuts, self.costs, self.kept)
        self.bound = max(self.bound, choice.bound)
        return choice

    def _attack(self, hidden: NDArray[np.bool_], needs: Sequence[Need]) -> list[cuts.Cut]:
        attacker = inference.attacker_of(self.problem, hidden, self.witnesses)
        failures = attacker.failures(needs)
        self.witnesses = (self.witnesses + attacker.witnesses)[-WITNESSES:]
        cells = np.flatnonzero(hidden)
        found = [cuts.of_failure(self.problem, failure, cells) for failure in failures]
        return list({cut.name: cut for cut in found}.values())
