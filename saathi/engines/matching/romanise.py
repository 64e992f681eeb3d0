"""Names of any script in Latin letters, so that a reader of another script can say and sort them.

An attested spelling comes first; other words are written by the sounds of their script. It is a help
for reading, never a name on record.
"""

from functools import cache, lru_cache
from typing import Final

from saathi.engines.matching import lexicon, name_words
from saathi.engines.matching.alphabets import LATIN

_REMEMBERED: Final = 1 << 14
# Long and short vowels look alike: "Sugiya", not "Sugiyaa".
_SHORT: Final = str.maketrans("āēīōūəɔʊǎ", "aeiouaoua")


@lru_cache(maxsize=_REMEMBERED)
def romanise_name(name: str) -> str:
    """The name in Latin letters; empty if it already is, or if none of its letters can be read."""
    if name_words.detect_script(name) in {"", LATIN}:
        return ""
    words = (_latin_word(word) for word in name_words.split_words(name))
    return " ".join(word for word in words if word)


def _latin_word(word: str) -> str:
    attested = _attested().get(lexicon.normalise_word(word))
    if attested:
        return attested
    parts = (
        part._replace(sounds=part.sounds.translate(_SHORT)).latin
        for part in name_words.parse_word(word)
    )
    return " ".join(part.capitalize() for part in parts if part)


@cache
def _attested() -> dict[str, str]:
    """The first Latin spelling of each attested word of another script used for one name only."""
    results: dict[str, set[str]] = {}
    for row in lexicon.load_spellings():
        latin = [word for word in row.words if word.isascii()]
        for word in row.words if latin else ():
            if not word.isascii():
                results.setdefault(lexicon.normalise_word(word), set()).add(latin[0])
    return {word: next(iter(names)) for word, names in results.items() if len(names) == 1}
