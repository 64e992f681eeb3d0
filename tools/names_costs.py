"""Learns how often a sign is written as which Latin letters, from lists of words and romanisations.

    python -m tools.names_costs FOLDER > saathi/engines/matching/data/costs.tsv

FOLDER holds `LANGUAGE.train.tsv.gz` with rows of native word, romanisation, count (the Dakshina
lexicons); the attested spellings in `saathi/engines/matching/data` are learned from too. Only statistics
over all words come out, no word. The method is a stochastic transducer without memory, trained by
expectation-maximisation (Ristad and Yianilos 1998), over all pairs of equal lengths at once.
"""

import gzip
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from saathi.engines.matching import latin_sounds, lexicon, scoring, scripts
from saathi.engines.matching.alphabets import LATIN, load_alphabet
from saathi.engines.matching.name_words import parse_name
from tools.names_weights import is_held_out

LANGUAGES = {
    "bn": "BENGALI", "hi": "DEVANAGARI", "mr": "DEVANAGARI", "pa": "GURMUKHI",
    "sd": "ARABIC", "ur": "ARABIC", "si": "SINHALA", "ta": "TAMIL",
}  # fmt: skip
PAIRS = 45_000  # drawn of each language, so that none outweighs the others
VARIANTS = 20_000  # of spellings of one word, drawn of each language
NAME_WEIGHT = 8.0  # of a name beside a word of the lexicons, which are no names for the most part
ROUNDS = 6
LONGEST = 16
FURTHEST = 8  # words whose lengths differ by more are no romanisation of one another
FEW = 10  # words in which a sign must be met for its row to rest on them
BY_TABLE = 1.9  # words
LEAST = 0.0008  # what is rarer is in no file

Floats = npt.NDArray[np.float64]
Pair = tuple[bytes, bytes, float]


@dataclass
class Counts:
    """How often each step was taken: one sign for another, a sign dropped, a sign inserted."""

    replaced: Floats
    dropped: Floats
    inserted: Floats
    gaps: float = 0.0


def pairs_of(folder: Path, language: str) -> tuple[list[Pair], list[Pair]]:
    """Native words with their romanisations, and romanisations of one word with one another."""
    script = scripts.load_script(LANGUAGES[language])
    assert script is not None
    of_native, of_latin = load_alphabet(script.name), load_alphabet(LATIN)
    groups: dict[bytes, dict[bytes, int]] = defaultdict(dict)
    with gzip.open(folder / f"{language}.train.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            native, roman, count = line.rstrip("\n").split("\t")
            native = (
                unicodedata.normalize("NFC", native).replace("\u200d", "").replace("\u200c", "")
            )
            encode_units = of_native.encode_units(script.units(native))
            other = of_latin.encode_units(
                latin_sounds.to_sounds(latin_sounds.to_plain_letters(roman))
            )
            if encode_units and other:
                groups[encode_units][other] = groups[encode_units].get(other, 0) + min(
                    int(count), 3
                )
    romanised = [
        (entry, other, count / sum(found.values()))
        for entry, found in groups.items()
        for other, count in found.items()
    ]
    variants = [
        (item, other, 1.0)
        for group in groups.values()
        if len(group) < 9
        for item in group
        for other in group
        if item != other
    ]
    draw = np.random.default_rng(1)
    return (
        [romanised[at] for at in draw.permutation(len(romanised))[:PAIRS]],
        [variants[at] for at in draw.permutation(len(variants))[:VARIANTS]],
    )


def of_names() -> tuple[dict[str, list[Pair]], list[Pair]]:
    """The same from the attested spellings of names that are not held out for the benchmark."""
    romanised: dict[str, list[Pair]] = defaultdict(list)
    variants: list[Pair] = []
    of_latin = load_alphabet(LATIN)
    for row in lexicon.load_spellings():
        if is_held_out(row):
            continue
        spelt = [scoring.join_words(parse_name(text).words) for text in row.words]
        latins = [of_latin.encode_units(word.units) for word in spelt if word.text.isascii()]
        variants += [(latin, other, 1.0) for latin in latins for other in latins if latin != other]
        for word in spelt:
            if word.script != LATIN:
                units = load_alphabet(word.script).encode_units(word.units)
                # The first spelling is the usual one and counts as much as all the others.
                romanised[word.script] += [(units, latins[0], NAME_WEIGHT / 2)]
                romanised[word.script] += [
                    (units, other, NAME_WEIGHT / 2 / len(latins)) for other in latins
                ]
    return romanised, variants


def batches(pairs: list[Pair]) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Floats]]:
    """Pairs of equal lengths together, as arrays."""
    by_length: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        lengths = len(pair[0]), len(pair[1])
        if max(lengths) <= LONGEST and abs(lengths[0] - lengths[1]) <= FURTHEST:
            by_length[lengths].append(pair)
    return [
        (
            np.array([list(pair[0]) for pair in item]),
            np.array([list(pair[1]) for pair in item]),
            np.array([pair[2] for pair in item]),
        )
        for item in by_length.values()
    ]


