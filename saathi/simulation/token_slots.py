"""Gives out the slots of blind tokens in a bulk load, so that no token occurs twice.

A word's slots are taken 0, 1, 2, ...: `vault.tokens` finds what fills the first ones. Of several
loading processes each takes every so-manieth slot of a word, so they need not ask one another.
"""

from array import array
from collections.abc import Mapping, Sequence

from saathi.matching import names
from saathi.people.name_pair_keys import name_pair_keys, name_place_keys, name_trio_keys
from saathi.people.names import RELATIVE_NAME_KINDS
from saathi.vault import tokens
from saathi.vault.tokens import TokenKind

# What two names and a fact make is shared by few, and there are millions: they are counted together in
# so many places. Two words that meet in one leave gaps in each other's slots, which a search goes over.
SLOT_COUNT = 1 << 23


class TokenSlots:
    """Counts, for each word, how many slots this process has given out."""

    def __init__(self, key: bytes, *, part: int, parts: int) -> None:
        self._key, self._part, self._parts = key, part, parts
        self._keys_of: dict[str, frozenset[str]] = {}
        self._shared: dict[tuple[TokenKind, str, str], tuple[bytes, list[int]]] = {}
        self._seldom = array("i", [0]) * SLOT_COUNT

    def __repr__(self) -> str:
        return f"<Slots of {len(self._shared)} words>"

    def child_tokens(
        self,
        child_names: Sequence[Mapping[str, str]],
        years: tuple[int, int] | None,
        district: str,
        places: Sequence[str] = (),
    ) -> list[tuple[str, TokenKind]]:
        """The tokens of one child as digits, as `people.tokens.replace_tokens` gives them, in the next slots.

        Of each of her names, those of her parents too, as an envelope holds them, kind and text are read.
        """
        keys = sorted({key for name in child_names for key in self._keys(name["text"])})
        own = [name["text"] for name in child_names if name["kind"] not in RELATIVE_NAME_KINDS]
        relatives = [name["text"] for name in child_names if name["kind"] in RELATIVE_NAME_KINDS]
        pairs = name_pair_keys(own, relatives)
        facts = (
            [(TokenKind.BAND, str(band)) for band in tokens.birth_bands(*years)] if years else []
        )
        facts += [(TokenKind.DISTRICT, district)] if district else []
        found = [
            (self._next(kind, fact, key), kind)
            for kind, fact in (*facts, (TokenKind.NAME, ""))
            for key in keys
        ]
        found += [(self._next(TokenKind.PAIR, "", pair), TokenKind.PAIR) for pair in pairs]
        for beside, fact in facts:
            kind = TokenKind.PAIR_BAND if beside == TokenKind.BAND else TokenKind.PAIR_DISTRICT
            found += [(self._next_seldom(kind, fact, pair), kind) for pair in pairs]
        for trio in (*name_trio_keys(own, relatives), *name_place_keys(own, relatives, places)):
            found.append((self._next_seldom(TokenKind.TRIO, "", trio), TokenKind.TRIO))
        return found

    def _next(self, kind: TokenKind, fact: str, name: str) -> str:
        """The next token of a word that many share."""
        known = self._shared.get((kind, fact, name))
        if known is None:
            known = self._shared[kind, fact, name] = (
                tokens.derive_word_secret(self._key, kind, fact, name), [self._part]
            )  # fmt: skip
        secret, slot = known
        value = tokens.value_in_slot(secret, slot[0])
        slot[0] += self._parts
        return value.hex()

    def _next_seldom(self, kind: TokenKind, fact: str, pair: str) -> str:
        """The next token of one that few share."""
        secret = tokens.derive_word_secret(self._key, kind, fact, pair)
        at = int.from_bytes(secret[:4]) % SLOT_COUNT
        count = self._seldom[at]
        self._seldom[at] = count + 1
        return tokens.value_in_slot(secret, count * self._parts + self._part).hex()

    def _keys(self, text: str) -> frozenset[str]:
        if text not in self._keys_of:
            self._keys_of[text] = names.coarsest_keys(names.name_keys(text))
        return self._keys_of[text]
