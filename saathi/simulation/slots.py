"""Gives out the slots of blind tokens in a bulk load, so that no token occurs twice.

A word's slots are taken 0, 1, 2, ...: `vault.tokens` finds what fills the first ones. Of several
loading processes each takes every so-manieth slot of a word, so they need not ask one another.
"""

from array import array
from collections.abc import Mapping, Sequence

from saathi.matching import names
from saathi.people.names import OF_RELATIVES
from saathi.people.pairs import pairs_of, placed, trios_of
from saathi.vault import tokens
from saathi.vault.tokens import Kind

# What two names and a fact make is shared by few, and there are millions: they are counted together in
# so many places. Two words that meet in one leave gaps in each other's slots, which a search goes over.
PLACES = 1 << 23


class Slots:
    """Counts, for each word, how many slots this process has given out."""

    def __init__(self, key: bytes, *, part: int, parts: int) -> None:
        self._key, self._part, self._parts = key, part, parts
        self._keys_of: dict[str, frozenset[str]] = {}
        self._shared: dict[tuple[Kind, str, str], tuple[bytes, list[int]]] = {}
        self._seldom = array("i", [0]) * PLACES

    def __repr__(self) -> str:
        return f"<Slots of {len(self._shared)} words>"

    def tokens_of(
        self,
        called: Sequence[Mapping[str, str]],
        years: tuple[int, int] | None,
        district: str,
        places: Sequence[str] = (),
    ) -> list[tuple[str, Kind]]:
        """The tokens of one child as digits: what `people.tokens.replace` would give, in the next slots.

        Of each of her names, those of her parents too, as an envelope holds them, kind and text are read.
        """
        keys = sorted({key for name in called for key in self._keys(name["text"])})
        own = [name["text"] for name in called if name["kind"] not in OF_RELATIVES]
        relatives = [name["text"] for name in called if name["kind"] in OF_RELATIVES]
        pairs = pairs_of(own, relatives)
        facts = [(Kind.BAND, str(band)) for band in tokens.birth_bands(*years)] if years else []
        facts += [(Kind.DISTRICT, district)] if district else []
        found = [
            (self._next(kind, fact, key), kind)
            for kind, fact in (*facts, (Kind.NAME, ""))
            for key in keys
        ]
        found += [(self._next(Kind.PAIR, "", pair), Kind.PAIR) for pair in pairs]
        for beside, fact in facts:
            kind = Kind.PAIR_BAND if beside == Kind.BAND else Kind.PAIR_DISTRICT
            found += [(self._next_seldom(kind, fact, pair), kind) for pair in pairs]
        for trio in (*trios_of(own, relatives), *placed(own, relatives, places)):
            found.append((self._next_seldom(Kind.TRIO, "", trio), Kind.TRIO))
        return found

    def _next(self, kind: Kind, fact: str, name: str) -> str:
        """The next token of a word that many share."""
        known = self._shared.get((kind, fact, name))
        if known is None:
            known = self._shared[kind, fact, name] = (
                tokens.secret_of(self._key, kind, fact, name), [self._part]
            )  # fmt: skip
        secret, slot = known
        value = tokens.value_at(secret, slot[0])
        slot[0] += self._parts
        return value.hex()

    def _next_seldom(self, kind: Kind, fact: str, pair: str) -> str:
        """The next token of one that few share."""
        secret = tokens.secret_of(self._key, kind, fact, pair)
        at = int.from_bytes(secret[:4]) % PLACES
        count = self._seldom[at]
        self._seldom[at] = count + 1
        return tokens.value_at(secret, count * self._parts + self._part).hex()

    def _keys(self, text: str) -> frozenset[str]:
        if text not in self._keys_of:
            self._keys_of[text] = names.coarsest(names.keys(text))
        return self._keys_of[text]
