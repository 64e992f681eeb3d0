"""Learns the ranking of candidates and their odds (`saathi/engines/matching/data/order.json`). Run: `python -m bench.learn_order [--check]`.

The data are invented registrations with seeds that no benchmark uses (9001 and on): the first record of each child is in the register, the
second is the query, as in `bench.tracing_ranks`. For each query the 60 most likely candidates by shared names, district and place are
compared, and the weights maximise the likelihood of the right one among them (a regularised conditional logit). Weights are in bits. The
last thousand queries are held out; the figures are measured on them.

The odds that no candidate is the child are learned on the search itself (`bench.tracing_ranks`) in registers of 2,000 and 30,000, each
query once with the child in the register and once without: the likelihood of the right candidate, or of no match, is maximised.
"""

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
from scipy.optimize import LinearConstraint, minimize
from scipy.sparse import csr_matrix

from bench.tracing_ranks import WAYS, Clear, Register, clear, portrait
from saathi.engines.matching import match_ranking, names, tracing
from saathi.engines.matching.generator import RecordRow, generate_records
from saathi.engines.matching.phonetic_match import MAX_WORDS_COUNTED
from saathi.engines.matching.tracing import TracingProfile

SEEDS: Final = (9001, 9002, 9003)
RECORDS: Final = 50_000  # for each
QUESTIONS: Final = 5000
HELD_BACK: Final = 1000
OPENED: Final = 60
SMALL_ONES: Final = ((2000, 9111), (2000, 9112), (30_000, 9121))  # children of a register, seed
HELD_APART: Final = ((2000, 9113), (30_000, 9122))  # not learned from
ASKED: Final = 1500  # of each register
# Rougher weights of the columns in clear than those of the SQL function, to learn from more candidates that differ.
ROUGH: Final = Clear((2.0, -3.0), 5.0, (2.0, 0.0, -4.0, -4.0, -6.0), (5.0, -1.0, -3.0))
SMALL: Final = 2e-4  # how much a weight costs
# From the worst to the best: a candidate with more agreement never ranks below one with less.
RISING: Final = [
    *([f"{name} {level}" for level in ("different", "resembles", "close", "sounds", "same")]
      for name in ("given", "family", "father", "mother")),
    *([f"{name} {level}" for level in ("different", "exchanged_close", "exchanged", "same")]
      for name in ("given", "family")),
    ["born far", "born near", "born next", "born meet 3", "born meet 2", "born meet 1", "born meet 0"],
    ["home_district different", "home_district country", "home_district same"],
    ["sex different", "sex same"],
    ["places none", "places alike"],
    *([f"{whose} first word {where}" for where in ("other", "elsewhere", "alike")]
      for whose in ("own", "father's", "mother's")),
    ["own last word other", "own last word alike"],
]  # fmt: skip
# Two names that agree weigh no less than one of them, nor two words than one.
TOGETHER: Final = [
    *(
        f"{item} and {other}"
        for item, other in combinations(("given", "family", "father", "mother"), 2)
    ),
    *(f"{many} own words alike" for many in range(2, MAX_WORDS_COUNTED + 1)),
]
OUT: Final = Path(match_ranking.__file__).parent / "data" / "order.json"

type Question = tuple[
    list[list[tuple[str, float]]], int
]  # the features of each candidate; the position of the right one
type Floats = npt.NDArray[np.float64]


def keys_of(of: TracingProfile) -> Iterable[tuple[str, str, str]]:
    """Pairs of facts by which the child is found."""
    own, father, mother = (
        names.first_word_keys(name) if name else ()
        for name in ("".join(of.names[:1]), of.father, of.mother)
    )
    home = names.first_word_keys(of.places[0]) if of.places else ()
    facts = [("at", key) for key in home] + ([("in", of.district)] if of.district else [])
    told = [("own", key) for key in own] + [("father", key) for key in father]
    told += [("mother", key) for key in mother]
    for at, (kind, key) in enumerate(told):
        for other_kind, other in (*told[at + 1 :], *facts):
            if kind != other_kind:
                yield f"{kind} {other_kind}", key, other


