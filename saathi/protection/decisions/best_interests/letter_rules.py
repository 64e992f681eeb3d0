"""Which names of the file a text for the child says. Pure functions."""

from collections.abc import Collection, Iterable
from typing import Final

from saathi.engines.matching.name_words import NameWord, parse_word, split_words
from saathi.engines.matching.names import shared_keys
from saathi.engines.matching.scoring import load_shipped_scorer
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

_SURE: Final = 2.0  # log-odds that two words of different scripts are one name
_MIN_LETTERS: Final = 3
# What a person is called instead of a name, as forms of relatives often have it.
# fmt: off
_NO_NAMES: Final = frozenset((
    "aunt", "baby", "boy", "brother", "child", "cousin", "daughter", "elder", "family", "father", "friend",
    "girl", "grandfather", "grandmother", "grandparent", "house", "husband", "known", "mother",
    "neighbour", "not", "parent", "relative", "sister", "son", "staff", "step", "teacher", "the", "uncle",
    "unknown", "wife", "younger",
))
# fmt: on
NAMES_OTHERS: Final = Reason(
    "for_child",
    _(
        "The texts for the child name a person of the child’s file. Write the relationship instead, "
        "such as “your aunt”: others may read the letter."
    ),
)


def names_in_text(text: str, names: Iterable[str], *, own: Collection[str]) -> list[str]:
    """The words of these names that a text has, in any script; not those of the child's `own` names."""
    said = _words(text)
    of_child = [word for name in own for word in _words(name)]
    found = [
        word.text
        for name in names
        for word in _words(name)
        if word.text not in _NO_NAMES and not _is_among(word, of_child) and _is_among(word, said)
    ]
    return list(dict.fromkeys(found))


def _words(text: str) -> list[NameWord]:
    words = (word for written in split_words(text.casefold()) for word in parse_word(written))
    return [word for word in words if len(word.text) >= _MIN_LETTERS]


def _is_among(word: NameWord, others: Iterable[NameWord]) -> bool:
    return any(_is_same(word, other) for other in others)


def _is_same(one: NameWord, other: NameWord) -> bool:
    if one.script == other.script:
        return one.text == other.text
    if not shared_keys(one.text, other.text):
        return False
    return load_shipped_scorer().word_log_odds(one, other) > _SURE
