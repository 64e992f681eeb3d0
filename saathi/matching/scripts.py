"""Words of one script as its own units and as Latin sounds, by the table in `data/scripts/`.

A table is a file that a native reader can correct: a row for each sign with its Latin sound, then
the rules of the script: what is doubled, voiced or not spoken. `docs/names.md` explains the columns.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from saathi.matching import latin

# The scripts that have a table; the others are romanised by general tables.
TABLES: Final = {
    "BENGALI": "bengali", "DEVANAGARI": "devanagari", "GURMUKHI": "gurmukhi", "TELUGU": "telugu",
    "TAMIL": "tamil", "SINHALA": "sinhala", "THAANA": "thaana", "ARABIC": "arabic",
}  # fmt: skip
_PRIVATE: Final = 0xE000  # where signs of two characters become one, while they are worked on
_COLUMNS: Final = 4
_OR: Final = "|"  # between two sounds of one sign


class TableError(Exception):
    """A table of a script that cannot be read, with its file and line."""


@dataclass(frozen=True)
class Row:
    """One line of a table: a sign and its sound, or a rule."""

    kind: str
    sign: str
    latin: str


@dataclass(frozen=True)
class Script:
    """How the words of one script are taken apart."""

    name: str
    # Every unit, in the order in which costs count them, as written in the table.
    labels: tuple[str, ...]
    # The same as single characters.
    alphabet: str
    # Units that sound otherwise at either end of a word than inside it.
    positional: frozenset[str]
    vowels: frozenset[str]
    units: Callable[[str], str]
    sounds: Callable[[str], str]
    # The same where a sign has a second sound; "" when it has none.
    second_sounds: Callable[[str], str]


def read_rows(text: str, name: str) -> list[Row]:
    """The rows of a table; a line that is no row is an error with its number."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith(("#", "kind\t")):
            continue
        cells = line.split("\t")
        if len(cells) < _COLUMNS - 1 or cells[0] not in _KINDS:
            raise TableError(f"{name}, line {number}: not a row of kind, sign, latin, note.")
        rows.append(Row(cells[0], cells[1], cells[2]))
    return rows


_KINDS: Final = {
    "consonant", "vowel", "sign", "half", "mark", "silent", "inherent", "rule", "late", "as"
}  # fmt: skip


@cache
def script(name: str) -> Script | None:
    """The script of this Unicode name ("BENGALI"), if there is a table for it."""
    if name not in TABLES:
        return None
    file = f"{TABLES[name]}.tsv"
    text = (resources.files("saathi.matching") / "data" / "scripts" / file).read_text("utf-8")
    return made_of(name, read_rows(text, file))


def made_of(name: str, rows: list[Row]) -> Script:
    """A script from the rows of its table."""
    signs = [row for row in rows if row.kind not in {"rule", "late", "as"}]
    single = {
        row.sign: chr(_PRIVATE + number) if len(row.sign) > 1 else row.sign
        for number, row in enumerate(signs)
    }
    of_kind: dict[str, str] = {}
    for row in signs:
        of_kind[row.kind] = of_kind.get(row.kind, "") + single[row.sign]
    units = _units(rows, single, of_kind)
    kept = [row for row in signs if row.kind != "silent"]
    known = {single[row.sign] for row in kept}
    heard, also = _heard(signs, single, 0), _heard(signs, single, -1)
    seconds = frozenset(single[row.sign] for row in signs if _OR in row.latin)

    return Script(
        name=name,
        labels=tuple(row.sign for row in kept),
        alphabet="".join(single[row.sign] for row in kept),
        positional=frozenset(
            single[row.sign]
            for row in kept
            if row.kind != "consonant" or row.latin in {"h", "y", "v", "", "m", "n"}
        ),
        vowels=frozenset(
            single[row.sign]
            for row in kept
            if row.kind != "consonant" or row.latin in {"h", "y", ""}
        ),
        units=lambda word: _only(known, units(word)),
        sounds=lambda units: latin.once(units.translate(heard)),
        second_sounds=lambda units: (
            "" if seconds.isdisjoint(units) else latin.once(units.translate(also))
        ),
    )


def _only(known: set[str], units: str) -> str:
    return units if known.issuperset(units) else "".join(sign for sign in units if sign in known)


def _heard(signs: list[Row], single: dict[str, str], which: int) -> dict[int, str]:
    """Each sign with its first or its last sound."""
    return {ord(single[row.sign]): latin.sounds(row.latin.split(_OR)[which]) for row in signs}


def _units(
    rows: list[Row], single: dict[str, str], of_kind: dict[str, str]
) -> Callable[[str], str]:
    """What takes a word apart: signs, first rules, the inherent vowel, silent signs, late rules."""
    longer = [(sign, char) for sign, char in single.items() if sign != char]
    marks = frozenset(sign[-1] for sign, _char in longer)
    consonants = re.escape(of_kind.get("consonant", ""))
    macros = {
        "{V}": re.escape(of_kind.get("vowel", "") + of_kind.get("sign", "")),
        "{C}": consonants,
        **dict(longer),
    }
    first = [_rule(row, macros) for row in rows if row.kind == "rule"]
    if "inherent" in of_kind:
        halves = re.escape(of_kind.get("half", "")) or "\0"
        carried = re.escape(of_kind["sign"] + of_kind["silent"]) + halves
        first.append(_pattern(f"([{consonants}][{halves}]*)(?![{carried}])", "\\1ə"))
    late = [_rule(row, macros) for row in rows if row.kind == "late"]
    written_as = {ord(row.sign): row.latin for row in rows if row.kind == "as"}
    silent = str.maketrans("", "", of_kind.get("silent", ""))

    def units(word: str) -> str:
        if not marks.isdisjoint(word):
            for sign, char in longer:
                word = word.replace(sign, char)
        if written_as:
            word = word.translate(written_as)
        for rule in first:
            word = rule(word)
        if silent:
            word = word.translate(silent)
        for rule in late:
            word = rule(word)
        return word

    return units


def _rule(row: Row, macros: dict[str, str]) -> Callable[[str], str]:
    pattern, put = row.sign, row.latin
    for macro, signs in macros.items():
        pattern, put = pattern.replace(macro, signs), put.replace(macro, signs)
    if re.escape(pattern) == pattern:  # plain signs, which need no pattern
        return lambda word: word.replace(pattern, put)
    return _pattern(pattern, put)


def _pattern(pattern: str, put: str) -> Callable[[str], str]:
    replace = re.compile(pattern).sub
    return lambda word: replace(put, word)
