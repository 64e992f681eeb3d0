"""Assigns the slots of blind tokens in a bulk load, so that no token occurs twice.

A word's slots are assigned 0, 1, 2, ...: `vault.tokens` searches the first ones. Of n parallel
processes each uses every n-th slot of a word, so that they need not communicate.
"""

from array import array
from collections.abc import Mapping, Sequence

from saathi.engines.matching import names
from saathi.people.name_pair_keys import name_pair_keys, name_place_keys, name_trio_keys
from saathi.people.names import RELATIVE_NAME_KINDS
from saathi.vault import tokens
from saathi.vault.tokens import TokenKind

# Tokens of two names and a fact are shared by few children, and there are millions: they share this
# many counters. Two words with one counter leave gaps in each other's slots, which a search skips.
SLOT_COUNT = 1 << 23


class TokenSlots:
    """Counts the assigned slots of each word in this process."""

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
        """The tokens of a child as digits, in the next slots, as `replace_tokens` computes them.

        The kind and text of each name, including the parents' names, are read as an envelope stores
        them.
        """
        keys = sorted({key for name in child_names for key in self._keys(name["text"])})
        own_names = [
            name["text"] for name in child_names if name["kind"] not in RELATIVE_NAME_KINDS
        ]
        relatives = [name["text"] for name in child_names if name["kind"] in RELATIVE_NAME_KINDS]
        pairs = name_pair_keys(own_names, relatives)
        facts = (
            [(TokenKind.BAND, str(band)) for band in tokens.birth_bands(*years)] if years else []
        )
        facts += [(TokenKind.DISTRICT, district)] if district else []
        results = [
            (self._next(kind, fact, key), kind)
            for kind, fact in (*facts, (TokenKind.NAME, ""))
            for key in keys
        ]
        results += [(self._next(TokenKind.PAIR, "", pair), TokenKind.PAIR) for pair in pairs]
        for beside, fact in facts:
            kind = TokenKind.PAIR_BAND if beside == TokenKind.BAND else TokenKind.PAIR_DISTRICT
            results += [(self._next_rare(kind, fact, pair), kind) for pair in pairs]
        for trio in (
            *name_trio_keys(own_names, relatives),
            *name_place_keys(own_names, relatives, places),
        ):
            results.append((self._next_rare(TokenKind.TRIO, "", trio), TokenKind.TRIO))
        return results

    def _next(self, kind: TokenKind, fact: str, name: str) -> str:
        """The next token of a word that many children share."""
        shared_slots = self._shared.get((kind, fact, name))
        if shared_slots is None:
            shared_slots = self._shared[kind, fact, name] = (
                tokens.derive_word_secret(self._key, kind, fact, name), [self._part]
            )  # fmt: skip
        secret, slot = shared_slots
        value = tokens.value_in_slot(secret, slot[0])
        slot[0] += self._parts
        return value.hex()

    def _next_rare(self, kind: TokenKind, fact: str, pair: str) -> str:
        """The next token of a word that few children share."""
        secret = tokens.derive_word_secret(self._key, kind, fact, pair)
        at = int.from_bytes(secret[:4]) % SLOT_COUNT
        count = self._seldom[at]
        self._seldom[at] = count + 1
        return tokens.value_in_slot(secret, count * self._parts + self._part).hex()

    def _keys(self, text: str) -> frozenset[str]:
        if text not in self._keys_of:
            self._keys_of[text] = names.coarsest_keys(names.name_keys(text))
        return self._keys_of[text]