def questions(seeds: Iterable[int]) -> list[Question]:
    """For each question the features of sixty candidates, the right one among them."""
    draws = random.Random(9000)
    found: list[TracingProfile] = []
    again: list[tuple[RecordRow, int]] = []
    for seed in seeds:
        made = generate_records(RECORDS, seed)
        place: dict[int, int] = {}
        for row, child in zip(made.rows, made.children, strict=True):
            if child in place:
                again.append((row, place[child]))
            else:
                place[child] = len(found)
                found.append(portrait(row))
    index: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for at, entry in enumerate(found):
        for key in keys_of(entry):
            index[key].append(at)
    made_of: list[Question] = []
    for row, right in draws.sample(again, QUESTIONS):
        asked = portrait(row, 1)
        bits: Counter[int] = Counter()
        for key in keys_of(asked):
            for at in index.get(key, ()):
                bits[at] += round(20 - math.log2(len(index[key])))
        likely = sorted(bits, key=lambda at: -(bits[at] / 2 + clear(asked, found[at], ROUGH)))[
            :OPENED
        ]
        if right in likely:
            shown = [tracing.list_training_features(asked, found[at]) for at in likely]
            made_of.append((shown, likely.index(right)))
    return made_of


def learned(asked: Sequence[Question]) -> dict[str, float]:
    """The bits of each feature that make the right candidates most likely."""
    known = sorted({name for shown, _right in asked for result in shown for name, _much in result})
    number = {name: at for at, name in enumerate(known)}
    rows = [result for shown, _right in asked for result in shown]
    ends = np.cumsum([0] + [len(result) for result in rows])
    table = csr_matrix(
        ([much for result in rows for _name, much in result],
         [number[name] for row in rows for name, _much in row], ends), shape=(len(rows), len(known)),
    )  # fmt: skip
    sizes = np.array([len(shown) for shown, _right in asked])
    starts = np.cumsum(sizes) - sizes
    right = starts + np.array([at for _shown, at in asked])
    told: Floats = np.asarray(table[right].sum(axis=0)).ravel()
    cost = SMALL * len(asked)

    def lost(weights: Floats) -> tuple[float, Floats]:
        score = table @ weights
        most = np.maximum.reduceat(score, starts)
        share = np.exp(score - np.repeat(most, sizes))
        whole = np.add.reduceat(share, starts)
        share /= np.repeat(whole, sizes)
        value = (np.log(whole) + most - score[right]).sum() + cost * (weights @ weights)
        return float(value), table.T @ share - told + 2 * cost * weights

    steps = [
        (number[low], number[high])
        for chain in RISING
        for low, high in pairwise([entry for entry in chain if entry in number])
    ]
    rising = csr_matrix(
        ([sign for _ in steps for sign in (-1.0, 1.0)],
         [at for step in steps for at in step], range(0, 2 * len(steps) + 1, 2)),
        shape=(len(steps), len(known)),
    )  # fmt: skip
    best = minimize(
        lost, np.zeros(len(known)), jac=True, method="SLSQP", options={"maxiter": 500},
        bounds=[(0, None) if item in TOGETHER else (None, None) for item in known],
        constraints=LinearConstraint(rising.toarray(), 0, np.inf),
    ).x  # fmt: skip
    return {name: round(float(best[at]) / math.log(2), 2) for name, at in number.items()}


type Stood = tuple[
    list[float], int | None, int
]  # bits of the opened candidates; position of the child; size of the register


def stood(children: int, seed: int) -> list[Stood]:
    """The bits of the candidates opened for each question, in a register of this size."""
    draws = random.Random(seed)
    made = generate_records(round(children / 0.7) + 50, seed)
    first: dict[int, TracingProfile] = {}
    again: dict[int, RecordRow] = {}
    for row, child in zip(made.rows, made.children, strict=True):
        if child in first:
            again.setdefault(child, row)
        elif len(first) < children:
            first[child] = portrait(row)
    ids = {child: UUID(int=draws.getrandbits(128)) for child in first}
    register = Register({ids[child]: entry for child, entry in first.items()})
    results: list[Stood] = []
    for child in draws.sample(sorted(again), min(ASKED, len(again))):
        asked = portrait(again[child], 1)
        opened = list(register.search(asked, WAYS[-1]))
        bits = [
            match_ranking.sum_feature_bits(
                tracing.list_training_features(asked, register.found[item])
            )
            for item in opened
        ]
        right = opened.index(ids[child]) if ids[child] in opened else None
        results.append((bits, right, children))
    return results


