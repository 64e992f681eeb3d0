"""Tools for making the rows of one chunk of the load: chance, ids, dates, keys, sheets."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, Protocol
from uuid import UUID

import numpy as np

from saathi.synthetic.child_draws import ChildDraws
from saathi.synthetic.nation import SimulatedNation
from saathi.synthetic.tables import CopyRows
from saathi.vault import envelopes
from saathi.vault import store as vault
from saathi.vault.keys import NewFileKey
from saathi.vault.tokens import TokenKind

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # the same letters as in `people.actions`


# Minutes of the working day in UTC: nine to five in Nepal.
_MINUTES = [f"{m // 60:02d}:{m % 60:02d}:00+00" for m in range(180, 660)]
_SCATTER = 3**18  # has no factor in common with a power of 29


@cache
def iso_date(ordinal: int) -> str:
    """The date of an ordinal, as ISO text."""
    return date.fromordinal(ordinal).isoformat()


def postgres_array(values: Sequence[str]) -> str:
    """The codes as a PostgreSQL array."""
    return "{" + ",".join(values) + "}"


def pick_by_chance[T](of: Sequence[T], chance: float) -> T:
    """The element at the position that a chance between 0 and 1 gives."""
    return of[int(chance * len(of))]


@lru_cache(maxsize=20_000)
def _encode_cached(items: tuple[tuple[str, str], ...]) -> bytes:
    return envelopes.to_bytes(dict(items))


class TokenSource(Protocol):
    """Gives the search tokens of simulated children (`people.token_slots`)."""

    def child_tokens(
        self,
        child_names: Sequence[Mapping[str, str]],
        years: tuple[int, int] | None,
        district: str,
        places: Sequence[str] = (),
    ) -> list[tuple[str, TokenKind]]:
        """The tokens of a child as digits."""


class LoadChunk:
    """One chunk of the load; the same seed and number give the same rows apart from keys.

    All steps draw from the same streams, so their order and what each draws determine the rows.
    """

    drawn: ChildDraws  # the facts about the children of this chunk

    def __init__(  # noqa: PLR0913 - made in one place only
        self,
        *,
        nation: SimulatedNation,
        slots: TokenSource,
        seed: int,
        number: int,
        size: int,
        today: date,
    ) -> None:
        self.nation, self.slots = nation, slots
        self.number, self.size = number, size
        self.today = today.toordinal()
        self.columns = np.random.default_rng([seed, number])
        self.rng = random.Random(f"{seed} {number}")  # noqa: S311 - an invented world, no secret
        self._random = self.rng.random  # called several hundred times per child
        self.kin = random.Random(f"kin {seed} {number}").random  # noqa: S311 - the same
        self.rows = CopyRows()
        self.kept: dict[type, object] = {}  # what one child leaves for a later child
        self._ids: list[str] = []
        self.code_offset = random.Random(f"codes {seed}").getrandbits(30)  # noqa: S311

    def new_id(self) -> str:
        """A new id as 32 hexadecimal digits."""
        if not self._ids:
            raw = (
                np.frombuffer(self.columns.bytes(16 * 4096), dtype=np.uint8).reshape(-1, 16).copy()
            )
            raw[:, 6] = raw[:, 6] & 0x0F | 0x40
            raw[:, 8] = raw[:, 8] & 0x3F | 0x80
            digits = raw.tobytes().hex()
            self._ids = [digits[at : at + 32] for at in range(0, len(digits), 32)]
        return self._ids.pop()

    def new_keys(self, number: int) -> Iterator[NewFileKey]:
        """`number` new files with their keys."""
        return vault.generate_file_keys([UUID(hex=self.new_id()) for _ in range(number)])

    def child_number(self, index: int) -> int:
        """The number of a child of this chunk within the whole nation."""
        return self.number * self.size + index

    def child_code(self, country: str, index: int) -> str:
        """The code of a child of this chunk: scattered and unique."""
        value = (self.child_number(index) * _SCATTER + self.code_offset) % len(CODE_LETTERS) ** 6
        letters = ""
        for _ in range(6):
            value, digit = divmod(value, len(CODE_LETTERS))
            letters += CODE_LETTERS[digit]
        return f"{country[:2]}-{letters[:4]}-{letters[4:]}"

    def pick[T](self, of: Sequence[T]) -> T:
        """A random element."""
        return of[int(self._random() * len(of))]

    def chance(self, share: float) -> bool:
        """True with the probability `share`."""
        return self._random() < share

    def between(self, low: int, high: int) -> int:
        """A random integer from low to high, both included; low if high is below it."""
        return low + int(self._random() * (high - low + 1)) if high > low else low

    def working_time(self, ordinal: int) -> str:
        """A random time in the working hours of the day."""
        return f"{iso_date(ordinal)} {_MINUTES[int(self._random() * len(_MINUTES))]}"

    def seal_text(self, key: NewFileKey, field_id: str, row: str, payload: dict[str, str]) -> str:
        """The sealed payload, as from `seal`, with a cache for recurring sentences."""
        written = _encode_cached(tuple(payload.items()))
        return (
            "\\\\x" + envelopes.seal_bytes(key.key, field_id, UUID(int=int(row, 16)), written).hex()
        )

    def seal(self, key: NewFileKey, field_id: str, row: str, payload: dict[str, Any]) -> str:
        """The payload sealed for this row, as COPY reads it."""
        blob = envelopes.seal_bytes(
            key.key, field_id, UUID(int=int(row, 16)), envelopes.to_bytes(payload)
        )
        return "\\\\x" + blob.hex()
