"""Groups of codes, drawn with the secret: cells of a group are hidden together or not at all.

The groups depend on the codes and on chance, never on the counts. An attacker who replays the
program with other keys and counts therefore learns only that a hidden group contains a small cell.
"""

from collections.abc import Mapping
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.system import JOINT_TABLE_NAME, CellSystem
from saathi.engines.disclosure.tables import CellKey


class GroupSize(IntEnum):
    """How many codes a group has. Pairs may leave one over; other groups are never smaller."""

    PAIRS = 2
    THREES = 3
    FOURS = 4
    WHOLE = 1_000_000


# Weights for drawing a size first: none so rare that its groups would point to certain counts.
SIZES = (GroupSize.PAIRS, GroupSize.THREES, GroupSize.FOURS, GroupSize.WHOLE)
SHARES = (0.7, 0.1, 0.1, 0.1)


def draw_size(draw: np.random.Generator) -> GroupSize:
    """A randomly drawn size, most often pairs."""
    return SIZES[int(draw.choice(len(SIZES), p=SHARES))]


# The parent of each code, by dimension.
type CodeParents = Mapping[str, Mapping[str, str]]
type GroupName = tuple[tuple[str, str, int], ...]


class CodeGroups:
    """The groups of codes in every dimension, which determine the group of every cell."""

    def __init__(self, parents: CodeParents, size: GroupSize, draw: np.random.Generator) -> None:
        """Draws groups among codes with the same parent."""
        self._groups: dict[tuple[str, str], tuple[str, int] | None] = {}
        for dimension in sorted(parents):
            tree = Hierarchy(parents[dimension])
            families = tree.children(parents[dimension])
            for above in sorted(families, key=lambda code: (len(tree.ancestors(code)), code)):
                self._draw_groups(dimension, above, sorted(families[above]), size, draw)

    def _draw_groups(
        self,
        dimension: str,
        above: str,
        codes: list[str],
        size: GroupSize,
        draw: np.random.Generator,
    ) -> None:
        if len(codes) == 1:
            # An only child code counts the same children as its parent: they are hidden together.
            of_parent = None if above == TOTAL else self._groups[dimension, above]
            self._groups[dimension, codes[0]] = of_parent
            return
        many = max(1, len(codes) // size)
        if size is GroupSize.PAIRS:
            many = -(-len(codes) // size)
        order = draw.permutation(len(codes)).tolist()
        for place, number in enumerate(order):
            self._groups[dimension, codes[number]] = (above, place % many)

    def name(self, key: CellKey) -> GroupName:
        """The name of a cell's group."""
        result = ((dimension, self._groups[dimension, code]) for dimension, code in key)
        return tuple((dimension, *group) for dimension, group in result if group is not None)


def list_code_parents(system: CellSystem, printed: NDArray[np.bool_]) -> CodeParents:
    """The parent of each printed code, as far as the sums of the tables show it."""
    parents: dict[str, dict[str, str]] = {}
    family: dict[tuple[str, str], int] = {}
    for place in np.flatnonzero(printed).tolist():
        for dimension, code in system.keys[place]:
            parents.setdefault(dimension, {}).setdefault(code, TOTAL)
    for line in system.lines:
        if line.table == JOINT_TABLE_NAME:
            continue
        above = code_of(system.keys[line.total], line.dimension)
        for part in line.parts:
            code = code_of(system.keys[part], line.dimension)
            if code not in parents.get(line.dimension, {}):
                continue
            if len(line.parts) < family.get((line.dimension, code), len(line.parts) + 1):
                family[line.dimension, code] = len(line.parts)
                parents[line.dimension][code] = above
    return parents


def code_of(key: CellKey, dimension: str) -> str:
    """The code of a cell in a dimension; `Total` if it has none there."""
    return next((code for name, code in key if name == dimension), TOTAL)
