"""Words of one script as its own units and as Latin sounds, by the table in `data/scripts/`.

A table is a file that a native reader can correct: a row for each sign with its Latin sound, then
the rules of the script: what is doubled, voiced or silent. `docs/names.md` explains the columns.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Final

from saathi.engines.matching import latin_sounds

# The scripts with a table; the others are romanised by general tables.
TABLES_FOLDER: Final = {
    "BENGALI": "bengali", "DEVANAGARI": "devanagari", "GURMUKHI": "gurmukhi", "TELUGU": "telugu",
    "TAMIL": "tamil", "SINHALA": "sinhala", "THAANA": "thaana", "ARABIC": "arabic",
}  # fmt: skip
_PRIVATE: Final = 0xE000  # the first temporary code point for signs of two characters
_COLUMNS: Final = 4
_OR: Final = "|"  # between two sounds of one sign
INHERENT: Final = "ə"  # the vowel without a sign, as written in the tables
# Marks of one step: an inserted vowel, and a sign that removes it again.
_PUT: Final = "\uf8fe"
_TAKEN: Final = "\uf8ff"
# "A before x" is searched as "x, after which Ax ends": signs are found faster than positions.
_BEHIND: Final = re.compile(r"^\((\?<[=!][^()|]*)\)(\w)(?![*+?{|])(?=[^|]*$)")
# Lookarounds, character classes and backreferences in a pattern.
_AROUND: Final = re.compile(r"\(\?<?[=!][^()]*\)|\[[^\]]*\]|\\\d")


class ScriptTableError(Exception):
    """A table of a script that cannot be read, with its file and line."""


@dataclass(frozen=True)
class ScriptTableRow:
    """One line of a table: a sign and its sound, or a rule."""

    kind: str
    sign: str
    latin: str


@dataclass(frozen=True)
class ScriptRules:
    """How the words of one script are split into units and sounds."""

    name: str
    # Every unit, in the order of the cost tables, as written in the table.
    labels: tuple[str, ...]
    # The same as single characters.
    alphabet: str
    # Units that sound different at either end of a word than inside it.
    positional: frozenset[str]
    vowels: frozenset[str]
    units: Callable[[str], str]
    sounds: Callable[[str], str]
    # The second sounds if a sign has one; otherwise "".
    second_sounds: Callable[[str], str]


def read_rows(text: str, name: str) -> list[ScriptTableRow]:
    """The rows of a table; an invalid line is an error with its number."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith(("#", "kind\t")):
            continue
        cells = line.split("\t")
        if len(cells) < _COLUMNS - 1 or cells[0] not in _KINDS:
            raise ScriptTableError(f"{name}, line {number}: not a row of kind, sign, latin, note.")
        rows.append(ScriptTableRow(cells[0], cells[1], cells[2]))
    return rows


_KINDS: Final = {
    "consonant", "vowel", "sign", "half", "mark", "silent", "inherent", "rule", "late", "as"
}  # fmt: skip


@cache
def load_script(name: str) -> ScriptRules | None:
    """The script of this Unicode name ("BENGALI"), if there is a table for it."""
    if name not in TABLES_FOLDER:
        return None
    file = f"{TABLES_FOLDER[name]}.tsv"
    text = (resources.files("saathi.engines.matching") / "data" / "scripts" / file).read_text(
        "utf-8"
    )
    return build_script(name, read_rows(text, file))


def build_script(name: str, rows: list[ScriptTableRow]) -> ScriptRules:
    """A script from the rows of its table."""
    signs = [row for row in rows if row.kind not in {"rule", "late", "as"}]
    single = {
        row.sign: chr(_PRIVATE + number) if len(row.sign) > 1 else row.sign
        for number, row in enumerate(signs)
    }
    of_kind: dict[str, str] = {}
    for row in signs:
        of_kind[row.kind] = of_kind.get(row.kind, "") + single[row.sign]
    heard_rows = [row for row in signs if row.kind != "silent"]
    alphabet = "".join(single[row.sign] for row in heard_rows)
    units = _units(rows, single, of_kind, alphabet)
    heard, also = _heard(signs, single, 0), _heard(signs, single, -1)
    has_second = _any_of("".join(single[row.sign] for row in signs if _OR in row.latin)).search

    return ScriptRules(
        name=name,
        labels=tuple(row.sign for row in heard_rows),
        alphabet=alphabet,
        positional=frozenset(
            single[row.sign]
            for row in heard_rows
            if row.kind != "consonant" or row.latin in {"h", "y", "v", "", "m", "n"}
        ),
        vowels=frozenset(
            single[row.sign]
            for row in heard_rows
            if row.kind != "consonant" or row.latin in {"h", "y", ""}
        ),
        units=units,
        sounds=lambda units: latin_sounds.drop_repeated_signs(units.translate(heard)),
        second_sounds=lambda units: (
            latin_sounds.drop_repeated_signs(units.translate(also)) if has_second(units) else ""
        ),
    )


