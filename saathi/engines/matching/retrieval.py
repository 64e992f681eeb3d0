"""The likeliest spellings of one name among very many: by shared pieces, then by alignment.

An index in memory over a list of names. Shared sequences of consonants select some hundreds of
candidates, alignment costs between the words rank them, and the best are scored in full.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from saathi.engines.matching import alignment, costs, latin_sounds, scoring, skeletons
from saathi.engines.matching.alphabets import LATIN, load_alphabet
from saathi.engines.matching.costs import Floats
from saathi.engines.matching.name_words import NameWord, ParsedName, parse_name
from saathi.engines.matching.scoring import NameScorer, join_words

MAX_CANDIDATES: Final = 1500  # found by pieces for one query
MAX_SCORED: Final = 30  # how many of them are scored in full
_VOWEL_WEIGHT: Final = 0.35  # weight of a piece with vowels, which scripts leave unwritten
_COARSE: Final = str.maketrans(
    dict.fromkeys("aāǎ", "a") | dict.fromkeys("eiēīəɛêîy", "i") | dict.fromkeys("ouōūɔʊôw", "u")
)
_CONSONANTS: Final = str.maketrans(
    {"χ": "k", "q": "k", "g": "k", "ğ": "k", "č": "c", "š": "c", "s": "c", "j": "c", "ĵ": "c",
     "z": "c", "ž": "c", "ŧ": "t", "d": "t", "đ": "t", "φ": "p", "f": "p", "b": "p", "β": "p",
     "v": "p", "ř": "r", "ł": "l", "h": ""}
)  # fmt: skip


class NameMatch(NamedTuple):
    """A name in the list, by its position there, and how likely it is to spell the query."""

    position: int
    score: float


def split_into_pieces(word: NameWord) -> Counter[str]:
    """Pieces of two and three consonants and, with less weight, of two sounds with vowels."""
    pieces = _pieces(word.sounds)
    return pieces | _pieces(word.second_sounds) if word.second_sounds else pieces


def _pieces(sounds: str) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for skeleton in skeletons.tamil_class_skeletons(sounds):
        edged = f"^{skeleton}$"
        pieces.update(edged[at : at + 2] for at in range(len(edged) - 1))
        pieces.update(edged[at : at + 3] for at in range(len(edged) - 2))
    voiced = (
        "^"
        + latin_sounds.drop_repeated_signs(sounds.translate(_CONSONANTS).translate(_COARSE))
        + "$"
    )
    pieces.update("~" + voiced[at : at + 2] for at in range(len(voiced) - 1))
    return pieces


class NameIndex:
    """A list of names, searchable for the likeliest spellings of one name."""

    def __init__(self, names: Sequence[str], scorer: NameScorer | None = None) -> None:
        self._scorer = scorer or scoring.load_shipped_scorer()
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        parsed_names: dict[tuple[str, ...], ParsedName] = {}
        for place, name in enumerate(names):
            folded = parse_name(name)
            if folded.words:
                written = (*(word.text for word in folded.words), "", *folded.titles)
                places[written].append(place)
                parsed_names[written] = folded
        self._places = list(places.values())
        self._parsed = list(parsed_names.values())
        self._wholes = [join_words(folded.words) for folded in self._parsed]
        self._columns()
        self._postings()

    def _columns(self) -> None:
        """Prepares the whole names as numbers, by script, to compute the costs of many at once."""
        count = len(self._wholes)
        self._scripts: list[str] = sorted({word.script for word in self._wholes})
        number = {script: at for at, script in enumerate(self._scripts)}
        self._script = np.array([number[word.script] for word in self._wholes], dtype=np.int8)
        units = [load_alphabet(word.script).encode_units(word.units) for word in self._wholes]
        self._units, self._lengths = alignment.pad_words(units)
        self._single = np.array([len(folded.words) == 1 for folded in self._parsed], dtype=bool)
        self._count = count

    def _postings(self) -> None:
        """Prepares, for each piece, the names that have it and its weight in each."""
        holders: dict[str, list[int]] = defaultdict(list)
        amounts: dict[str, list[int]] = defaultdict(list)
        for number, folded in enumerate(self._parsed):
            for piece, amount in _pieces_of(folded.words).items():
                holders[piece].append(number)
                amounts[piece].append(amount)
        squares = np.zeros(self._count)
        self._holders: dict[str, npt.NDArray[np.int32]] = {}
        self._weights: dict[str, Floats] = {}
        self._rarity: dict[str, float] = {}
        for piece, numbers in holders.items():
            rarity = _rarity(piece, self._count, len(numbers))
            name_numbers = np.array(numbers, dtype=np.int32)
            weights = np.sqrt(np.array(amounts[piece], dtype=float)) * rarity
            squares[name_numbers] += weights**2
            self._holders[piece], self._weights[piece] = name_numbers, weights
            self._rarity[piece] = rarity
        self._norms = np.sqrt(np.maximum(squares, 1e-9))

    def find(self, name: str, most: int = 10) -> list[NameMatch]:
        """The likeliest names in the list, best first; identical ones are listed separately."""
        folded = parse_name(name)
        if not folded.words or not self._count:
            return []
        near = self._near(folded.words)
        best = self._best(folded, near, max(MAX_SCORED, 2 * most))
        scored = sorted(
            (
                (self._scorer.similarity_of_parsed(folded, self._parsed[at]), -total, at)
                for at, total in best
            ),
            reverse=True,
        )
        matches: list[NameMatch] = []
        for score, _total, at in scored:
            matches += [NameMatch(place, score) for place in self._places[at]]
            if len(matches) >= most:
                break
        return matches[:most]

    def _near(self, words: tuple[NameWord, ...]) -> npt.NDArray[np.intp]:
        """The names that share most pieces with these words, by weight, best first."""
        holders, shares = [], []
        for piece, amount in _pieces_of(words).items():
            if piece in self._holders:
                holders.append(self._holders[piece])
                shares.append(self._weights[piece] * (math.sqrt(amount) * self._rarity[piece]))
        if not holders:
            return np.arange(min(self._count, MAX_CANDIDATES))
        likeness = np.bincount(
            np.concatenate(holders), np.concatenate(shares), minlength=self._count
        )
        likeness /= self._norms
        if self._count <= MAX_CANDIDATES:
            return np.argsort(-likeness, kind="stable")
        near = np.argpartition(-likeness, MAX_CANDIDATES)[:MAX_CANDIDATES]
        return near[np.argsort(-likeness[near], kind="stable")]

    def _best(
        self, folded: ParsedName, near: npt.NDArray[np.intp], most: int
    ) -> list[tuple[int, float]]:
        """The names with the cheapest alignment to the query; several words also word by word."""
        whole = join_words(folded.words)
        total = self._totals(whole, near)
        cheapest = np.argsort(total, kind="stable")[:most]
        chosen = {int(near[at]): float(total[at]) for at in cheapest}
        if len(folded.words) == 1 and bool(self._single[near].all()):
            return list(chosen.items())
        # Words that are reordered, missing or added still share the pieces of each word.
        rest = [at for at in near[: 2 * most].tolist() if at not in chosen]
        chosen.update((at, math.inf) for at in rest[:most])
        return list(chosen.items())

    def _totals(self, word: NameWord, near: npt.NDArray[np.intp]) -> Floats:
        numbers = load_alphabet(word.script).encode_units(word.units)
        total = np.zeros(len(near))
        script_of = self._script[near]
        for at, script in enumerate(self._scripts):
            in_script = np.flatnonzero(script_of == at)
            if len(in_script):
                chosen = near[in_script]
                between = costs.costs_between(word.script, script)
                total[in_script] = alignment.alignment_costs(
                    numbers, self._units[:, chosen], self._lengths[chosen], between
                )
        return total


def _pieces_of(words: Iterable[NameWord]) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for word in words:
        pieces += split_into_pieces(word)
    return pieces


def _rarity(piece: str, names: int, holders: int) -> float:
    return math.log(1 + names / holders) * (_VOWEL_WEIGHT if piece[0] == "~" else 1.0)


__all__ = ["LATIN", "NameIndex", "NameMatch", "split_into_pieces"]
