"""Gives out the slots of blind tokens in a bulk load, so that no token occurs twice.

A word's slots are taken 0, 1, 2, ...: `vault.tokens` finds what fills the first ones. Of several
loading processes each takes every so-manieth slot of a word, so they need not ask one another.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence

from saathi.matching import names
from saathi.people.names import OF_RELATIVES
from saathi.people.pairs import pairs_of
from saathi.vault import tokens

# The facts beside a name key, as numbers: none, then birth-year bands, then districts.
FIRST_BAND, MOST_BANDS, MOST_FACTS = 1, 40, 160
BAND_OFFSET = 1970 // tokens.BAND_YEARS


class Slots:
    """Counts, for each word, how many slots this process has given out."""

    def __init__(self, key: bytes, *, part: int, parts: int) -> None:
        self._key, self._part, self._parts = key, part, parts
        self._keys_of: dict[str, tuple[str, ...]] = {}
        self._numbers: dict[str, int] = {}
        self._districts: dict[str, int] = {}
        self._counts = array("i")
        self._pairs: Counter[str] = Counter()

    def __repr__(self) -> str:
        return f"<Slots of {len(self._numbers)} name keys>"

    def tokens_of(
        self, called: Sequence[Mapping[str, str]], years: tuple[int, int] | None, district: str
    ) -> list[tokens.Token]:
        """The tokens of one child: what `people.tokens.replace` would give, in the next slots.

        Of each of her names, those of her parents too, as an envelope holds them, kind and text are read.
        """
        keys = sorted({key for name in called for key in self._keys(name["text"])})
        own = [name["text"] for name in called if name["kind"] not in OF_RELATIVES]
        relatives = [name["text"] for name in called if name["kind"] in OF_RELATIVES]
        pairs = pairs_of(own, relatives)
        bands = tokens.birth_bands(*years) if years else []
        districts = [district] if district else []
        known = tokens.Facts(keys, bands, districts, pairs)
        words = tokens.words(self._key, known, tuple(tokens.Kind))
        facts = [FIRST_BAND + band - BAND_OFFSET for band in bands]
        facts += [self._district(one) for one in districts]
        numbers = [self._number(key) * MOST_FACTS for key in keys]
        counts, found, at = self._counts, [], 0
        for fact in (*facts, 0):  # the order of `tokens.words`: bands, districts, the name alone
            for number in numbers:
                count = counts[number + fact]
                counts[number + fact] = count + 1
                found.append(tokens.token_at(words[at], count * self._parts + self._part))
                at += 1
        for pair, word in zip(pairs, words[at:], strict=True):  # the last kind of all
            found.append(tokens.token_at(word, self._pairs[pair] * self._parts + self._part))
            self._pairs[pair] += 1
        return found

    def _keys(self, text: str) -> tuple[str, ...]:
        if text not in self._keys_of:
            self._keys_of[text] = tuple(names.keys(text))
        return self._keys_of[text]

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            self._counts.extend([0] * MOST_FACTS)
        return number

    def _district(self, code: str) -> int:
        return self._districts.setdefault(code, FIRST_BAND + MOST_BANDS + len(self._districts))
