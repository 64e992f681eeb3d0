"""Links the records of one file or of two, from reading to pairs with their probability."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from saathi.matching.linking import candidates, comparing, scoring, training, working
from saathi.matching.linking.comparing import Levels
from saathi.matching.linking.model import Model, initial
from saathi.matching.linking.preparing import Numbers, Prepared, prepare
from saathi.matching.linking.reading import Records

AT_ONCE: Final = 1_000_000

type Say = Callable[[str], None]


@dataclass(frozen=True)
class Links:
    """The pairs at or above the threshold, best first: rows of the files, and probabilities."""

    one: Numbers
    other: Numbers
    probability: scoring.Bits
    model: Model


def quiet(_: str) -> None:
    """Says nothing."""


def link(
    records: Records,
    others: Records | None = None,
    model: Model | None = None,
    threshold: float | None = None,
    say: Say = quiet,
) -> Links:
    """The pairs that are probably one child. Without a model it is learned from the records.

    So is its threshold: as low as it can be where few would meet a wrong child (`working`).
    """
    if len(records) < 1 + (others is None) or (others is not None and not len(others)):
        nothing = np.zeros(0, dtype=np.int64)
        return Links(nothing, nothing, np.zeros(0), model or initial())
    prepared = prepare(records, others)
    rows = candidates.find(prepared, say)
    found = levels_of(prepared, rows)
    is_learned = model is None
    model = model or learn(prepared, found, rows, say)
    probabilities = probabilities_of(prepared, model, found, rows)
    if is_learned:
        model = replace(model, threshold=working.threshold(probabilities, prepared.size))
    least = model.threshold if threshold is None else threshold
    kept = np.flatnonzero(probabilities >= least)
    kept = kept[np.lexsort((rows[1][kept], rows[0][kept], -probabilities[kept]))]
    say(f"{len(kept)} pairs at or above {least}")
    return Links(
        one=rows[0][kept],
        other=rows[1][kept] - prepared.first,
        probability=probabilities[kept],
        model=model,
    )


def levels_of(prepared: Prepared, rows: tuple[Numbers, Numbers]) -> dict[str, Levels]:
    """The levels of many pairs, compared in portions."""
    parts = [
        comparing.levels(
            prepared, rows[0][start : start + AT_ONCE], rows[1][start : start + AT_ONCE]
        )
        for start in range(0, max(len(rows[0]), 1), AT_ONCE)
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in prepared.fields}


def learn(
    prepared: Prepared,
    found: dict[str, Levels],
    rows: tuple[Numbers, Numbers],
    say: Say,
    start: Model | None = None,
) -> Model:
    """A model learned from these records alone."""
    begun = training.strangers(prepared, start or initial())
    model = training.train(prepared, begun, found, rows)
    say(f"learned: {model.matches_a_record:.3f} pairs of one person for each record")
    return model


def probabilities_of(
    prepared: Prepared, model: Model, found: dict[str, Levels], rows: tuple[Numbers, Numbers]
) -> scoring.Bits:
    """The probability of each pair that it is one person."""
    shares = scoring.frequencies(prepared, model)
    both = scoring.evidence(prepared, model, shares, found, rows)
    return both.shares(model, prepared.size, prepared.pairs)[0]
