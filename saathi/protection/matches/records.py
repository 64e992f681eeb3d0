"""Children as the linkage compares them, opened in memory. Nothing here is written or logged.

A child with several names stands here several times, once by each: a pet name of one agency is the
given name of another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import pyarrow as pa

from saathi.infra import district_list
from saathi.matching.linking.record_files import LinkageRecords
from saathi.people import names as hers
from saathi.people.names import Name
from saathi.people.vocabulary import Gender, NameKind, NameOwnership
from saathi.protection.matches.vocabulary import MatchStrength

MAX_NAMES: Final = 3
_OWN: Final = (
    (NameKind.GIVEN, NameKind.FORMAL),
    (NameKind.PET, NameKind.ALIAS, NameKind.IMPOSED),
)
_SEX: Final = {Gender.GIRL: "f", Gender.BOY: "m", Gender.OTHER: "x"}
FIELDS: Final = ("given", "family", "sex", "birth", "father", "mother", "phone", "place")

type MatchRow = tuple[str | None, ...]


@dataclass(frozen=True)
class MatchChildFacts:
    """What the register says of a child in codes."""

    gender: str
    born: tuple[int | None, int | None]
    district: str


def build_match_rows(
    facts: MatchChildFacts, opened: Mapping[str, Any], age: Mapping[str, Any]
) -> list[MatchRow]:
    """The rows of one child, one for each of her names; at least one, by what else is known."""
    known = [name for name in hers.names_in_payload(opened) if name.whose != NameOwnership.NOT_HERS]
    family = _first(known, (NameKind.FAMILY,))
    common = (
        _SEX.get(Gender(facts.gender)) if facts.gender in Gender.values else None,
        _birth(facts, age),
        _first(known, (NameKind.FATHER,)),
        _first(known, (NameKind.MOTHER,)),
        _phone(opened.get("phones", "")),
        district_list.short_district_name(facts.district) or None,
    )
    written = [name.text for kinds in _OWN for name in known if name.kind in kinds]
    both = [_parted(text, family) for text in dict.fromkeys(written)] or [(None, family)]
    return [(given, last, *common) for given, last in both[:MAX_NAMES]]


def _parted(text: str, family: str | None) -> tuple[str | None, str | None]:
    """Given and family name: the last word, where no family name is told apart."""
    words = text.split()
    if family or len(words) < 2:
        return text or None, family
    return " ".join(words[:-1]), words[-1]


def _first(known: Sequence[Name], kinds: Sequence[str]) -> str | None:
    return next((name.text for name in known if name.kind in kinds and name.text), None)


def _birth(told: MatchChildFacts, age: Mapping[str, Any]) -> str | None:
    """The day of birth where one was told to the day; else the middle of the years it may be in."""
    born = age.get("born")
    if isinstance(born, dict) and born.get("earliest") == born.get("latest"):
        return str(born["earliest"])
    low, high = told.born
    return None if low is None or high is None else str((low + high) // 2)


def _phone(told: object) -> str | None:
    """The first number of those told."""
    texts = told if isinstance(told, list) else re.split(r"[,;/\n]", str(told or ""))
    return next((str(text) for text in texts if str(text).strip()), None)


@dataclass
class OpenedMatchRecords:
    """Rows of many children, and which child each row is of (her place in `files`)."""

    files: list[UUID] = field(default_factory=list)
    child: list[int] = field(default_factory=list)
    is_first: list[bool] = field(default_factory=list)
    rows: list[MatchRow] = field(default_factory=list)

    def add(self, file_id: UUID, rows: Sequence[MatchRow]) -> None:
        """One more child."""
        for number, row in enumerate(rows):
            self.child.append(len(self.files))
            self.is_first.append(not number)
            self.rows.append(row)
        self.files.append(file_id)

    def records(self, only: Sequence[int] | None = None) -> LinkageRecords:
        """All rows as the linkage reads them, or those at some places."""
        rows = self.rows if only is None else [self.rows[at] for at in only]
        columns = list(zip(*rows, strict=True)) or [()] * len(FIELDS)
        found: dict[str, pa.Array] = {
            name: pa.array(column, pa.string())
            for name, column in zip(FIELDS, columns, strict=True)
        }
        return LinkageRecords(pa.array([str(at) for at in range(len(rows))]), found)


@dataclass(frozen=True)
class FoundPair:
    """Two files that are probably of one child, and why, in codes."""

    file_id: UUID
    other_id: UUID
    strength: MatchStrength
    lines: list[tuple[str, str, int]]


def split_into_batches[T](items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """A sequence in portions."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