def trained(pairs: list[Pair], start: Counts, *, is_mirrored: bool) -> Counts:
    """The counts after some rounds of expectation-maximisation."""
    now, data = start, batches(pairs)
    for _round in range(ROUNDS):
        shape = now.replaced.shape
        result = Counts(np.zeros(shape), np.zeros(shape[0]), np.zeros(shape[1]))
        for entry, other, weights in data:
            expect(entry, other, weights, now, result)
        now = Counts(
            result.replaced + 1e-3, result.dropped + 1e-2, result.inserted + 1e-2, result.gaps
        )
        if is_mirrored:
            now.replaced = (now.replaced + now.replaced.T) / 2
            now.dropped = now.inserted = (now.dropped + now.inserted) / 2
    return now


def expect(
    one: npt.NDArray[np.intp],
    other: npt.NDArray[np.intp],
    weights: Floats,
    now: Counts,
    found: Counts,
) -> None:
    """Adds the expected steps of these pairs to `found`: forward and backward over all at once."""
    total = now.replaced.sum() + now.dropped.sum() + now.inserted.sum()
    steps = Steps(one, other, now.replaced / total, now.dropped / total, now.inserted / total)
    forward = steps.forward()
    likelihood = forward[-1][-1]
    backward = steps.backward(weights / np.where(likelihood > 0, likelihood, np.inf))
    width = now.replaced.shape[1]
    found.gaps += weights.sum() * (one.shape[1] + 1)
    at, much = [], []
    for i in range(one.shape[1] + 1):
        for j in range(other.shape[1] + 1):
            if i and j:
                at.append(one[:, i - 1] * width + other[:, j - 1])
                much.append(forward[i - 1][j - 1] * steps.replace[i - 1][j - 1] * backward[i][j])
            if i:
                share = forward[i - 1][j] * steps.drop[i - 1] * backward[i][j]
                found.dropped += np.bincount(one[:, i - 1], share, len(found.dropped))
            if j:
                share = forward[i][j - 1] * steps.insert[j - 1] * backward[i][j]
                found.inserted += np.bincount(other[:, j - 1], share, width)
    summed = np.bincount(np.concatenate(at), np.concatenate(much), found.replaced.size)
    found.replaced += summed.reshape(found.replaced.shape)


class Steps:
    """The probabilities of all steps of a batch."""

    def __init__(
        self,
        one: npt.NDArray[np.intp],
        other: npt.NDArray[np.intp],
        replaced: Floats,
        dropped: Floats,
        inserted: Floats,
    ) -> None:
        self.rows, self.columns = one.shape[1], other.shape[1]
        self.replace = [
            [replaced[one[:, i], other[:, j]] for j in range(self.columns)]
            for i in range(self.rows)
        ]
        self.drop = [dropped[one[:, i]] for i in range(self.rows)]
        self.insert = [inserted[other[:, j]] for j in range(self.columns)]

    def forward(self) -> list[list[Floats]]:
        table: list[list[Floats]] = []
        for i in range(self.rows + 1):
            table.append([])
            for j in range(self.columns + 1):
                sums = np.zeros(len(self.drop[0])) if i or j else np.ones(len(self.drop[0]))
                if i and j:
                    sums = sums + table[i - 1][j - 1] * self.replace[i - 1][j - 1]
                if i:
                    sums = sums + table[i - 1][j] * self.drop[i - 1]
                if j:
                    sums = sums + table[i][j - 1] * self.insert[j - 1]
                table[i].append(sums)
        return table

    def backward(self, end: Floats) -> list[list[Floats]]:
        table = [[end] * (self.columns + 1) for _ in range(self.rows + 1)]
        for i in range(self.rows, -1, -1):
            for j in range(self.columns, -1, -1):
                if i == self.rows and j == self.columns:
                    continue
                sums = np.zeros(len(end))
                if i < self.rows and j < self.columns:
                    sums = sums + table[i + 1][j + 1] * self.replace[i][j]
                if i < self.rows:
                    sums = sums + table[i + 1][j] * self.drop[i]
                if j < self.columns:
                    sums = sums + table[i][j + 1] * self.insert[j]
                table[i][j] = sums
        return table