def without(one: Stood) -> Stood:
    """The same question with the child absent from the register."""
    bits, right, children = one
    return [weight for at, weight in enumerate(bits) if at != right], None, children


def against_nobody(asked: Sequence[Stood]) -> dict[str, float]:
    """The parameters that turn bits into odds, which make the child, or no match if absent, most likely."""
    both = [*asked, *map(without, asked)]
    sizes = np.array([len(bits) + 1 for bits, _right, _children in both])
    starts = np.cumsum(sizes) - sizes  # the first row is no match, with odds of one
    table = np.zeros((sizes.sum(), 3))
    for at, (bits, _right, children) in zip(starts, both, strict=True):
        table[at + 1 : at + 1 + len(bits), 0] = bits
        table[at + 1 : at + 1 + len(bits), 1:] = -1, -math.log2(children)
    correct = starts + np.array([0 if right is None else right + 1 for _bits, right, _of in both])

    def lost(weights: Floats) -> tuple[float, Floats]:
        score = table @ weights * math.log(2)
        most = np.maximum.reduceat(score, starts)
        share = np.exp(score - np.repeat(most, sizes))
        whole = np.add.reduceat(share, starts)
        share /= np.repeat(whole, sizes)
        value = (np.log(whole) + most - score[correct]).mean()
        slope = (table.T @ share - table[correct].sum(axis=0)) * math.log(2) / len(both)
        return float(value), slope

    best = minimize(lost, np.array([1.0, 6.0, 0.3]), jac=True, method="L-BFGS-B").x
    names = ("each bit", "nobody", "each doubling of the register")
    return {name: round(float(weight), 3) for name, weight in zip(names, best, strict=True)}


def at_threshold(asked: Sequence[Stood]) -> tuple[float, float, float]:
    """The shares in which the child, and another child, reaches the threshold; and another, if the child is absent."""
    counted = Counter[str]()
    for item in asked:
        for kind, (bits, right, children) in (("there", item), ("absent", without(item))):
            odds = [match_ranking.match_odds(weight, children) for weight in bits]
            most = max(odds, default=0.0)
            if most / (1 + sum(odds)) >= tracing.LIKELY_PROBABILITY:
                is_child = right is not None and odds[right] == most
                counted["child" if is_child else f"another, {kind}"] += 1
    child, other, absent = (
        counted[kind] / len(asked) for kind in ("child", "another, there", "another, absent")
    )
    return child, other, absent


def within(asked: Sequence[Question], most: int) -> float:
    """The share of these questions whose right candidate ranks among the first so many, by the stored weights."""
    good = 0
    for shown, right in asked:
        weighed = [match_ranking.sum_feature_bits(item) for item in shown]
        good += sum(other > weighed[right] for other in weighed) < most
    return good / len(asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="learn nothing, print the figures")
    options = parser.parse_args()
    made = questions(SEEDS)
    if not options.check:
        write(made[:-HELD_BACK])
    kept = made[-HELD_BACK:]
    print(
        f"{len(kept)} questions not learned from: R@1 {within(kept, 1):.3f}, R@5 {within(kept, 5):.3f}"
    )
    for children, seed in HELD_APART:
        child, other, absent = at_threshold(stood(children, seed))
        print(
            f"among {children}: at {tracing.LIKELY_PROBABILITY} or more the child ranks first in {child:.3f}, another child in {other:.4f}; "
            f"another, if the child is absent, in {absent:.4f}"
        )


def write(made: Sequence[Question]) -> None:
    """Learns the ranking first: the odds use its bits."""
    about = (
        f"learned on {len(made)} questions of invented registrations, seeds {SEEDS[0]} to {SEEDS[-1]} "
        "(bench/learn_order.py); bits among children who are met"
    )
    told = {
        "about": about,
        "bits": learned(made),
        "against nobody": match_ranking.load_odds_parameters(),
    }
    OUT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    match_ranking.clear_cached_weights()
    told["against nobody"] = against_nobody([item for of in SMALL_ONES for item in stood(*of)])
    OUT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    match_ranking.clear_cached_weights()


if __name__ == "__main__":
    main()
