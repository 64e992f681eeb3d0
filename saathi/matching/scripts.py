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
    "consonant", "vowel", "sign", "half", "mark", "silent", "inherent", "rule", "late"
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
    signs = [row for row in rows if row.kind not in {"rule", "late"}]
    single = {
        row.sign: chr(_PRIVATE + number) if len(row.sign) > 1 else row.sign
        for number, row in enumerate(signs)
    }
    of_kind: dict[str, str] = {}
    for row in signs:
        of_kind[row.kind] = of_kind.get(row.kind, "") + single[row.sign]
    units = _units(rows, single, of_kind)
    latins = {ord(single[row.sign]): latin.sounds(row.latin) for row in signs}
    kept = [row for row in signs if row.kind != "silent"]
    known = {single[row.sign] for row in kept}
    table = latins | {ord(char): "" for char in of_kind.get("silent", "")}

    def sounds(taken_apart: str) -> str:
        return latin.once("".join(taken_apart.translate(table)))

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
        units=lambda word: "".join(char for char in units(word) if char in known),
        sounds=sounds,
    )


def _units(
    rows: list[Row], single: dict[str, str], of_kind: dict[str, str]
) -> Callable[[str], str]:
    """What takes a word apart: signs, first rules, the inherent vowel, silent signs, late rules."""
    longer = [(sign, char) for sign, char in single.items() if sign != char]
    consonants = re.escape(of_kind.get("consonant", ""))
    macros = {
        "{V}": re.escape(of_kind.get("vowel", "") + of_kind.get("sign", "")),
        "{C}": consonants,
    }
    first = [_rule(row, macros) for row in rows if row.kind == "rule"]
    if "inherent" in of_kind:
        halves = re.escape(of_kind.get("half", "")) or "\0"
        carried = re.escape(of_kind["sign"] + of_kind["silent"]) + halves
        first.append((re.compile(f"([{consonants}][{halves}]*)(?![{carried}])").sub, "\\1ə"))
    late = [_rule(row, macros) for row in rows if row.kind == "late"]
    silent = str.maketrans("", "", of_kind.get("silent", ""))

    def units(word: str) -> str:
        for sign, char in longer:
            if sign in word:
                word = word.replace(sign, char)
        for rule, put in first:
            word = rule(put, word)
        word = word.translate(silent)
        for rule, put in late:
            word = rule(put, word)
        return word

    return units


def _rule(row: Row, macros: dict[str, str]) -> tuple[Callable[[str, str], str], str]:
    pattern = row.sign
    for macro, signs in macros.items():
        pattern = pattern.replace(macro, signs)
    return re.compile(pattern).sub, row.latin
