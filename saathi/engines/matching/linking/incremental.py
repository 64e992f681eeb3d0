"""Nightly linkage of a register: all choices are frozen, so a part gives the result of the whole.

Whether two records become a pair depends on the two and on the plan, not on any third record. So it
is enough to compare changed records with all records: the result is that of comparing everything
again.
"""

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking import blocking, candidates, linkage, scoring, training
from saathi.engines.matching.linking import model as models
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME, MISSING
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.linking.preparing import NO_VALUE, IntArray, PreparedRecords

WIDTH: Final = 16  # facts of a record in the table
MAX_CROWD: Final = 200  # records that share a key; a key shared by more reveals nothing
MIN_REGISTER_SIZE: Final = (
    10_000  # a small register is a part of a larger population with namesakes
)
MIN_NEW_RECORDS: Final = 200  # records that may be added before a plan is learned again
MIN_RECORDS_TO_LEARN: Final = 2_000  # with fewer records, no model is learned from them
COARSE_BITS: Final = 22  # bits of the first, coarse search for records that share a key
MIN_REPORTED_BITS: Final = 0.5  # bits
MAX_PAIRS_TO_NARROW_BY: Final = 2_000_000  # pairs
BATCH_SIZE: Final = 200_000  # of them
MIN_PAIRS_PER_FACT_SET: Final = (
    20  # pairs that share a set of facts before its share of likely ones is known
)
MIN_LIKELY_SHARE: Final = (
    0.01  # the share of likely pairs below which a set of facts is not worth opening records for
)

type FactTable = npt.NDArray[np.int32]
type RowPairs = tuple[IntArray, IntArray]
type ProgressReporter = Callable[[str], None]


@dataclass(frozen=True)
class LinkagePlan:
    """What makes a linkage repeatable: weights, frequencies, keys, crowds, a size."""

    model: LinkageModel
    facts: tuple[str, ...]
    keys: tuple[tuple[int, ...], ...]
    crowds: tuple[npt.NDArray[np.uint64], ...]  # by key: values that too many share
    is_enough: npt.NDArray[np.bool_]  # by set of shared facts: whether to compare in full
    register_size: int  # the register size that probabilities are based on
    learned_from: int  # number of records that it was learned from

    def is_register_too_large(self, size: int) -> bool:
        """Whether the register has outgrown the records that the plan was learned from."""
        return size > self.learned_from + self.learned_from // 2 + MIN_NEW_RECORDS

    @property
    def pair_count(self) -> float:
        """The number of possible pairs when the plan was made."""
        return max(self.register_size * (self.register_size - 1) / 2, 1.0)

    def as_json(self) -> dict[str, Any]:
        """The plan in its stored form; to be encrypted, since it contains frequent names."""
        return {
            "model": self.model.as_json(),
            "facts": list(self.facts),
            "keys": [list(key) for key in self.keys],
            "crowds": [_text(crowd.view(np.uint8)) for crowd in self.crowds],
            "is_enough": _text(np.packbits(self.is_enough)),
            "among": self.register_size,
            "size": self.learned_from,
        }


def plan_from_json(read: dict[str, Any]) -> LinkagePlan:
    """The plan that `as_json` wrote."""
    return LinkagePlan(
        model=models.model_from_json(read["model"]),
        facts=tuple(read["facts"]),
        keys=tuple(tuple(key) for key in read["keys"]),
        crowds=tuple(_bytes(crowd).view(np.uint64) for crowd in read["crowds"]),
        is_enough=np.unpackbits(_bytes(read["is_enough"])).astype(bool),
        register_size=read["among"],
        learned_from=read["size"],
    )


def _text(values: npt.NDArray[np.uint8]) -> str:
    return base64.b64encode(values.tobytes()).decode()


