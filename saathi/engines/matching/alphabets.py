"""Units of words as numbers, for looking up costs: some units have a different number at a word's ends."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from saathi.engines.matching import latin_sounds, scripts

LATIN: Final = "LATIN"
# Scripts whose spellings have been learned from attested pairs; the others are compared by sounds.
LEARNED_SCRIPTS: Final = ("ARABIC", "BENGALI", "DEVANAGARI", "GURMUKHI", "SINHALA", "TAMIL")


@dataclass(frozen=True)
class ScriptAlphabet:
    """The units of one script, numbered; some have another number at the start or end of a word."""

    name: str
    # The unit as written, for display and files: "^" before it at the start, "$" after it at the
    # end.
    labels: tuple[str, ...]
    # The numbers of vowels, of vowel carriers, and of signs that may be heard as a vowel.
    vowels: frozenset[int]
    _numbers: dict[int, str]
    _first: dict[int, int]
    _last: dict[int, int]

    def encode_units(self, units: str) -> bytes:
        """The units of a word as numbers below 256."""
        if not units:
            return b""
        codes = units.translate(self._numbers).encode("latin-1")
        first = self._first.get(codes[0], codes[0])
        if len(codes) == 1:
            return bytes((first,))
        last = self._last.get(codes[-1], codes[-1])
        return bytes((first, *codes[1:-1], last))


@cache
def load_alphabet(name: str) -> ScriptAlphabet:
    """The alphabet of a learned script, or of Latin sounds."""
    if name == LATIN:
        chars, units_shown = (
            latin_sounds.SOUND_SIGNS,
            tuple(latin_sounds.spell_sounds(sign) for sign in latin_sounds.SOUND_SIGNS),
        )
        positional = frozenset(latin_sounds.VOWELS + "hywnm")
        vowels = frozenset(latin_sounds.VOWELS + "yhw")
    else:
        table = scripts.load_script(name)
        assert table is not None
        chars, units_shown, positional = table.alphabet, table.labels, table.positional
        vowels = table.vowels
    labels = list(units_shown)
    spoken = {units_shown[number] for number, char in enumerate(chars) if char in vowels}
    first, last = {}, {}
    for number, char in enumerate(chars):
        if char in positional:
            first[number] = len(labels)
            labels.append("^" + units_shown[number])
            last[number] = len(labels)
            labels.append(units_shown[number] + "$")
    return ScriptAlphabet(
        name=name,
        labels=tuple(labels),
        vowels=frozenset(
            number for number, label in enumerate(labels) if label.strip("^$") in spoken
        ),
        _numbers={ord(char): chr(number) for number, char in enumerate(chars)},
        _first=first,
        _last=last,
    )
