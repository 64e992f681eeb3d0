"""New tables and what was printed of their family before, as one problem.

What changed since is not known, only how much at most: so old cells are unknowns of their own, each
bound to the new one by a difference within that change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from saathi.disclosure.attacker import FAR, Attacker
from saathi.disclosure.audit import Earlier, Scene, joined, scene_of_tables
from saathi.disclosure.errors import InputError
from saathi.disclosure.hierarchies import Hierarchy
from saathi.disclosure.knowledge import Known, Rules
from saathi.disclosure.needs import Problem
from saathi.disclosure.system import Numbers

DIFFERS = (
    "The earlier release and these tables differ by more than --change says, or are not of the "
    "same family."
)


def binding(earlier: Sequence[Earlier]) -> list[Earlier]:
    """The releases that tell something of the new tables: those whose change since is bounded."""
    return [each for each in earlier if each.change is not None]


def scenes(
    earlier: Sequence[Earlier], trees: Mapping[str, Hierarchy], rules: Rules
) -> list[tuple[Scene, int]]:
    """What each binding release shows, with the most that a cell changed since."""
    return [
        (scene_of_tables(one.tables, one.task(rules, trees)), one.change or 0)
        for one in binding(earlier)
    ]


def with_earlier(problem: Problem, before: Sequence[tuple[Scene, int]]) -> Problem:
    """The problem with the cells of earlier releases, which nobody can change any more."""
    size = problem.system.size
    hidden = np.zeros(size, dtype=np.int64), np.full(size, FAR)
    unseen = np.zeros(size, dtype=bool) if problem.given is None else problem.given
    names = [() if each else ("",) for each in unseen]
    scene = Scene(problem.system, Known(*hidden), np.zeros(size, dtype=bool), names)
    for old, change in before:
        scene = joined(scene, old, change, size)
    known, more = scene.known, len(scene.known.lower) - size
    counts = _possible(scene, problem.counts)
    old_hidden = known.lower < known.upper
    old_hidden[:size] = unseen
    none = np.zeros(more, dtype=bool)

    def longer(values: Numbers, rest: Numbers) -> Numbers:
        return np.concatenate([values, rest[size:]])

    return replace(
        problem,
        system=scene.system,
        counts=counts,
        sensitive=np.append(problem.sensitive, none),
        low=longer(problem.low, counts),
        high=longer(problem.high, counts),
        floor=longer(problem.floor, known.lower),
        may_hide=np.append(problem.may_hide, none),
        given=old_hidden,
        ceiling=longer(problem.most, known.upper),
    )


def _possible(scene: Scene, counts: Numbers) -> Numbers:
    """Old counts that agree with what was printed then and with the new ones."""
    lower, upper = scene.known.lower.copy(), scene.known.upper.copy()
    lower[: len(counts)] = upper[: len(counts)] = counts
    found = Attacker(scene.system.matrix, lower, upper).any_table()
    if found is None:
        raise InputError(DIFFERS)
    return found


def seen_before(problem: Problem, before: Sequence[tuple[Scene, int]]) -> tuple[Numbers, Numbers]:
    """What earlier releases tell of every new cell by itself: its least and its greatest count."""
    low, high = np.zeros(problem.system.size, np.int64), np.full(problem.system.size, FAR)
    for old, change in before:
        for place, key in enumerate(problem.system.keys):
            there = old.system.index.get(key)
            if there is not None:
                low[place] = max(low[place], old.known.lower[there] - change)
                high[place] = min(high[place], old.known.upper[there] + change)
    if (problem.counts < low).any() or (problem.counts > high).any():
        raise InputError(DIFFERS)
    return low, high
