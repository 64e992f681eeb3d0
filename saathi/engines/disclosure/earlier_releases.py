"""New tables and earlier printed releases of their series, as one problem.

Only the maximum change since then is known, so old cells are separate unknowns, each tied to the
new one by a difference within that change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from saathi.engines.disclosure.attacker import UNBOUNDED, DisclosureAttacker
from saathi.engines.disclosure.audit import (
    AttackProblem,
    build_attack_problem,
    join_attack_problems,
)
from saathi.engines.disclosure.audit_task import EarlierRelease
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.published_bounds import PublishedBounds, PublishedRules
from saathi.engines.disclosure.system import IntArray

MISMATCH_MESSAGE = (
    "The earlier release and these tables differ by more than --change says, or are not of the "
    "same family."
)


def list_binding_releases(earlier: Sequence[EarlierRelease]) -> list[EarlierRelease]:
    """The releases that restrict the new tables: those whose change since is bounded."""
    return [release for release in earlier if release.change is not None]


def build_attack_problems_of_releases(
    earlier: Sequence[EarlierRelease], trees: Mapping[str, Hierarchy], rules: PublishedRules
) -> list[tuple[AttackProblem, int]]:
    """The attack problem of each binding release, with the maximum change of a cell since."""
    return [
        (build_attack_problem(release.tables, release.to_task(rules, trees)), release.change or 0)
        for release in list_binding_releases(earlier)
    ]


def add_earlier_cells(
    problem: SuppressionProblem, before: Sequence[tuple[AttackProblem, int]]
) -> SuppressionProblem:
    """The problem, extended by the cells of earlier releases, which can no longer be changed."""
    size = problem.system.size
    hidden = np.zeros(size, dtype=np.int64), np.full(size, UNBOUNDED)
    unseen = (
        np.zeros(size, dtype=bool) if problem.already_hidden is None else problem.already_hidden
    )
    names = [() if is_unseen else ("",) for is_unseen in unseen]
    attack_problem = AttackProblem(
        problem.system, PublishedBounds(*hidden), np.zeros(size, dtype=bool), names
    )
    for old, change in before:
        attack_problem = join_attack_problems(attack_problem, old, change, size)
    known, more = attack_problem.known, len(attack_problem.known.lower) - size
    counts = _possible(attack_problem, problem.counts)
    old_hidden = known.lower < known.upper
    old_hidden[:size] = unseen
    none = np.zeros(more, dtype=bool)

    def longer(values: IntArray, rest: IntArray) -> IntArray:
        return np.concatenate([values, rest[size:]])

    return replace(
        problem,
        system=attack_problem.system,
        counts=counts,
        sensitive=np.append(problem.sensitive, none),
        low=longer(problem.low, counts),
        high=longer(problem.high, counts),
        floor=longer(problem.floor, known.lower),
        may_hide=np.append(problem.may_hide, none),
        already_hidden=old_hidden,
        ceiling=longer(problem.max_counts, known.upper),
    )


def _possible(attack_problem: AttackProblem, counts: IntArray) -> IntArray:
    """Old counts that agree with the earlier printed values and with the new counts."""
    lower, upper = attack_problem.known.lower.copy(), attack_problem.known.upper.copy()
    lower[: len(counts)] = upper[: len(counts)] = counts
    table = DisclosureAttacker(attack_problem.system.matrix, lower, upper).find_table()
    if table is None:
        raise InputError(MISMATCH_MESSAGE)
    return table


def bounds_from_earlier(
    problem: SuppressionProblem, before: Sequence[tuple[AttackProblem, int]]
) -> tuple[IntArray, IntArray]:
    """The bounds that earlier releases imply for each new cell alone: lowest and highest count."""
    low, high = np.zeros(problem.system.size, np.int64), np.full(problem.system.size, UNBOUNDED)
    for old, change in before:
        for place, key in enumerate(problem.system.keys):
            old_cell = old.system.index.get(key)
            if old_cell is not None:
                low[place] = max(low[place], old.known.lower[old_cell] - change)
                high[place] = min(high[place], old.known.upper[old_cell] + change)
    if (problem.counts < low).any() or (problem.counts > high).any():
        raise InputError(MISMATCH_MESSAGE)
    return low, high