def _bytes(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(base64.b64decode(text), dtype=np.uint8)


def make_plan(
    prepared: PreparedRecords,
    say: ProgressReporter = linkage.ignore_progress,
    *,
    learns: bool = True,
) -> LinkagePlan:
    """A plan learned from a whole register; a small one uses the shipped weights, as without `learns`."""
    shipped = models.load_model("duplicate")
    if prepared.size >= MIN_RECORDS_TO_LEARN and learns:
        rows = candidates.find_candidates(prepared, say)
        levels = linkage.compare_pairs(prepared, rows)
        model = linkage.learn_model(prepared, levels, rows, say, shipped)
    else:
        model = shipped
    model = training.freeze_frequencies(model, prepared)
    facts = blocking.collect_facts(prepared)
    size = max(prepared.size, MIN_REGISTER_SIZE)
    slack = candidates.SLACK + 0.7 * max(np.log2(1_000_000 / size), 0.0)
    pairs = size * (size - 1) / 2
    least = -np.log2(min(0.2 * size / pairs, 0.5)) - slack
    keys = tuple(blocking.choose_blocking_keys(facts, max(prepared.size, 2)))
    # In a small register the values say little about the worth of sharing them, so all pairs are
    # compared.
    is_enough = candidates.evidence_bits_by_fact_set(facts) >= least
    if prepared.size < MIN_RECORDS_TO_LEARN:
        is_enough[:] = True
    table = build_fact_table(prepared, facts.names)
    plan = LinkagePlan(
        model=model,
        facts=facts.names,
        keys=keys,
        crowds=tuple(_crowds(table, key) for key in keys),
        is_enough=np.asarray(is_enough),
        register_size=size,
        learned_from=prepared.size,
    )
    is_learned = prepared.size >= MIN_RECORDS_TO_LEARN and learns
    return _narrow_plan(plan, prepared, table, say) if is_learned else plan


def _narrow_plan(
    plan: LinkagePlan, prepared: PreparedRecords, table: FactTable, say: ProgressReporter
) -> LinkagePlan:
    """The plan without sets of shared facts that hardly ever make a likely pair in this register.

    Most records that share those would be opened in vain. They are skipped both on later nights and
    when all records are compared, so that both give the same result.
    """
    one, other = find_pairs(table, plan)
    if len(one) > MAX_PAIRS_TO_NARROW_BY:
        some = np.linspace(0, len(one) - 1, MAX_PAIRS_TO_NARROW_BY).astype(np.int64)
        one, other = one[some], other[some]
    often = likely = np.zeros(len(plan.is_enough))
    for start in range(0, len(one), BATCH_SIZE):
        rows = one[start : start + BATCH_SIZE], other[start : start + BATCH_SIZE]
        shared = _patterns(table, *rows)
        probability = score_pairs(prepared, plan, rows)
        likely = likely + np.bincount(shared, probability, minlength=len(likely))
        often = often + np.bincount(shared, minlength=len(often))
    seldom = (often >= MIN_PAIRS_PER_FACT_SET) & (likely < MIN_LIKELY_SHARE * often)
    say(f"{np.count_nonzero(seldom)} sets of facts say too little")
    return replace(plan, is_enough=plan.is_enough & ~seldom)


def _patterns(table: FactTable, one: IntArray, other: IntArray) -> npt.NDArray[np.uint16]:
    """The facts that each pair shares, as one number."""
    shared = (table[one] == table[other]) & (table[one] != NO_VALUE)
    return np.packbits(shared, axis=1).view(">u2")[:, 0]


def build_fact_table(prepared: PreparedRecords, facts: tuple[str, ...]) -> FactTable:
    """A row of numbers for each record: what it can share with others, -1 if missing.

    A number depends only on its value, so rows from today and from last month can be compared.
    """
    table = np.full((prepared.size, WIDTH), NO_VALUE, dtype=np.int32)
    columns = blocking.blocking_fact_columns(prepared)
    for place, name in enumerate(facts):
        if name in columns:
            table[:, place] = columns[name]
    return table


def find_pairs(
    table: FactTable, plan: LinkagePlan, changed: npt.NDArray[np.bool_] | None = None
) -> RowPairs:
    """Pairs of rows worth comparing, lower first, each once; with `changed`, one of them is."""
    size = len(table)
    columns = np.asfortranarray(table)

    def of_key(number: int) -> IntArray:
        enough = [np.zeros(0, dtype=np.int64)]
        for lower, higher in _sharing(columns, plan, number, changed):
            keep = plan.is_enough[_patterns(table, lower, higher)]
            enough.append(lower[keep] * size + higher[keep])
        return candidates.distinct_numbers(np.concatenate(enough))

    numbers = np.zeros(0, dtype=np.int64)
    with ThreadPoolExecutor(candidates.WORKERS) as workers:
        for start in range(0, len(plan.keys), 2 * candidates.WORKERS):
            several = range(start, min(start + 2 * candidates.WORKERS, len(plan.keys)))
            numbers = candidates.distinct_numbers(
                np.concatenate([numbers, *workers.map(of_key, several)])
            )
    return numbers // size, numbers % size


def _sharing(
    table: FactTable, plan: LinkagePlan, number: int, changed: npt.NDArray[np.bool_] | None
) -> Iterator[RowPairs]:
    """The pairs of rows that share all facts of one key, lower first, without those of a crowd.

    Each batch has at most as many pairs as there are rows: all at once would fill the memory.
    """
    valid, mixed = _mix_facts(table, plan.keys[number])
    if changed is not None:
        coarse = (mixed >> np.uint64(64 - COARSE_BITS)).astype(np.int64)
        marks = np.zeros(1 << COARSE_BITS, dtype=bool)
        marks[coarse[valid & changed]] = True
        valid &= marks[coarse]
    rows = np.flatnonzero(valid)
    mixed = mixed[rows]
    if len(plan.crowds[number]):
        apart = ~np.isin(mixed, plan.crowds[number])
        rows, mixed = rows[apart], mixed[apart]
    order = np.argsort(mixed, kind="stable")
    rows, mixed = rows[order], mixed[order]
    follows, distance = np.arange(len(rows)), 0
    while True:
        distance += 1
        follows = follows[follows + distance < len(rows)]
        follows = follows[mixed[follows] == mixed[follows + distance]]
        if not len(follows):
            return
        result, other = rows[follows], rows[follows + distance]
        if changed is not None:
            either = changed[result] | changed[other]
            result, other = result[either], other[either]
        yield np.minimum(result, other), np.maximum(result, other)


def _mix_facts(
    table: FactTable, key: tuple[int, ...]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.uint64]]:
    """Whether each row has all facts of a key, and one number made of them."""
    valid = np.ones(len(table), dtype=bool)
    mixed = np.zeros(len(table), dtype=np.uint64)
    for place in key:
        valid &= table[:, place] >= 0
        mixed = (mixed ^ table[:, place].astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return valid, mixed * np.uint64(0xD6E8FEB86659FD93)  # the first bits also distinguish rows


def _crowds(table: FactTable, key: tuple[int, ...]) -> npt.NDArray[np.uint64]:
    valid, mixed = _mix_facts(table, key)
    values, counts = np.unique(mixed[valid], return_counts=True)
    return np.asarray(values[counts > MAX_CROWD])


def score_pairs(prepared: PreparedRecords, plan: LinkagePlan, rows: RowPairs) -> scoring.BitArray:
    """The probability that each pair is one person, using only what is frozen in the plan."""
    levels = linkage.compare_pairs(prepared, rows)
    shares = scoring.frozen_frequencies(prepared, plan.model)
    both = scoring.score_pair_levels(prepared, plan.model, shares, levels, rows)
    return both.posteriors(plan.model, plan.register_size, plan.pair_count)[0]


def list_reasons(
    prepared: PreparedRecords, plan: LinkagePlan, rows: RowPairs
) -> list[list[tuple[str, str, int]]]:
    """The reasons for each pair: field, level, and for (1), against (-1) or neither (0)."""
    compared = linkage.compare_pairs(prepared, rows)
    shares = scoring.frozen_frequencies(prepared, plan.model)
    lines: list[list[tuple[str, str, int]]] = [[] for _ in rows[0]]
    for name, levels in compared.items():
        bits = scoring.field_evidence_bits(prepared, plan.model, shares, name, (levels, *rows))[0]
        names = [level.name for level in FIELDS_BY_NAME[name].levels]
        for at in np.flatnonzero(levels != MISSING):
            speaks = int(np.sign(bits[at])) if abs(bits[at]) >= MIN_REPORTED_BITS else 0
            lines[at].append((name, names[int(levels[at])], speaks))
    return lines
