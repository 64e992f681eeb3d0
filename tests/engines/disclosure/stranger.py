"""An attacker that shares nothing with the product: dense matrices and scipy's own solver.

It reads published rows as anyone can, writes down every possible sum, and computes the least
and the greatest whole number that each hidden cell can be.
"""

from collections import defaultdict
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

END = 10_000

type Cell = frozenset[tuple[str, str]]
type Rows = list[tuple[tuple[str, ...], str, str]]


class StrangerAttacker:
    """Knows the printed rows, the hierarchies, the zero policy and the rule of rounding."""

    def __init__(
        self,
        tables: list[tuple[tuple[str, ...], Rows]],
        parents: dict[str, dict[str, str]],
        *,
        zeros: str,
        base: int = 5,
    ) -> None:
        self.zeros, self.base = zeros, base
        self.cells: dict[Cell, tuple[int, int]] = {}
        self.sums: set[tuple[Cell, frozenset[Cell]]] = set()
        for dimensions, rows in tables:
            for codes, value, status in rows:
                cell = self._cell(dimensions, codes)
                low, high = self._range(value, status)
                known = self.cells.get(cell, (0, END))
                self.cells[cell] = (max(low, known[0]), min(high, known[1]))
            for place, name in enumerate(dimensions):
                self._add_sums(dimensions, rows, place, parents.get(name, {}))
        self.order = list(self.cells)
        self.number = {cell: place for place, cell in enumerate(self.order)}

    @staticmethod
    def _cell(dimensions: tuple[str, ...], codes: tuple[str, ...]) -> Cell:
        return frozenset((d, c) for d, c in zip(dimensions, codes, strict=True) if c != "Total")

    def _range(self, value: str, status: str) -> tuple[int, int]:
        if value == "":
            is_there = self.zeros == "public" and status != "unprinted"
            return int(is_there), END
        number = int(value)
        if status != "rounded":
            return number, number
        if self.zeros == "public":
            return max(0, number - self.base + 1), number + self.base - 1
        if number == 0:
            return 0, self.base
        if number == self.base:
            return 0, 2 * self.base - 1
        return number - self.base + 1, number + self.base - 1

    def _add_sums(
        self, dimensions: tuple[str, ...], rows: Rows, place: int, parents: dict[str, str]
    ) -> None:
        there = {codes for codes, _, _ in rows}
        names = {codes[place] for codes in there}
        groups: dict[str, dict[tuple[str, ...], set[tuple[str, ...]]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for codes in there:
            code = codes[place]
            if code == "Total":
                continue
            above = parents.get(code, "Total")
            while above not in names:
                above = parents.get(above, "Total")
            groups[above][codes[:place] + codes[place + 1 :]].add(codes)
        for above, lines in groups.items():
            for rest, parts in lines.items():
                total = (*rest[:place], above, *rest[place:])
                if total in there:
                    self.sums.add(
                        (
                            self._cell(dimensions, total),
                            frozenset(self._cell(dimensions, part) for part in parts),
                        )
                    )

    def _constraints(self) -> Any:
        matrix = np.zeros((len(self.sums), len(self.order)))
        for row, (total, parts) in enumerate(self.sums):
            matrix[row, self.number[total]] += 1
            for part in parts:
                matrix[row, self.number[part]] -= 1
        return LinearConstraint(matrix, 0, 0) if len(matrix) else ()

    def ranges(self) -> dict[Cell, tuple[int, int]]:
        """For each cell that is not printed exactly: the least and the greatest it can be."""
        low = np.array([self.cells[cell][0] for cell in self.order], dtype=float)
        high = np.array([self.cells[cell][1] for cell in self.order], dtype=float)
        constraints = self._constraints()
        least, most = high.copy(), low.copy()  # of all the tables found possible
        found: dict[Cell, tuple[int, int]] = {}
        for place, cell in enumerate(self.order):
            if low[place] == high[place]:
                continue
            for sign, is_known in (
                (1.0, least[place] == low[place]),
                (-1.0, most[place] == high[place]),
            ):
                if is_known:
                    continue
                goal = np.zeros(len(self.order))
                goal[place] = sign
                result = milp(
                    goal,
                    constraints=constraints,
                    integrality=np.ones(len(self.order)),
                    bounds=Bounds(low, high),
                )
                assert result.status == 0, result.message
                least = np.minimum(least, np.rint(result.x))
                most = np.maximum(most, np.rint(result.x))
            found[cell] = (round(least[place]), round(most[place]))
        return found