def lines_of(script: str, counts: Counts) -> Iterator[str]:
    """The rows of the file for one script: a sign, and what it was written as how often."""
    shown, latins = load_alphabet(script).labels, load_alphabet(LATIN).labels
    background = counts.replaced.sum(axis=0) / counts.replaced.sum()
    for number, sign in enumerate(shown):
        total = seen(counts, number)
        said, silent = readings_of(script, sign)
        # The weight of two words for the readings that the table of the script names, and a little for
        # what all signs are written as: this is all there is of signs that were hardly seen.
        chances = (counts.replaced[number] + BY_TABLE * said + 0.1 * background) / (total + 2)
        cells = {latins[at]: float(chances[at]) for at in np.argsort(-chances)}
        cells["-"] = float((counts.dropped[number] + BY_TABLE * silent + 0.04) / (total + 2))
        yield row_of(script, sign, cells)
    chances = (counts.inserted + 0.5) / counts.gaps
    yield row_of(script, "+", {latins[at]: float(chances[at]) for at in np.argsort(-chances)})


def seen(counts: Counts, number: int) -> float:
    """How often a sign was met, in words."""
    return float(counts.replaced[number].sum() + counts.dropped[number])


def readings_of(script: str, sign: str) -> tuple[Floats, float]:
    """The Latin letters and the silence that the table of the script gives for a sign, in equal shares."""
    latins, table = load_alphabet(LATIN).labels, scripts.load_script(script)
    said, plain = np.zeros(len(latins)), sign.strip("^$")
    units = plain if table is None else table.alphabet[table.labels.index(plain)]
    readings = [latin_sounds.to_sounds(plain)] if table is None else [table.sounds(units)]
    if table is not None and table.second_sounds(units):
        readings.append(table.second_sounds(units))
    silent = 0.0
    for reading in readings:
        if reading:
            label = latin_sounds.spell_sounds(reading[0])
            at_edge = sign.replace(plain, label)
            said[latins.index(at_edge if at_edge in latins else label)] += 1 / len(readings)
        else:
            silent += 1 / len(readings)
    return said, silent


def hardly_seen(script: str, counts: Counts) -> list[str]:
    """The signs of a script whose rows rest on its table, since too few attested pairs hold them."""
    met: dict[str, float] = defaultdict(float)
    for number, sign in enumerate(load_alphabet(script).labels):
        met[sign.strip("^$")] += seen(counts, number)
    return [sign for sign, times in met.items() if times < FEW]


def row_of(script: str, sign: str, cells: dict[str, float]) -> str:
    shown = " ".join(
        f"{latins}:{chance:.4f}" for latins, chance in cells.items() if chance >= LEAST
    )
    return f"{script}\t{sign}\t{shown}"


def main() -> None:
    folder = Path(sys.argv[1])
    by_script: dict[str, list[Pair]] = defaultdict(list)
    variants: list[Pair] = []
    for language, script in LANGUAGES.items():
        romanised, of_one_word = pairs_of(folder, language)
        by_script[script] += romanised
        variants += of_one_word
    romanised_names, variants_of_names = of_names()
    for script, pairs in romanised_names.items():
        by_script[script] += pairs
    variants += variants_of_names
    width = len(load_alphabet(LATIN).labels)
    even = np.full((width, width), 0.2 / width)
    start = Counts(np.eye(width) + even, np.full(width, 0.1), np.full(width, 0.1))
    print("# How often a sign is written as which Latin letters:")
    print('# "-" means not at all, and the sign "+" letters that no sign stands for.')
    print("# Made by tools/names_costs.py from statistics over the Dakshina lexicons")
    print("# (Roark et al. 2020; CC BY-SA 4.0); no word of them is in here.")
    results = {LATIN: trained(variants, start, is_mirrored=True)}
    for script, pairs in sorted(by_script.items()):
        height = len(load_alphabet(script).labels)
        start = Counts(
            np.ones((height, width)), np.full(height, 0.1 * width), np.full(width, 0.1 * height)
        )
        results[script] = trained(pairs, start, is_mirrored=False)
    print(
        f"# Signs met in fewer than {FEW} words: their rows follow the table of the script, not data."
    )
    for script, counts in results.items():
        print(f"# {script}: {' '.join(hardly_seen(script, counts)) or 'none'}")
    print("script\tsign\tchances")
    for script, counts in results.items():
        print(*lines_of(script, counts), sep="\n")


if __name__ == "__main__":
    main()
