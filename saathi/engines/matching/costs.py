"""The cost of reading one sign as another, from how often each is written as which Latin letters.

The probabilities are in `data/costs.tsv`; a cost is their negative logarithm. The cost of a native
sign and Latin letters reflects how much rarer they are than the sign's usual spelling. The cost of
two native signs reflects how little their spellings overlap (Bhattacharyya), so that what either
script leaves unwritten is cheap.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.alphabets import LATIN, load_alphabet

Floats = npt.NDArray[np.float64]

UNSEEN_CHANCE: Final = 0.0006  # the probability of an unseen pair
_DROPPED: Final = "-"
_INSERTED: Final = "+"


@dataclass(frozen=True)
class SubstitutionCosts:
    """The costs between two scripts; the first script's signs are the rows."""

    replaced: Floats
    # The costs of a sign of the first script without a counterpart in the second, and the reverse.
    dropped: Floats
    inserted: Floats
    # The same costs as lists, which Python indexes faster one by one.
    lists: tuple[list[list[float]], list[float], list[float]]

    def transposed(self) -> "SubstitutionCosts":
        """The same costs with the scripts swapped."""
        return build_costs(self.replaced.T, self.inserted, self.dropped)


@dataclass(frozen=True)
class TransliterationRates:
    """How often a sign of a script is written as which Latin letters or not at all; insertions."""

    written: Floats
    dropped: Floats
    inserted: Floats


def build_costs(replaced: Floats, dropped: Floats, inserted: Floats) -> SubstitutionCosts:
    """Costs from their arrays."""
    lists = (replaced.tolist(), dropped.tolist(), inserted.tolist())
    return SubstitutionCosts(np.ascontiguousarray(replaced), dropped, inserted, lists)


@cache
def costs_between(one: str, other: str) -> SubstitutionCosts:
    """The costs between two scripts, in this order."""
    if one == other == LATIN:
        return _latin_costs()
    if other == LATIN:
        return _romanised_costs(one)
    if one == LATIN:
        return costs_between(other, LATIN).transposed()
    return _native_costs(one, other)


@cache
def _rows() -> dict[str, dict[str, str]]:
    text = (resources.files("saathi.engines.matching") / "data" / "costs.tsv").read_text("utf-8")
    rows_by_sign: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if not line.startswith(("#", "script\t")):
            script, sign, cells = line.split("\t")
            rows_by_sign.setdefault(script, {})[sign] = cells
    return rows_by_sign


@cache
def _chances(script: str) -> TransliterationRates:
    signs, latins = load_alphabet(script).labels, load_alphabet(LATIN).labels
    column = {label: number for number, label in enumerate(latins)}
    rows = _rows()[script]

    def read(sign: str) -> tuple[Floats, float]:
        chances, dropped = np.full(len(latins), UNSEEN_CHANCE), UNSEEN_CHANCE
        for cell in rows.get(sign, "").split():
            label, _colon, chance = cell.rpartition(":")
            if label == _DROPPED:
                dropped = float(chance)
            else:
                chances[column[label]] = float(chance)
        return chances, dropped

    read_rows = [read(sign) for sign in signs]
    return TransliterationRates(
        np.array([row[0] for row in read_rows]),
        np.array([row[1] for row in read_rows]),
        read(_INSERTED)[0],
    )


def _latin_costs() -> SubstitutionCosts:
    chances = _chances(LATIN)
    same = np.diag(chances.written)
    both = np.sqrt(chances.written * chances.written.T)
    replaced = -np.log(both / np.sqrt(np.outer(same, same)))
    np.fill_diagonal(replaced, 0.0)
    dropped = -np.log(np.minimum(np.sqrt(chances.dropped * chances.inserted) / np.sqrt(same), 1.0))
    return build_costs(np.maximum(replaced, 0.0), dropped, dropped)


def _romanised_costs(script: str) -> SubstitutionCosts:
    chances = _chances(script)
    usual = np.maximum(chances.written.max(axis=1), chances.dropped)
    replaced = -np.log(chances.written / usual[:, None])
    return build_costs(replaced, -np.log(chances.dropped / usual), -np.log(chances.inserted))


def _native_costs(one: str, other: str) -> SubstitutionCosts:
    of_one, of_other = _chances(one), _chances(other)
    overlap = np.sqrt(of_one.written) @ np.sqrt(of_other.written).T
    overlap += np.sqrt(np.outer(of_one.dropped, of_other.dropped))
    replaced = -np.log(np.minimum(overlap, 1.0))
    dropped = _unwritten_costs(of_one, of_other)
    inserted = _unwritten_costs(of_other, of_one)
    if one == other:
        np.fill_diagonal(replaced, 0.0)
        # Within one script, a sign missing from the other word is not merely left unwritten.
        silent = -np.log(of_one.dropped / np.maximum(of_one.written.max(axis=1), of_one.dropped))
        dropped = inserted = np.maximum((dropped + inserted) / 2, silent / 2)
    return build_costs(replaced, dropped, inserted)


def _unwritten_costs(of: TransliterationRates, beside: TransliterationRates) -> Floats:
    """The cost of a sign without counterpart in the other script: dropped, or as unwritten there."""
    nothing = max(1.0 - float(beside.inserted.sum()), 0.1)
    overlap = np.sqrt(of.written) @ np.sqrt(beside.inserted) + np.sqrt(of.dropped * nothing)
    unwritten_costs: Floats = -np.log(np.minimum(overlap, 1.0))
    return unwritten_costs
