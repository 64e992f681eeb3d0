"""Learns how to weigh the steps between two words, from the attested spellings of names.

    python -m tools.names_weights > saathi/engines/matching/data/weights.tsv

Alike are spellings of one name; different are spellings of names nearest to it, of any names, and
of the name with a consonant exchanged or a final a put on or left off, which makes another name
(Sunita and Sumita, Karim and Karima). A quarter of the names, by a checksum, is held out: the
benchmark `bench/names.py` measures on those.

Spellings that differ by one vowel (Rani and Rana) have weights of their own, from all attested pairs.
"""

import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from saathi.engines.matching import (
    alignment,
    costs,
    latin_sounds,
    lexicon,
    scoring,
    word_similarity,
)
from saathi.engines.matching.alphabets import LATIN, load_alphabet
from saathi.engines.matching.lexicon import AttestedSpellings
from saathi.engines.matching.name_words import NameWord, parse_name
from saathi.engines.matching.word_similarity import ONE_VOWEL

Floats = npt.NDArray[np.float64]
Labelled = tuple[NameWord, NameWord, bool]
LATIN_PAIRS, OTHER_PAIRS = 12, 48  # drawn of one name
NEAREST, FROM_NEAR, FROM_ALL, CHANGED = 6, 5, 20, 12
CONSONANTS = "bcdgjklmnprstvz"
RIDGE = 1e-4
# The kind with few attested pairs is weighed by few features.
OF_ONE_VOWEL = [
    word_similarity.FEATURES.index(feature) for feature in ("one", "costliest_vowel", "length")
]
NO_VOWELS = str.maketrans(dict.fromkeys(latin_sounds.VOWELS, "_"))
COSTS = word_similarity.FEATURES[1 : word_similarity.FEATURES.index("length")]


def is_held_out(row: AttestedSpellings) -> bool:
    """Whether a name is kept out of training."""
    return zlib.crc32(row.words[0].encode()) % 4 == 0


def word(text: str) -> NameWord:
    """A spelling as one word."""
    return scoring.join_words(parse_name(text).words)


def pairs(rows: list[AttestedSpellings], draw: random.Random) -> Iterator[Labelled]:
    """Spellings of one name and of different names."""
    near = nearest(rows)
    for number, row in enumerate(rows):
        yield from ((entry, other, True) for entry, other in of_one_name(row, draw))
        beside = near[number] * FROM_NEAR + [draw.randrange(len(rows)) for _ in range(FROM_ALL)]
        for place in beside:
            if set(rows[place].words).isdisjoint(row.words):
                yield word(draw.choice(row.words)), word(draw.choice(rows[place].words)), False
        yield from ((item, other, False) for item, other in changed(row, draw))


def of_one_name(row: AttestedSpellings, draw: random.Random) -> list[tuple[NameWord, NameWord]]:
    both = list(combinations(row.words, 2))
    draw.shuffle(both)
    latins = [pair for pair in both if pair[0].isascii() and pair[1].isascii()]
    others = [pair for pair in both if not (pair[0].isascii() and pair[1].isascii())]
    chosen = latins[:LATIN_PAIRS] + others[:OTHER_PAIRS]
    return [(word(item), word(other)) for item, other in chosen]


def changed(row: AttestedSpellings, draw: random.Random) -> Iterator[tuple[NameWord, NameWord]]:
    """Another name made of this one by a consonant or a final a, beside a spelling of this one."""
    latins = [text.lower() for text in row.words if text.isascii()][:4]
    for _ in range(CHANGED):
        text = draw.choice(latins)
        if draw.random() < 1 / 3:
            other = text[:-1] if text.endswith("a") else text + "a"
            if text[-1] in "eiouh" or len(other) < 3:
                continue
        else:
            places = [
                at
                for at, sign in enumerate(text)
                if sign in CONSONANTS and text[at + 1 : at + 2] != "h"
            ]
            if not places:
                continue
            at = draw.choice(places)
            other = text[:at] + draw.choice(CONSONANTS) + text[at + 1 :]
            made, own = word(other), word(text)
            if word_similarity.alignment_features(made, own)[FEATURE_CLASS]:
                continue
        yield word(other), word(draw.choice(row.words))


FEATURE_CLASS = word_similarity.FEATURES.index("same_key")


def one_vowel_apart(rows: list[AttestedSpellings]) -> Iterator[Labelled]:
    """All Latin spellings that differ by one vowel: of one name, and of different ones."""
    by_consonants: dict[str, list[tuple[AttestedSpellings, NameWord]]] = defaultdict(list)
    for row in rows:
        for spelt in (word(text) for text in row.words if text.isascii()):
            by_consonants[spelt.sounds.translate(NO_VOWELS)].append((row, spelt))
    for by_consonant in by_consonants.values():
        for (row, entry), (beside, other) in combinations(by_consonant, 2):
            is_same = row is beside
            if word_similarity.word_pair_kind(entry, other) == ONE_VOWEL and (
                is_same or set(row.words).isdisjoint(beside.words)
            ):
                yield entry, other, is_same


