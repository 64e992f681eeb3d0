"""Rules: where people are named in the words of a text, in any script, spelling and order."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from saathi.engines.matching import names as name_matching
from saathi.protection.identification.intake.queue.usual_spellings import (
    may_be_same_name,
    usual_spellings,
)
from saathi.protection.identification.intake.queue.vocabulary import (
    CASE_ENDINGS,
    CONJUNCTIONS,
    KIN_WORDS,
    LATIN_ENDINGS,
    ONE_LETTER_WORDS,
    RESPECT_WORDS,
    TITLES_BEFORE,
)

# Of two words that spell one name; another spelling of a name on its own must be nearer, since
# common words are near to short names (hurry, Hari).
MIN_LIKENESS: Final = 0.9
MIN_LIKENESS_ALONE: Final = 0.985
MIN_LIKENESS_NEAR: Final = 0.94  # of a given name alone in another script, of the same office
LIKENESS_SPELLED: Final = 0.95  # at least that of two usual spellings of one name
MIN_LETTERS_SPELLED: Final = 5  # of a given name on its own in another usual spelling
MAX_BETWEEN: Final = 1  # words between the parts of a name
SHORT_FIELD: Final = 4  # words of a field that may hold one part of a name
MIN_JOINED_LETTERS: Final = 7  # of a name that is written as one word
MIN_OF_TWO: Final = 3  # Latin letters of each part of a given name in two words, as "Dev Raj"
MIN_SIGNS_OF_TWO: Final = 2  # the same in a script whose signs stand for syllables
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
class NamePosition[KeyT]:
    """Where a name is in a text: its first and its last word; exact if it is written as it is stored."""

    first: int
    last: int
    keys: tuple[KeyT, ...]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class _Written:
    """A word of a text, or two that are read as one; and the words of names that it is like."""

    first: int
    last: int
    word: TextWord
    like: set[str]


@lru_cache(maxsize=_REMEMBERED)
def _forms(word: str) -> tuple[str, ...]:
    stems = [word.removesuffix(end) for end in CASE_ENDINGS if word.endswith(end)]
    if word.isascii():
        ends = [end for end in LATIN_ENDINGS if word.endswith(end)]
        stems += [word.removesuffix(end) for end in ends if len(word) - len(end) >= _MIN_STEM]
    forms = (word, *(stem for stem in stems if stem))
    return (
        *forms,
        *(form.replace("ज्ञ", "ग्य") for form in forms if "ज्ञ" in form),
    )  # as it is spoken


@lru_cache(maxsize=_REMEMBERED)
def _name_parts(name: str) -> tuple[str, ...]:
    """The words of a name as written, in lower case, without titles."""
    return tuple(word.text for word in name_matching.parse_name(name).words)


@lru_cache(maxsize=_REMEMBERED)
def _keys(word: str) -> frozenset[str]:
    return name_matching.coarsest_keys(name_matching.name_keys(word))


@lru_cache(maxsize=_REMEMBERED)
def _likeness(word: str, name: str) -> float:
    if word == name:
        return 1.0
    likeness = name_matching.name_similarity(word, name)
    is_usual = likeness < LIKENESS_SPELLED and may_be_same_name(word, name)
    return LIKENESS_SPELLED if is_usual else likeness


@lru_cache(maxsize=_REMEMBERED)
def _first_letter(word: str) -> str:
    return " ".join(name_matching.split_name(word))[:1]


def _is_same(word: TextWord, name: str, least: float = MIN_LIKENESS) -> bool:
    return any(_likeness(form, name) >= least for form in word.forms)


def join_two_words(one: TextWord, other: TextWord) -> TextWord | None:
    """Two words read as one, as a given name is written in two words; None if they are too short."""
    is_latin = one.text.isascii() and other.text.isascii()
    least = MIN_OF_TWO if is_latin else MIN_SIGNS_OF_TWO
    is_long = min(len(one.text), len(other.text)) >= least
    if not is_long or not _is_one_script(one.text, other.text) or other.text in CONJUNCTIONS:
        return None
    return TextWord(one.text + other.text)


class NamedPeople[KeyT]:
    """The names of some people, to be found in the words of texts."""

    def __init__(self, names: Iterable[tuple[KeyT, str]]) -> None:
        self._by_pair: dict[tuple[str, str], list[KeyT]] = {}  # given name and family name
        self._most_middle: dict[tuple[str, str], int] = {}
        self._single: dict[str, list[KeyT]] = {}  # names of one word
        self._givens_of: dict[str, set[str]] = {}  # by the family name
        self._families_of: dict[str, set[str]] = {}  # by the given name
        self._given_of: dict[KeyT, list[str]] = {}
        self._by_key: dict[str, set[str]] = {}  # the words of names that share a key
        self._joined: dict[str, set[tuple[str, str]]] = {}
        for key, name in names:
            if parts := _name_parts(name):
                self._add(key, parts)
                one, *more = parts
                if len(more) > 1 and (both := join_two_words(TextWord(one), TextWord(more[0]))):
                    self._add(key, (both.text, *more[1:]))

    def _add(self, key: KeyT, parts: tuple[str, ...]) -> None:
        given, family = pair = parts[0], parts[-1]
        self._given_of.setdefault(key, []).append(given)
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

    def places(self, words: Sequence[TextWord]) -> Iterator[NamePosition[KeyT]]:
        """Where both parts of a name are near each other, or the one part with an initial."""
        written = self._written(words)
        reach = max(self._most_middle.values(), default=0) + MAX_BETWEEN + 2
        for place, entry in enumerate(written):
            for name in entry.like & self._single.keys():
                if _is_same(entry.word, name, MIN_LIKENESS_ALONE):
                    exact = name in entry.word.forms
                    yield NamePosition(entry.first, entry.last, tuple(self._single[name]), exact)
            if entry.first == entry.last:
                yield from self._joined_place(entry.first, entry.word)
            for other in written[place + 1 :]:
                if other.first >= entry.last + reach:
                    break
                if other.first > entry.last:
                    yield from self._places_between(words, entry, other)

    def _written(self, words: Sequence[TextWord]) -> list[_Written]:
        """The words, and two adjacent ones that are a given name together, in order."""
        found = []
        for at, word in enumerate(words):
            found.append(_Written(at, at, word, self._like(word)))
            both = join_two_words(word, words[at + 1]) if at + 1 < len(words) else None
            if both is not None:
                names = {name for name in self._like(both) if _is_same(both, name)}
                if like := names & (self._families_of.keys() | self._single.keys()):
                    found.append(_Written(at, at + 1, both, like))
        return found

    def _like(self, word: TextWord) -> set[str]:
        """The words of names that share a key with this word."""
        keys = {key for form in word.forms for key in _keys(form)}
        return {name for key in keys for name in self._by_key.get(key, ())}

    def _joined_place(self, at: int, word: TextWord) -> Iterator[NamePosition[KeyT]]:
        if len(word.text) < MIN_JOINED_LETTERS:
            return
        pairs = {
            pair for form in word.forms for key in _keys(form) for pair in self._joined.get(key, ())
        }
        for given, family in pairs:
            if any(_likeness(form, given + family) >= MIN_LIKENESS for form in word.forms):
                yield NamePosition(at, at, tuple(self._by_pair[given, family]), is_exact=False)

    def _places_between(
        self, words: Sequence[TextWord], one: _Written, other: _Written
    ) -> Iterator[NamePosition[KeyT]]:
        first, last, between = one.word, other.word, other.first - one.last - 1
        if any(word.text in CONJUNCTIONS for word in words[one.last + 1 : other.first]):
            return
        for given, family, is_turned in self._pairs(one.like, other.like):
            before, after = (family, given) if is_turned else (given, family)
            most = MAX_BETWEEN + self._most_middle[given, family]
            if between <= most and _is_same(first, before) and _is_same(last, after):
                exact = not is_turned and before in first.forms and after in last.forms
                keys = tuple(self._by_pair[given, family])
                yield NamePosition(one.first, other.last, keys, exact)
        if between <= MAX_BETWEEN:
            for initial, word, names in ((first, last, other.like), (last, first, one.like)):
                keys = self._by_initial(initial, word, names)
                if keys:
                    yield NamePosition(one.first, other.last, keys, is_exact=False)

    def _pairs(self, ones: set[str], others: set[str]) -> Iterator[tuple[str, str, bool]]:
        """The names with one part among each of these words; whether the family name is first."""
        if not others:
            return
        for item in ones:
            for family in self._families_of.get(item, _NONE) & others:
                yield item, family, False
            for given in self._givens_of.get(item, _NONE) & others:
                yield given, item, True

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
        results: dict[KeyT, str] = {}
        for each in self._written(words):
            after = words[each.last + 1].forms if each.last + 1 < len(words) else ()
            before = words[each.first - 1].text if each.first else ""
            is_kin = not KIN_WORDS.isdisjoint(after)
            is_respected = not RESPECT_WORDS.isdisjoint(after) or before in TITLES_BEFORE
            if is_kin or is_respected:
                like = [name for name in each.like if _is_same(each.word, name)]
                keys = self._having(like, with_family=is_respected)
                results |= dict.fromkeys(keys, each.word.text)
        return results

    def _having(self, parts: Iterable[str], *, with_family: bool) -> Iterator[KeyT]:
        """Those whose given name is one of these parts, or their family name."""
        for part in parts:
            pairs = [(part, family) for family in self._families_of.get(part, ())]
            if with_family:
                pairs += [(given, part) for given in self._givens_of.get(part, ())]
            for pair in pairs:
                yield from self._by_pair[pair]

    def near_by_given_name(
        self,
        texts: Iterable[Sequence[TextWord]],
        near: Iterable[KeyT],
        names_of_others: Iterable[Sequence[TextWord]],
    ) -> Iterator[KeyT]:
        """Those of these people whose given name is in the texts and is not a name of others."""
        by_given: dict[str, list[KeyT]] = {}
        for key in near:
            for given in self._given_of.get(key, ()):
                by_given.setdefault(given, []).append(key)
        known = _forms_of_names(names_of_others)
        spelled = {spelling for form in known for spelling in usual_spellings(form)}
        for words in texts:
            for each in self._written(words):
                parts = words[each.first : each.last + 1]
                is_of_others = all(not known.isdisjoint(part.forms) for part in parts)
                if is_of_others or not known.isdisjoint(each.word.forms):
                    continue
                for name in each.like & by_given.keys():
                    if name in each.word.forms or _is_spelled_alone(each, name, spelled):
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
                result, part = (family, given) if is_turned else (given, family)
                if _is_written(word, result) and any(
                    part in names and _is_written(other, part) for other, names in like
                ):
                    yield from self._by_pair[given, family]


@lru_cache(maxsize=8)
def prepare_names[KeyT](names: tuple[tuple[KeyT, str], ...]) -> NamedPeople[KeyT]:
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


def _is_spelled_alone(written: _Written, name: str, spelled: Collection[str]) -> bool:
    """Whether this is a given name in another spelling, or script, and not one of those `spelled`."""
    word = written.word
    if any(not usual_spellings(form).isdisjoint(spelled) for form in word.forms):
        return False
    is_one = written.first == written.last
    return (is_one and _is_written(word, name, MIN_LIKENESS_NEAR)) or any(
        min(len(form), len(name)) >= MIN_LETTERS_SPELLED and may_be_same_name(form, name)
        for form in word.forms
    )


def _forms_of_names(names: Iterable[Sequence[TextWord]]) -> set[str]:
    """How the words of names may be written, also two adjacent ones as one."""
    forms_of_names = set()
    for words in names:
        pairs = (join_two_words(item, other) for item, other in pairwise(words))
        for word in (*words, *(pair for pair in pairs if pair is not None)):
            forms_of_names |= set(word.forms)
    return forms_of_names
