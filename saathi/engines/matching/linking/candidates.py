"""Collects the pairs to compare in full: pairs from all keys that share enough facts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking import blocking
from saathi.engines.matching.linking.blocking import BlockingFacts
from saathi.engines.matching.linking.preparing import IntArray, PreparedRecords

SLACK: Final = 9.0  # bits that the full comparison may add to those of the shared facts
WORKERS: Final = 2

type ProgressReporter = Callable[[str], None]


def find_candidates(prepared: PreparedRecords, say: ProgressReporter) -> tuple[IntArray, IntArray]:
    """The rows of the candidates, lower row first, each pair once."""
    if prepared.size < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    facts = blocking.collect_facts(prepared)
    keys = blocking.choose_blocking_keys(facts, prepared.size)
    say(f"{prepared.size} records, {len(keys)} keys")
    bits = evidence_bits_by_fact_set(facts)
    # A small register can afford to compare less likely pairs.
    slack = SLACK + 0.7 * max(np.log2(1_000_000 / prepared.size), 0.0)
    least = -np.log2(min(0.2 * prepared.size / prepared.pair_count, 0.5)) - slack

    def of_key(key: tuple[int, ...]) -> IntArray:
        return _promising(facts, key, prepared, bits >= least)

    numbers = np.zeros(0, dtype=np.int64)
    with ThreadPoolExecutor(WORKERS) as workers:
        for start in range(0, len(keys), 2 * WORKERS):
            several = list(workers.map(of_key, keys[start : start + 2 * WORKERS]))
            numbers = distinct_numbers(np.concatenate([numbers, *several]))
    say(f"{len(numbers)} pairs to compare")
    return numbers // prepared.size, numbers % prepared.size


def _promising(
    facts: BlockingFacts,
    key: tuple[int, ...],
    prepared: PreparedRecords,
    is_enough: npt.NDArray[np.bool_],
) -> IntArray:
    parts = [np.zeros(0, dtype=np.int64)]
    for entry, other in blocking.iterate_pairs_sharing(facts, key, prepared.first_file_size):
        shared = facts.table[entry] == facts.table[other]
        pattern = np.packbits(shared, axis=1).view(">u2")[:, 0]
        keep = is_enough[pattern]
        parts.append(entry[keep] * prepared.size + other[keep])
    return distinct_numbers(np.concatenate(parts))


def distinct_numbers(numbers: IntArray) -> IntArray:
    """The distinct numbers in order, by sorting: numpy's hashing is a hundred times slower."""
    numbers.sort()
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


def evidence_bits_by_fact_set(facts: BlockingFacts) -> npt.NDArray[np.float64]:
    """For each set of shared facts, its bits before the full comparison."""
    numbers = np.arange(1 << 16)

    def shared(name: str) -> npt.NDArray[np.bool_]:
        if name not in facts.names:
            return np.zeros(len(numbers), dtype=bool)
        return (numbers >> (15 - facts.names.index(name)) & 1).astype(bool)

    def bits(name: str) -> float:
        return float(facts.typical_bits[facts.names.index(name)]) if name in facts.names else 0.0

    total = np.zeros(len(numbers))
    of_names = np.zeros(len(numbers))
    for name in ("given", "family"):
        if name in facts.names:
            start = f"{name}_start"
            loosely = np.where(shared(start), bits(start) - 1.5, -2.0)
            of_names += np.where(shared(name), bits(name), loosely)
    total += np.maximum(of_names, np.where(shared("both_names"), bits("both_names") - 4, -99.0))
    for name in facts.names:
        if name in {"given", "given_start", "family", "family_start", "both_names"}:
            continue
        both_known = facts.known_share[facts.names.index(name)] ** 2
        apart = np.log2(max(1 - blocking.SHARED_FACTS[name] * both_known, 0.1))
        news = np.where(shared("place"), 1.0, bits(name)) if name == "postcode" else bits(name)
        total += np.where(shared(name), news, apart)
    return total
