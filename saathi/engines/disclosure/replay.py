"""Replay: which tables lead to the printed pattern, and for how many secrets?

An attacker with this program does not know the secret, and tries many. For small tables this counts
how often groups of codes (`code_groups`) give the pattern; the secret decides nothing else there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import inference
from saathi.engines.disclosure.code_groups import (
    CodeGroups,
    GroupName,
    draw_size,
    list_code_parents,
)
from saathi.engines.disclosure.patterns import SuppressionPattern
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.system import IntArray
from saathi.engines.disclosure.tables import ZeroPolicy

SECRETS = 100
# A choice of the fewest cells needs a solver, so only this many tables and secrets are tried.
MAX_REPLAYED_TABLES, SECRETS_FOR_FEWEST = 60, 10
# A value this many times less likely than from the printed numbers alone is as good as excluded.
LESS_LIKELY = 20.0

# The hidden cells that a program chooses with a secret; None if it refuses.
type PatternChoice = Callable[[SuppressionProblem, int], NDArray[np.bool_] | None]


@dataclass(frozen=True)
class Replay:
    """For each whole table that agrees with what is printed, how many secrets lead to the pattern."""

    pattern: SuppressionPattern
    frequency: IntArray

    @property
    def is_explained(self) -> bool:
        """Whether any secret leads to the pattern; if not, this program did not choose it."""
        return bool(self.frequency.any())

    def list_findings(self, k: int, zeros: ZeroPolicy) -> Iterator[tuple[int, str]]:
        """The hidden cells about which the frequencies reveal too much, and what they reveal."""
        tables, weights = self.pattern.tables, self.frequency
        for place, cell in enumerate(self.pattern.cells.tolist()):
            values = tables[:, place]
            left = values[weights > 0]
            if left.min() == left.max():
                yield cell, f"is {left.min()}"
            elif values.min() < k and self._is_unlikely(values >= k):
                yield cell, f"is fewer than {k}"
            elif (
                values.min() < k
                and zeros is ZeroPolicy.PROTECTED
                and self._is_unlikely(values == 0)
            ):
                yield cell, "is not empty"

    def _is_unlikely(self, holds: NDArray[np.bool_]) -> bool:
        before = float(holds.mean())
        after = float(self.frequency[holds].sum() / self.frequency.sum())
        return not before or after * LESS_LIKELY < before


def replay_groups(problem: SuppressionProblem, pattern: SuppressionPattern, seed: int) -> Replay:
    """Replays the choice of groups for every table of the pattern; `problem` holds one of them."""
    draw = np.random.default_rng(seed)
    parents = list_code_parents(problem.system, problem.printed)
    hidden = np.zeros(problem.system.size, dtype=bool)
    hidden[pattern.cells] = True
    small = pattern.tables < problem.policy.k
    frequency = np.zeros(len(pattern.tables), dtype=np.int64)
    known: dict[bytes, bool] = {}
    for _ in range(SECRETS):
        groups = CodeGroups(parents, draw_size(draw), draw)
        blocks = _touched_blocks(problem, groups, hidden)
        whole = np.zeros_like(hidden)
        whole[np.concatenate(blocks)] = True
        identity = whole.tobytes()
        if identity not in known:
            shown_again = inference.drop_computable_cells(problem, whole, [])
            known[identity] = bool((shown_again[problem.printed] == hidden[problem.printed]).all())
        if known[identity]:
            columns = [np.flatnonzero(np.isin(pattern.cells, block)) for block in blocks]
            frequency += np.logical_and.reduce([small[:, own].any(axis=1) for own in columns])
    return Replay(pattern, frequency)


def replay_fewest(
    problem: SuppressionProblem, pattern: SuppressionPattern, choose: PatternChoice
) -> Replay | None:
    """Replays a choice of the fewest cells for every table of the pattern; None if there are too many."""
    if len(pattern.tables) > MAX_REPLAYED_TABLES:
        return None
    policy = problem.policy
    hidden = np.zeros(problem.system.size, dtype=bool)
    hidden[pattern.cells] = True
    frequency = np.zeros(len(pattern.tables), dtype=np.int64)
    for number, values in enumerate(pattern.tables):
        counts = problem.counts.copy()
        counts[pattern.cells] = values
        few = problem.printed & problem.may_hide & (counts < policy.k)
        high = np.where(few, policy.k, counts)
        other = replace(problem, counts=counts, sensitive=few, low=problem.floor, high=high)
        choices = [choose(other, seed) for seed in range(SECRETS_FOR_FEWEST)]
        frequency[number] = sum(
            choice is not None and bool((choice == hidden)[problem.printed].all())
            for choice in choices
        )
    return Replay(pattern, frequency)


def _touched_blocks(
    problem: SuppressionProblem, groups: CodeGroups, hidden: NDArray[np.bool_]
) -> list[IntArray]:
    """The groups with a hidden cell."""
    cells: dict[GroupName, list[int]] = {}
    for place in np.flatnonzero(problem.printed & problem.may_hide).tolist():
        cells.setdefault(groups.name(problem.system.keys[place]), []).append(place)
    return [np.array(own) for own in cells.values() if hidden[own].any()]
