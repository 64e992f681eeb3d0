"""Finds pairs worth comparing: the union of many selective keys, chosen for the given data.

A key is a set of facts that two records must share, such as the sound of the given name with the
month and day of birth. Keys are chosen greedily by cost: each time the key that reaches the most
pairs of one person not yet reached, per chance pair that it creates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking.preparing import NO_VALUE, CodeArray, IntArray, PreparedRecords

MAX_CHANCE_PAIRS_PER_RECORD: Final = 200  # chance pairs per record that all keys together may make
MAX_KEYS: Final = 48
WINDOW: Final = 60  # within one key, a record is paired with at most this many neighbours
TARGET_RECALL: Final = 0.999_999  # the share of true pairs that the keys should reach
CHUNK: Final = 1_000_000

# How often two records of one person share a fact, if both have it; the start of training.
SHARED_FACTS: Final = {
    "given": 0.85, "given_start": 0.90, "family": 0.85, "family_start": 0.90,
    "year": 0.90, "month": 0.90, "day": 0.88, "place": 0.85, "postcode": 0.88, "street": 0.80,
    "locality": 0.75, "house": 0.88, "phone": 0.80, "father": 0.80, "mother": 0.80,
}  # fmt: skip

# In each set one fact mostly implies the other, so combining them makes no better key.
NESTED_FACTS: Final = (
    {"given", "given_start"}, {"family", "family_start"}, {"place", "postcode"},
)  # fmt: skip


@dataclass(frozen=True)
class BlockingFacts:
    """The facts that records can share: a column of codes for each fact, and its chance shares."""

    names: tuple[str, ...]
    table: npt.NDArray[np.int32]  # a row for each record; a missing fact differs from all others
    known_share: npt.NDArray[np.float64]  # the share of records that have it
    chance_share: npt.NDArray[np.float64]  # the share of random pairs that share it
    typical_bits: npt.NDArray[np.float64]  # bits for sharing it, for a typical value


def blocking_fact_columns(prepared: PreparedRecords) -> dict[str, CodeArray]:
    """The facts that records can share: for each name, a number for each record."""
    columns: dict[str, CodeArray] = {}
    for name, column in prepared.columns.items():
        if name in SHARED_FACTS:
            columns[name] = column.keys
        if f"{name}_start" in SHARED_FACTS:
            columns[f"{name}_start"] = column.start_letters
    if prepared.births is not None:
        births = prepared.births
        columns |= {"year": births.year, "month": births.month, "day": births.day}
    if "given" in columns and "family" in columns:
        columns["both_names"] = _both_names(columns["given"], columns["family"])
    return columns


def collect_facts(prepared: PreparedRecords) -> BlockingFacts:
    """The facts of the records."""
    columns = blocking_fact_columns(prepared)
    columns = {name: codes for name, codes in columns.items() if (codes != NO_VALUE).any()}
    measured = [_measure(codes) for codes in columns.values()]
    table = np.full((prepared.size, 16), NO_VALUE, dtype=np.int32)
    for place, codes in enumerate(columns.values()):
        table[:, place] = codes
    # A separate negative number for each missing fact, so that it equals no other.
    missing_codes = -2 - np.arange(prepared.size, dtype=np.int32)[:, None]
    table = np.where(table == NO_VALUE, missing_codes, table)
    # By columns; there are none if no record has any fact.
    known_share, chance_share, typical_bits = np.array(measured, dtype=np.float64).reshape(-1, 3).T
    return BlockingFacts(tuple(columns), table, known_share, chance_share, typical_bits)


def _both_names(given: CodeArray, family: CodeArray) -> CodeArray:
    """One number for the two names, whichever comes first."""
    low = np.minimum(given, family).astype(np.int64)
    high = np.maximum(given, family).astype(np.int64)
    mixed = (low * 1_000_003 + high * 7_368_787) & 0x7FFFFFFF
    return np.where((given == NO_VALUE) | (family == NO_VALUE), NO_VALUE, mixed).astype(np.int32)


def _measure(codes: CodeArray) -> tuple[float, float, float]:
    known_codes = codes[codes != NO_VALUE]
    counts = np.unique(known_codes, return_counts=True)[1].astype(np.float64)
    shares = counts / max(len(known_codes), 1)
    by_chance = float(
        (counts * (counts - 1)).sum() / max(len(known_codes) * (len(known_codes) - 1.0), 1.0)
    )
    typical = float(-(shares * np.log2(shares)).sum())
    return len(known_codes) / len(codes), max(by_chance, 1e-12), typical


def choose_blocking_keys(facts: BlockingFacts, size: int) -> list[tuple[int, ...]]:
    """The keys to use, best first, each as the columns of its facts."""
    events = [place for place, name in enumerate(facts.names) if name != "both_names"]
    shared = np.array([SHARED_FACTS[facts.names[e]] * facts.known_share[e] ** 2 for e in events])
    patterns = (np.arange(2 ** len(events))[:, None] >> np.arange(len(events))) & 1
    not_reached = np.where(patterns == 1, shared, 1 - shared).prod(axis=1)
    keys, costs = _affordable(facts, events, size)
    if not keys:
        return [tuple(events)]
    bits = np.array([sum(1 << events.index(e) for e in key) for key in keys])
    numbers = np.arange(2 ** len(events))
    chosen: list[tuple[int, ...]] = []
    spent = 0.0
    while len(chosen) < MAX_KEYS and not_reached.sum() > 1 - TARGET_RECALL:
        # A key reaches all patterns that include it, hence a sum over supersets.
        reached = _over_supersets(not_reached, len(events))[bits]
        best = int(np.argmax(reached / (costs + 0.5)))
        if reached[best] < 1e-6 or spent + costs[best] > MAX_CHANCE_PAIRS_PER_RECORD:
            break
        chosen.append(keys[best])
        spent += float(costs[best])
        not_reached[(numbers & bits[best]) == bits[best]] = 0
    return chosen + _exchanged(facts)


def _affordable(
    facts: BlockingFacts, events: list[int], size: int
) -> tuple[list[tuple[int, ...]], npt.NDArray[np.float64]]:
    """Sets of facts that are rarely shared by chance, with their chance pairs per record."""
    keys, costs = [], []
    for length in (1, 2, 3, 4):
        for key in combinations(events, length):
            names = {facts.names[e] for e in key}
            if any(nested <= names for nested in NESTED_FACTS):
                continue
            cost = (
                size
                / 2
                * float(np.prod(facts.chance_share[list(key)] * facts.known_share[list(key)] ** 2))
            )
            if cost <= MAX_CHANCE_PAIRS_PER_RECORD / 6:
                keys.append(key)
                costs.append(cost)
    return keys, np.array(costs)


def _over_supersets(values: npt.NDArray[np.float64], width: int) -> npt.NDArray[np.float64]:
    """For each pattern, the sum over all patterns that include at least its facts."""
    sums = values.copy().reshape((2,) * width)
    for axis in range(width):
        low = [slice(None)] * width
        low[axis] = slice(0, 1)
        high = [slice(None)] * width
        high[axis] = slice(1, 2)
        sums[tuple(low)] += sums[tuple(high)]
    return sums.reshape(-1)


def _exchanged(facts: BlockingFacts) -> list[tuple[int, ...]]:
    """Keys for records with given and family name swapped."""
    if "both_names" not in facts.names:
        return []
    both = facts.names.index("both_names")
    helping = [
        facts.names.index(n) for n in ("year", "month", "place", "postcode") if n in facts.names
    ]
    return [(both, other) for other in helping] or [(both,)]


def iterate_pairs_sharing(
    facts: BlockingFacts, key: tuple[int, ...], first: int
) -> Iterator[tuple[IntArray, IntArray]]:
    """The pairs of records that share all facts of a key, in chunks, lower row first.

    In a large group sharing a key, a record is paired only with its nearest neighbours by the other
    facts.
    """
    rows = np.flatnonzero((facts.table[:, list(key)] >= 0).all(axis=1))
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for place in key:
        mixed = (mixed ^ facts.table[rows, place].astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    order = np.argsort(mixed, kind="stable")
    rows, mixed = rows[order], mixed[order]
    follows = np.arange(len(rows))
    for distance in range(1, WINDOW + 1):
        follows = follows[follows + distance < len(rows)]
        follows = follows[mixed[follows] == mixed[follows + distance]]
        if not len(follows):
            return
        for start in range(0, len(follows), CHUNK):
            part = follows[start : start + CHUNK]
            result, other = rows[part], rows[part + distance]
            result, other = np.minimum(result, other), np.maximum(result, other)
            if first:
                crossing = (result < first) & (other >= first)
                result, other = result[crossing], other[crossing]
            yield result, other
