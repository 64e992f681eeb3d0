"""Links the records of one file or of two, from reading to pairs with their probability."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from saathi.engines.matching.linking import (
    candidates,
    comparing,
    scoring,
    training,
    working_threshold,
)
from saathi.engines.matching.linking.comparing import LevelArray
from saathi.engines.matching.linking.model import LinkageModel, initial_model
from saathi.engines.matching.linking.preparing import IntArray, PreparedRecords, prepare_records
from saathi.engines.matching.linking.record_files import LinkageRecords

BATCH_SIZE: Final = 1_000_000

type ProgressReporter = Callable[[str], None]


@dataclass(frozen=True)
class LinkedPairs:
    """The pairs at or above the threshold, best first: rows of the files, and probabilities."""

    one: IntArray
    other: IntArray
    probability: scoring.BitArray
    model: LinkageModel


def ignore_progress(_: str) -> None:
    """Does nothing."""


def link_records(
    records: LinkageRecords,
    others: LinkageRecords | None = None,
    model: LinkageModel | None = None,
    threshold: float | None = None,
    say: ProgressReporter = ignore_progress,
) -> LinkedPairs:
    """The pairs that are probably one child. Without a model it is learned from the records.

    For a model without frequencies of its own, what strangers share is counted in the records.
    So is its threshold: as low as possible while few records match a wrong child
    (`working_threshold`).
    """
    if len(records) < 1 + (others is None) or (others is not None and not len(others)):
        nothing = np.zeros(0, dtype=np.int64)
        return LinkedPairs(nothing, nothing, np.zeros(0), model or initial_model())
    prepared = prepare_records(records, others)
    rows = candidates.find_candidates(prepared, say)
    levels = compare_pairs(prepared, rows, say)
    given = model
    if model is None:
        model = learn_model(prepared, levels, rows, say)
    else:
        model = training.adapt_model(prepared, model, levels, rows)
    probabilities = score_pairs(prepared, model, levels, rows)
    if model is not given:
        least = working_threshold.find_working_threshold(probabilities, prepared.size)
        model = replace(model, threshold=max(least, given.threshold if given else 0.0))
    least = model.threshold if threshold is None else threshold
    selected = np.flatnonzero(probabilities >= least)
    selected = selected[
        np.lexsort((rows[1][selected], rows[0][selected], -probabilities[selected]))
    ]
    say(f"{len(selected)} pairs at or above {least}")
    return LinkedPairs(
        one=rows[0][selected],
        other=rows[1][selected] - prepared.first_file_size,
        probability=probabilities[selected],
        model=model,
    )


def compare_pairs(
    prepared: PreparedRecords,
    rows: tuple[IntArray, IntArray],
    say: ProgressReporter = ignore_progress,
) -> dict[str, LevelArray]:
    """The levels of many pairs, compared in portions."""
    parts = []
    for start in range(0, max(len(rows[0]), 1), BATCH_SIZE):
        end = min(start + BATCH_SIZE, len(rows[0]))
        parts.append(comparing.compare_fields(prepared, rows[0][start:end], rows[1][start:end]))
        say(f"{end} of {len(rows[0])} pairs compared")
    return {name: np.concatenate([part[name] for part in parts]) for name in prepared.fields}


def learn_model(
    prepared: PreparedRecords,
    levels: dict[str, LevelArray],
    rows: tuple[IntArray, IntArray],
    say: ProgressReporter,
    start: LinkageModel | None = None,
) -> LinkageModel:
    """A model learned from these records only."""
    begun = training.learn_chance_agreement(prepared, start or initial_model())
    model = training.train_model(prepared, begun, levels, rows)
    say(f"learned: {model.matches_a_record:.3f} pairs of one person for each record")
    return model


def score_pairs(
    prepared: PreparedRecords,
    model: LinkageModel,
    levels: dict[str, LevelArray],
    rows: tuple[IntArray, IntArray],
) -> scoring.BitArray:
    """The probability that each pair is one person."""
    shares = scoring.value_frequencies(prepared, model)
    both = scoring.score_pair_levels(prepared, model, shares, levels, rows)
    return both.posteriors(model, prepared.size, prepared.pair_count)[0]