def nearest(rows: list[AttestedSpellings]) -> list[list[int]]:
    """For each name the names with the most similar Latin spellings."""
    of_latin = load_alphabet(LATIN)
    between = costs.costs_between(LATIN, LATIN)
    first = [of_latin.encode_units(word(row.words[0]).sounds) for row in rows]
    columns, lengths = alignment.pad_words(first)
    found = []
    for number, units in enumerate(first):
        total = alignment.alignment_costs(units, columns, lengths, between)
        total[number] = np.inf
        found.append([int(at) for at in np.argsort(total, kind="stable")[:NEAREST]])
    return found


def logistic(values: Floats, labels: Floats, importance: Floats) -> Floats:
    """Weights of a logistic regression with a small ridge, by Newton's method."""
    mean, spread = values.mean(axis=0), values.std(axis=0)
    mean[0], spread[0] = 0, 1
    spread[spread == 0] = 1
    scaled = (values - mean) / spread
    zeros = np.zeros(values.shape[1])
    ridge = RIDGE * len(labels)
    for _ in range(60):
        chance = 1 / (1 + np.exp(-scaled @ zeros))
        slope = scaled.T @ (importance * (labels - chance)) - ridge * zeros
        curve = (scaled * (importance * chance * (1 - chance))[:, None]).T @ scaled
        step = np.linalg.solve(curve + ridge * np.eye(len(zeros)), slope)
        zeros += step
        if np.abs(step).max() < 1e-7:
            break
    weights: Floats = zeros / spread
    weights[0] = zeros[0] - (zeros[1:] * mean[1:] / spread[1:]).sum()
    return weights


def falling(values: Floats, labels: Floats, importance: Floats) -> Floats:
    """The same, with no cost ever in favour: what would be, counts nothing."""
    kept = list(range(values.shape[1]))
    while True:
        weights = np.zeros(values.shape[1])
        weights[kept] = logistic(values[:, kept], labels, importance)
        wrong = [at for at in kept if word_similarity.FEATURES[at] in COSTS and weights[at] > 0]
        if not wrong:
            return weights
        spread = values.std(axis=0)
        kept.remove(max(wrong, key=lambda at: weights[at] * spread[at]))


def trained(labelled: list[Labelled]) -> dict[str, Floats]:
    """The weights for each kind of pair; alike and different count the same in all."""
    by_kind: dict[str, list[tuple[tuple[float, ...], bool]]] = defaultdict(list)
    for entry, other, is_same in labelled:
        kind = word_similarity.word_pair_kind(entry, other)
        by_kind["latin" if kind == ONE_VOWEL else kind].append(
            (word_similarity.alignment_features(entry, other), is_same)
        )
    results = {}
    for kind, rows in by_kind.items():
        values = np.array([row[0] for row in rows])
        labels = np.array([float(row[1]) for row in rows])
        share = labels.mean()
        importance = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
        results[kind] = falling(values, labels, importance)
    return results


def trained_on_one_vowel(labelled: list[Labelled]) -> Floats:
    """The weights of pairs that differ by one vowel: each pair counts the same, as all are there."""
    values = np.array(
        [word_similarity.alignment_features(item, other) for item, other, _ in labelled]
    )
    labels = np.array([float(is_same) for _one, _other, is_same in labelled])
    weights = np.zeros(values.shape[1])
    weights[OF_ONE_VOWEL] = logistic(values[:, OF_ONE_VOWEL], labels, np.ones(len(labels)))
    return weights


def learn(keep: Callable[[AttestedSpellings], bool]) -> dict[str, Floats]:
    """The weights from those names that are kept."""
    rows = [row for row in lexicon.load_spellings() if keep(row)]
    weights = trained(list(pairs(rows, random.Random(1))))  # noqa: S311 - the same every time
    return weights | {ONE_VOWEL: trained_on_one_vowel(list(one_vowel_apart(rows)))}


def main() -> None:
    weights = learn(lambda row: not is_held_out(row))
    print("# What the features of two words are worth in log-odds, by kind of pair.")
    print("# Made by tools/names_weights.py from data/spellings.tsv, without the names held out.")
    print("kind", *word_similarity.FEATURES, sep="\t")
    for kind in word_similarity.KINDS:
        print(kind, *(f"{value:.4f}" for value in weights[kind]), sep="\t")


if __name__ == "__main__":
    main()