def _heard(signs: list[ScriptTableRow], single: dict[str, str], which: int) -> dict[int, str]:
    """The first or the last sound of each sign by code."""
    return {
        ord(single[row.sign]): latin_sounds.to_sounds(row.latin.split(_OR)[which]) for row in signs
    }


def _any_of(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(signs)}]" if signs else "(?!)")


def _units(
    rows: list[ScriptTableRow], single: dict[str, str], of_kind: dict[str, str], alphabet: str
) -> Callable[[str], str]:
    """The function that splits a word: signs, first rules, the inherent vowel, silent signs, late rules."""
    unknown = re.compile(f"[^{re.escape(alphabet)}]").sub
    longer = [(sign, char) for sign, char in single.items() if sign != char]
    marks = sorted({sign[-1] for sign, _char in longer})
    macros = {
        "{V}": re.escape(of_kind.get("vowel", "") + of_kind.get("sign", "")),
        "{C}": re.escape(of_kind.get("consonant", "")),
        **dict(longer),
    }
    first = _in_order([_rule(row, macros) for row in rows if row.kind == "rule"])
    spoken = _with_inherent(of_kind) if "inherent" in of_kind else _without_silent(of_kind)
    late = _in_order([_rule(row, macros) for row in rows if row.kind == "late"])
    written_as = {row.sign: row.latin for row in rows if row.kind == "as"}
    same = str.maketrans({sign: sign for sign in single.values()} | written_as)

    def units(word: str) -> str:
        for mark in marks:
            if mark in word:
                for sign, char in longer:
                    word = word.replace(sign, char)
        if written_as:
            word = word.translate(same)
        return unknown("", late(spoken(first(word))))

    return units


def _without_silent(of_kind: dict[str, str]) -> Callable[[str], str]:
    """The function that removes the silent signs."""
    silent = _any_of(of_kind.get("silent", "")).sub
    return lambda word: silent("", word)


def _with_inherent(of_kind: dict[str, str]) -> Callable[[str], str]:
    """A function that adds the inherent vowel after bare consonants and removes silent signs.

    Every consonant gets a vowel, and each vowel sign removes the one before it: several times as
    fast as looking behind and ahead. Only half forms, which are rare, need the slow way.
    """
    consonants, silent = of_kind["consonant"], of_kind["silent"]
    halves = of_kind.get("half", "")
    carried = of_kind["sign"] + halves
    table = str.maketrans(
        {sign: sign for kind in ("vowel", "mark", "inherent") for sign in of_kind.get(kind, "")}
        | {sign: sign + _PUT for sign in consonants}
        | {sign: _TAKEN + sign for sign in carried}
        | dict.fromkeys(silent, _TAKEN)
    )
    after_halves = re.compile(
        f"([{re.escape(consonants)}][{re.escape(halves)}]+)(?![{re.escape(carried + silent)}])"
    ).sub

    def spoken(word: str) -> str:
        for half in halves:
            if half in word:
                word = after_halves(f"\\1{_PUT}", word)
                break
        word = word.translate(table).replace(_PUT + _TAKEN, "")
        return word.replace(_PUT, INHERENT).replace(_TAKEN, "")

    return spoken


@dataclass(frozen=True)
class _Rule:
    """What a rule does, and a sign without which it does nothing; "" if none is known."""

    needs: str
    apply: Callable[[str], str]


def _in_order(rules: list[_Rule]) -> Callable[[str], str]:
    """A function applying the rules in order, without those of no effect."""
    by_sign = [
        (needs, [rule.apply for rule in group])
        for needs, group in groupby(rules, key=lambda rule: rule.needs)
    ]

    def apply(word: str) -> str:
        for needs, group in by_sign:
            if needs in word:
                for rule in group:
                    word = rule(word)
        return word

    return apply


def _rule(row: ScriptTableRow, macros: dict[str, str]) -> _Rule:
    pattern, put = row.sign, row.latin
    for macro, signs in macros.items():
        pattern, put = pattern.replace(macro, signs), put.replace(macro, signs)
    if re.escape(pattern) == pattern:  # plain text, which needs no regex
        return _Rule(pattern[-1:], lambda word: word.replace(pattern, put))
    replace = re.compile(_BEHIND.sub(r"\2(\1\2)", pattern)).sub
    return _Rule(required_sign(pattern), lambda word: replace(put, word))


def required_sign(pattern: str) -> str:
    """A sign that every match of this pattern contains; "" if none is obvious."""
    outside = _AROUND.sub("", pattern)
    if "(?" in outside or "\\" in outside:
        return ""
    ends = {way.strip("^$()")[-1:] for way in outside.split("|")}
    end = ends.pop()
    return "" if ends or re.escape(end) != end else end
