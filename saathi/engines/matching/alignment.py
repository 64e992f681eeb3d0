"""The cheapest alignment of two words, step by step or for very many words at once."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.costs import Floats, SubstitutionCosts

_FAR: Final = 1e9


class AlignmentStep(NamedTuple):
    """One step: the position of the sign in each word (-1: none), and the cost."""

    one: int
    other: int
    cost: float


def align_words(one: bytes, other: bytes, costs: SubstitutionCosts) -> list[AlignmentStep]:
    """The steps of the cheapest alignment, from the beginning of the words."""
    replaced, dropped, inserted = costs.lists
    width = len(other)
    rows = [[0.0]]
    for sign in other:
        rows[0].append(rows[0][-1] + inserted[sign])
    gaps = [inserted[sign] for sign in other]
    for sign in one:
        above, costs_of, drop = rows[-1], replaced[sign], dropped[sign]
        before = above[0] + drop
        row = [before]
        for at in range(width):
            best = above[at] + costs_of[other[at]]
            down = above[at + 1] + drop
            if down < best:  # noqa: PLR1730 - a call of min takes twice as long here
                best = down
            before += gaps[at]
            if best < before:  # noqa: PLR1730 - as above
                before = best
            row.append(before)
        rows.append(row)
    return _trace_back(one, other, costs, rows)


def _trace_back(
    one: bytes, other: bytes, costs: SubstitutionCosts, rows: list[list[float]]
) -> list[AlignmentStep]:
    replaced, dropped, _inserted = costs.lists
    steps = []
    i, j = len(one), len(other)
    while i or j:
        cell_cost = rows[i][j]
        if i and j:
            cost = replaced[one[i - 1]][other[j - 1]]
            if rows[i - 1][j - 1] + cost <= cell_cost + 1e-9:
                i, j = i - 1, j - 1
                steps.append(AlignmentStep(i, j, cost))
                continue
        if i and rows[i - 1][j] + dropped[one[i - 1]] <= cell_cost + 1e-9:
            i -= 1
            steps.append(AlignmentStep(i, -1, dropped[one[i]]))
            continue
        j -= 1
        steps.append(AlignmentStep(-1, j, cell_cost - rows[i][j]))
    steps.reverse()
    return steps


def pad_words(words: list[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.intp]]:
    """Words as columns of one array, shorter ones filled with 0, and their lengths."""
    lengths = np.array([len(word) for word in words], dtype=np.intp)
    height = int(lengths.max(initial=0))
    joined = b"".join(word.ljust(height, b"\0") for word in words)
    return np.frombuffer(joined, np.uint8).reshape(len(words), height).T, lengths


def alignment_costs(
    one: bytes,
    columns: npt.NDArray[np.uint8],
    lengths: npt.NDArray[np.intp],
    costs: SubstitutionCosts,
) -> Floats:
    """The cost of the cheapest alignment of one word with each of many, given by `pad_words`."""
    height = int(lengths.max(initial=0))
    gaps = costs.inserted[columns[:height]]
    row = np.zeros((height + 1, len(lengths)))
    np.cumsum(gaps, axis=0, out=row[1:])
    for sign in one:
        drop = costs.dropped[sign]
        new = np.minimum(row[:-1] + costs.replaced[sign][columns[:height]], row[1:] + drop)
        below = np.empty_like(row)
        below[0] = row[0] + drop
        for at in range(height):
            np.minimum(new[at], below[at] + gaps[at], out=below[at + 1])
        row = below
    result: Floats = row[lengths, np.arange(len(lengths))]
    return result
