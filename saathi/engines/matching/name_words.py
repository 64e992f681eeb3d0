"""Splits names into words, and each word into its script, its units and its sounds."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from saathi.engines.matching import (
    alphabets,
    compound_names,
    latin_sounds,
    lexicon,
    scripts,
    tibetan,
)

MAX_LETTERS = 40  # letters of one word; longer is no name, and slow
_REMEMBERED = 1 << 16

_BLOCKS: Final = {
    0x0600: "ARABIC", 0x0680: "ARABIC", 0x0750: "ARABIC", 0x0780: "THAANA", 0x0900: "DEVANAGARI",
    0x0980: "BENGALI", 0x0A00: "GURMUKHI", 0x0B80: "TAMIL", 0x0C00: "TELUGU", 0x0D80: "SINHALA",
    0x0F00: "TIBETAN", 0x0F80: "TIBETAN", 0x0880: "ARABIC", 0x0700: "ARABIC",
}  # fmt: skip
_BLOCK: Final = 0x7F80
_PRESENTATION_FORM: Final = re.compile("[\ufb50-\U0010ffff]")
# Separators of words; digits of any script and punctuation are not part of names.
_BETWEEN: Final = '_.,;:/\\|()[]{}<>"“”«»!?؟،؛।॥+*&@#%=~^$€£…–—-'
# Unheard signs inside words: apostrophes, joiners, direction marks.
_UNHEARD: Final = "'`’‘ʼʿʾ\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad"
_DIGITS: Final = "".join(chr(code) for code in range(0x1100) if chr(code).isdigit())
_SIGNS: Final = str.maketrans(dict.fromkeys(_BETWEEN + _DIGITS, " ") | dict.fromkeys(_UNHEARD, ""))
_ANY_SIGN: Final = re.compile(f"[{re.escape(_BETWEEN + _DIGITS + _UNHEARD)}]")
_DZONGKHA_SYLLABLES: Final = 2  # syllables of one name; there is no sign between names


class NameWord(NamedTuple):
    """One word of a name."""

    # As written, in lower case.
    text: str
    # As Unicode names it, "LATIN" for those that are compared by their romanisation.
    script: str
    # The signs of the script that the substitution costs apply to.
    units: str
    # The same in the common alphabet of sounds.
    sounds: str
    # Set if a sign has a second sound, such as the flap that is written r or d.
    second_sounds: str = ""

    @property
    def latin(self) -> str:
        """The word in plain Latin letters."""
        return latin_sounds.spell_sounds(self.sounds)


class ParsedName(NamedTuple):
    """A name split into its words."""

    # The words that it is found by: without titles, unless it has nothing else.
    words: tuple[NameWord, ...]
    titles: tuple[str, ...]

    @property
    def latin(self) -> str:
        """The name in plain Latin letters."""
        return " ".join(word.latin for word in self.words)


def detect_script(text: str) -> str:
    """The script of most letters, as Unicode names it ("BENGALI"); "" if there are no letters."""
    counts: dict[str, int] = {}
    for sign in text:
        if sign.isalpha():
            script = unicodedata.name(sign, "").split(" ")[0]
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else ""


@lru_cache(maxsize=_REMEMBERED)
def parse_name(name: str) -> ParsedName:
    """The name split into words and titles; any text gives a result."""
    name_lexicon = lexicon.load_titles_and_particles()
    words: list[NameWord] = []
    titles: list[str] = []
    for written in _joined(compound_names.split_compound_names(_cleaned(name)), name_lexicon):
        if written in name_lexicon.titles:
            titles.append(written)
        else:
            words += parse_word(written)
    if not words:
        for written in titles:
            words += parse_word(written)
    return ParsedName(tuple(words), tuple(titles))


def split_words(name: str) -> list[str]:
    """The words of a name as written, in lower case, without punctuation and digits."""
    return _cleaned(name).split()


def _cleaned(name: str) -> str:
    """A name in lower case, with punctuation and digits as blanks."""
    if not name.isascii():
        if _PRESENTATION_FORM.search(name):
            name = unicodedata.normalize("NFKC", name)
        name = unicodedata.normalize("NFC", name)
    text = name.lower()
    return text.translate(_SIGNS) if _ANY_SIGN.search(text) else text


def _joined(words: list[str], known: lexicon.NameLexicon) -> list[str]:
    """The words with particles resolved: "abd al" becomes one word, "son of" is dropped."""
    if known.particles.keys().isdisjoint(words):
        return words
    joined: list[str] = []
    at = 0
    while at < len(words):
        for phrase, instead in known.particles.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                joined += [instead] if instead else []
                at += len(phrase)
                break
        else:
            joined.append(words[at])
            at += 1
    return joined or words


@lru_cache(maxsize=_REMEMBERED)
def parse_word(written: str) -> tuple[NameWord, ...]:
    """The word, or several if the script puts no blank between names; none without letters."""
    first = ord(written[0])
    if first < _BLOCK:
        script = _BLOCKS.get(first & _BLOCK, "")
        if script == "TIBETAN":
            return _dzongkha(written)
        table = scripts.load_script(script) if script else None
        if table:
            units = table.units(written[:MAX_LETTERS])
            if units:
                word = _native_word(written, table, units)
                # The sign of a nasal alone, or a hamza after a blank, is not heard.
                return (word,) if word.sounds else ()
    return _romanised(written, written)


def _native_word(written: str, table: scripts.ScriptRules, units: str) -> NameWord:
    sounds, second = table.sounds(units), table.second_sounds(units)
    if table.name in alphabets.LEARNED_SCRIPTS:
        return NameWord(written, table.name, units, sounds, second)
    return NameWord(written, alphabets.LATIN, sounds, sounds, second)


def _romanised(written: str, text: str) -> tuple[NameWord, ...]:
    sounds = latin_sounds.to_sounds(latin_sounds.to_plain_letters(text[:MAX_LETTERS]))
    return (NameWord(written, alphabets.LATIN, sounds, sounds),) if sounds else ()


def _dzongkha(written: str) -> tuple[NameWord, ...]:
    """The names in a row of syllables: two syllables each, or one that reads as two, as in Karma."""
    syllables = tibetan.split_syllables(written)[:MAX_LETTERS]
    dzongkha: list[NameWord] = []
    row: list[str] = []
    for syllable in syllables:
        row.append(syllable)
        if sum(tibetan.count_heard_syllables(syllable) for syllable in row) >= _DZONGKHA_SYLLABLES:
            dzongkha += _romanised("་".join(row), tibetan.to_latin("་".join(row)))
            row = []
    if row:
        dzongkha += _romanised("་".join(row), tibetan.to_latin("་".join(row)))
    return tuple(dzongkha)
