"""Facts about words of names: titles, particles, attested spellings.

The files are in `data/` and can be corrected without code; `docs/names.md` says how.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

_LEAVE_OUT: Final = "-"


class LexiconError(Exception):
    """A lexicon file that cannot be read; the message names the file and line."""


@dataclass(frozen=True)
class AttestedSpellings:
    """Attested ways to write one name, and the sex to which it is mostly given."""

    sex: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class NameLexicon:
    """Titles, particles and spellings, ready for lookup."""

    titles: frozenset[str]
    # Maps the first word of a phrase to the phrases that begin with it and their replacements.
    particles: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    # Maps a word as written to the numbers of the names that it is an attested spelling of.
    names: Mapping[str, frozenset[int]] = field(repr=False)

    def is_same_name(self, one: str, other: str) -> bool | None:
        """Whether two words are attested spellings of one name; None if either is not attested."""
        of_one, of_other = self.names.get(one), self.names.get(other)
        if of_one is None or of_other is None:
            return None
        return not of_one.isdisjoint(of_other)


def parse_rows(text: str, file: str, cells: int) -> list[tuple[str, ...]]:
    """The rows of a file of the lexicon below its heading."""
    rows = []
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    for number, line in lines[1:]:
        row = tuple(unicodedata.normalize("NFC", cell.strip()) for cell in line.split("\t"))
        if len(row) != cells or not all(row):
            raise LexiconError(f"{file}, line {number}: expected {cells} cells with a tab between.")
        rows.append(row)
    return rows


def normalise_word(word: str) -> str:
    """A word in the form used for lexicon lookup: lower case, composed, without invisible signs."""
    word = unicodedata.normalize("NFC", word.lower())
    return word.replace("\u200c", "").replace("\u200d", "").replace("'", "").strip("་-")


def build_lexicon(
    titles: Iterable[str],
    particles: Iterable[tuple[str, str]],
    spellings: Iterable[AttestedSpellings],
) -> NameLexicon:
    """A lexicon from its lists."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, instead in particles:
        phrase = tuple(normalise_word(word) for word in words.split())
        put = "" if instead == _LEAVE_OUT else normalise_word(instead)
        phrases.setdefault(phrase[0], []).append((phrase, put))
    names: dict[str, set[int]] = {}
    for number, row in enumerate(spellings):
        for word in row.words:
            names.setdefault(normalise_word(word).replace("-", ""), set()).add(number)
    return NameLexicon(
        titles=frozenset(normalise_word(word) for word in titles),
        particles={
            first: tuple(sorted(item, key=lambda phrase: -len(phrase[0])))
            for first, item in phrases.items()
        },
        names={word: frozenset(numbers) for word, numbers in names.items()},
    )


def load_spellings() -> list[AttestedSpellings]:
    """The attested spellings, in the order of their file."""
    return [
        AttestedSpellings(sex, tuple(words.split()))
        for sex, words in parse_rows(_read("spellings.tsv"), "spellings.tsv", 2)
    ]


@cache
def load_titles_and_particles() -> NameLexicon:
    """The lexicon without spellings, which is sufficient for keys."""
    return build_lexicon(_titles(), _particles(), ())


@cache
def load_shipped_lexicon() -> NameLexicon:
    """The lexicon that Saathi ships."""
    return build_lexicon(_titles(), _particles(), load_spellings())


def shipped_lexicon_without(left_out: Iterable[AttestedSpellings]) -> NameLexicon:
    """The lexicon without some names, to measure rules and weights alone."""
    excluded = set(left_out)
    rows = [row for row in load_spellings() if row not in excluded]
    return build_lexicon(_titles(), _particles(), rows)


def _titles() -> list[str]:
    rows = parse_rows(_read("titles.tsv"), "titles.tsv", 2)
    return [word for _meaning, words in rows for word in words.split()]


def _particles() -> list[tuple[str, str]]:
    return [(words, put) for words, put in parse_rows(_read("particles.tsv"), "particles.tsv", 2)]


def _read(file: str) -> str:
    return (resources.files("saathi.engines.matching") / "data" / file).read_text("utf-8")
