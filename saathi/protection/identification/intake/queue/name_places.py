"""Rules: where people are named in the words of a text, in any script, spelling and order."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from saathi.engines.matching import names as name_matching
from saathi.protection.identification.intake.queue.vocabulary import (
    CASE_ENDINGS,
    CONJUNCTIONS,
    KIN_WORDS,
    LATIN_ENDINGS,
    ONE_LETTER_WORDS,
    RESPECT_WORDS,
    TITLES_BEFORE,
)

# Of two words that spell one name; another spelling of a name that stands alone must be nearer, since
# common words are near to short names (hurry, Hari).
MIN_LIKENESS: Final = 0.9
MIN_LIKENESS_ALONE: Final = 0.985
MIN_LIKENESS_NEAR: Final = 0.94  # of a given name alone in another script, of the same office
MAX_BETWEEN: Final = 1  # words between the parts of a name
SHORT_FIELD: Final = 4  # words of a field that may hold one part of a name
MIN_JOINED_LETTERS: Final = 7  # of a name that is written as one word
MIN_LETTERS: Final = 4  # of a part of a name that is in a field of its own
_REMEMBERED: Final = 1 << 15
_NONE: Final[frozenset[str]] = frozenset()
_MIN_STEM: Final = 3  # letters before an ending in Latin letters


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word of a text in lower case."""

    text: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The word, and without the endings of Nepali and Bangla."""
        return _forms(self.text)

    @property
    def is_initial(self) -> bool:
        """Whether it may be an initial: one letter."""
        return len(self.text) == 1 and self.text not in ONE_LETTER_WORDS


@dataclass(frozen=True, slots=True)
class NamePlace[KeyT]:
    """Where a name is in a text: its first and its last word; exact if it is written as it is stored."""

    first: int
    last: int
    keys: tuple[KeyT, ...]
    is_exact: bool


@lru_cache(maxsize=_REMEMBERED)
def _forms(word: str) -> tuple[str, ...]:
    stems = [word.removesuffix(end) for end in CASE_ENDINGS if word.endswith(end)]
    if word.isascii():
        ends = [end for end in LATIN_ENDINGS if word.endswith(end)]
        stems += [word.removesuffix(end) for end in ends if len(word) - len(end) >= _MIN_STEM]
    return (word, *(stem for stem in stems if stem))


@lru_cache(maxsize=_REMEMBERED)
def _name_parts(name: str) -> tuple[str, ...]:
    """The words of a name as written, in lower case, without titles."""
    return tuple(word.text for word in name_matching.parse_name(name).words)


@lru_cache(maxsize=_REMEMBERED)
def _keys(word: str) -> frozenset[str]:
    return name_matching.coarsest_keys(name_matching.name_keys(word))


@lru_cache(maxsize=_REMEMBERED)
def _likeness(word: str, name: str) -> float:
    return 1.0 if word == name else name_matching.name_similarity(word, name)


@lru_cache(maxsize=_REMEMBERED)
def _first_letter(word: str) -> str:
    return " ".join(name_matching.split_name(word))[:1]


def _is_same(word: TextWord, name: str, least: float = MIN_LIKENESS) -> bool:
    return any(_likeness(form, name) >= least for form in word.forms)


class NamedPeople[KeyT]:
    """The names of some people, to be found in the words of texts."""

    def __init__(self, names: Iterable[tuple[KeyT, str]]) -> None:
        self._by_pair: dict[tuple[str, str], list[KeyT]] = {}  # given name and family name
        self._most_middle: dict[tuple[str, str], int] = {}
        self._single: dict[str, list[KeyT]] = {}  # names of one word
        self._givens_of: dict[str, set[str]] = {}  # by the family name
        self._families_of: dict[str, set[str]] = {}  # by the given name
        self._given_of: dict[KeyT, str] = {}
        self._by_key: dict[str, set[str]] = {}  # the words of names that share a key
        self._joined: dict[str, set[tuple[str, str]]] = {}
        for key, name in names:
            if parts := _name_parts(name):
                self._add(key, parts)

    def _add(self, key: KeyT, parts: tuple[str, ...]) -> None:
        given, family = pair = parts[0], parts[-1]
        self._given_of[key] = given
        for part in pair:
            for each in _keys(part):
                self._by_key.setdefault(each, set()).add(part)
        if len(parts) == 1:
            self._single.setdefault(given, []).append(key)
            return
        self._by_pair.setdefault(pair, []).append(key)
        self._most_middle[pair] = max(self._most_middle.get(pair, 0), len(parts) - 2)
        self._givens_of.setdefault(family, set()).add(given)
        self._families_of.setdefault(given, set()).add(family)
        if not _is_one_script(given, family):  # a word of two scripts is read by one of them
            return
        for each in _keys(given + family):
            self._joined.setdefault(each, set()).add(pair)

    def places(self, words: Sequence[TextWord]) -> Iterator[NamePlace[KeyT]]:
        """Where both parts of a name are near each other, or the one part with an initial."""
        like = [self._like(word) for word in words]
        reach = max(self._most_middle.values(), default=0) + MAX_BETWEEN + 2
        for at, word in enumerate(words):
            for name in like[at] & self._single.keys():
                if _is_same(word, name, MIN_LIKENESS_ALONE):
                    yield NamePlace(at, at, tuple(self._single[name]), name in word.forms)
            yield from self._joined_place(at, word)
            for end in range(at + 1, min(at + reach, len(words))):
                yield from self._places_between(words, like, at, end)

    def _like(self, word: TextWord) -> set[str]:
        """The words of names that share a key with this word."""
        keys = {key for form in word.forms for key in _keys(form)}
        return {name for key in keys for name in self._by_key.get(key, ())}

    def _joined_place(self, at: int, word: TextWord) -> Iterator[NamePlace[KeyT]]:
        if len(word.text) < MIN_JOINED_LETTERS:
            return
        pairs = {
            pair for form in word.forms for key in _keys(form) for pair in self._joined.get(key, ())
        }
        for given, family in pairs:
            if any(_likeness(form, given + family) >= MIN_LIKENESS for form in word.forms):
                yield NamePlace(at, at, tuple(self._by_pair[given, family]), is_exact=False)

    def _places_between(
        self, words: Sequence[TextWord], like: Sequence[set[str]], at: int, end: int
    ) -> Iterator[NamePlace[KeyT]]:
        first, last, between = words[at], words[end], end - at - 1
        if any(word.text in CONJUNCTIONS for word in words[at + 1 : end]):
            return
        for given, family, is_turned in self._pairs(like[at], like[end]):
            one, other = (family, given) if is_turned else (given, family)
            most = MAX_BETWEEN + self._most_middle[given, family]
            if between <= most and _is_same(first, one) and _is_same(last, other):
                exact = not is_turned and one in first.forms and other in last.forms
                yield NamePlace(at, end, tuple(self._by_pair[given, family]), exact)
        if between <= MAX_BETWEEN:
            for initial, word, names in ((first, last, like[end]), (last, first, like[at])):
                keys = self._by_initial(initial, word, names)
                if keys:
                    yield NamePlace(at, end, keys, is_exact=False)

    def _pairs(self, ones: set[str], others: set[str]) -> Iterator[tuple[str, str, bool]]:
        """The names with one part among each of these words; whether the family name is first."""
        if not others:
            return
        for one in ones:
            for family in self._families_of.get(one, _NONE) & others:
                yield one, family, False
            for given in self._givens_of.get(one, _NONE) & others:
                yield given, one, True

    def _by_initial(
        self, initial: TextWord, word: TextWord, names: Iterable[str]
    ) -> tuple[KeyT, ...]:
        if not initial.is_initial:
            return ()
        letter = _first_letter(initial.text)
        return tuple(
            key
            for family in names
            for given in self._givens_of.get(family, ())
            if _first_letter(given) == letter and _is_same(word, family)
            for key in self._by_pair[given, family]
        )

    def keys_by_part(self, words: Sequence[TextWord]) -> dict[KeyT, str]:
        """Whose given or family name is beside a word of respect; and how it is written."""
        found: dict[KeyT, str] = {}
        for at, word in enumerate(words):
            after = words[at + 1].forms if at + 1 < len(words) else ()
            before = words[at - 1].text if at else ""
            is_kin = not KIN_WORDS.isdisjoint(after)
            is_respected = not RESPECT_WORDS.isdisjoint(after) or before in TITLES_BEFORE
            if is_kin or is_respected:
                like = [name for name in self._like(word) if _is_same(word, name)]
                keys = self._having(like, with_family=is_respected)
                found |= dict.fromkeys(keys, word.text)
        return found

    def _having(self, parts: Iterable[str], *, with_family: bool) -> Iterator[KeyT]:
        """Those whose given name is one of these parts, or their family name."""
        for part in parts:
            pairs = [(part, family) for family in self._families_of.get(part, ())]
            if with_family:
                pairs += [(given, part) for given in self._givens_of.get(part, ())]
            for pair in pairs:
                yield from self._by_pair[pair]

    def near_by_given_name(self, words: Iterable[TextWord], near: Iterable[KeyT]) -> Iterator[KeyT]:
        """Those of these people whose given name is in the words."""
        by_given: dict[str, list[KeyT]] = {}
        for key in near:
            if key in self._given_of:
                by_given.setdefault(self._given_of[key], []).append(key)
        for word in words:
            for name in self._like(word) & by_given.keys():
                if name in word.forms or _is_written(word, name, MIN_LIKENESS_NEAR):
                    yield from by_given[name]

    def keys_across(self, texts: Sequence[Sequence[TextWord]]) -> Iterator[KeyT]:
        """Whose given name is in one field and family name in another; one of them is short."""
        for at, words in enumerate(texts):
            if len(words) <= SHORT_FIELD:
                others = {
                    word for number, text in enumerate(texts) if number != at for word in text
                }
                yield from self._across(words, others)

    def _across(self, words: Sequence[TextWord], others: Collection[TextWord]) -> Iterator[KeyT]:
        like = [(other, names) for other in others if (names := self._like(other))]
        for word in words:
            for given, family, is_turned in {
                pair for _other, names in like for pair in self._pairs(self._like(word), names)
            }:
                one, part = (family, given) if is_turned else (given, family)
                if _is_written(word, one) and any(
                    part in names and _is_written(other, part) for other, names in like
                ):
                    yield from self._by_pair[given, family]


@lru_cache(maxsize=8)
def people_of[KeyT](names: tuple[tuple[KeyT, str], ...]) -> NamedPeople[KeyT]:
    """The people with these names; the last lists of colleagues are kept, as each save reads one."""
    return NamedPeople(names)


def _is_one_script(*words: str) -> bool:
    return len({name_matching.detect_script(word) for word in words}) == 1


def _is_written(word: TextWord, name: str, least: float = MIN_LIKENESS_ALONE) -> bool:
    """Whether a long enough word is written as this name, or is the same in another script."""
    if max(len(word.text), len(name)) < MIN_LETTERS:  # signs of some scripts stand for syllables
        return False
    is_other = word.text.isascii() != name.isascii()
    return name in word.forms or (is_other and _is_same(word, name, least))
