"""Children as input of the linkage, opened in memory. Nothing here is saved or logged.

A child with several names has several rows: a pet name in one agency may be the given name in
another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import pyarrow as pa

from saathi.engines.matching.linking.record_files import LinkageRecords
from saathi.infra import district_list
from saathi.people import names as child_names
from saathi.people.names import Name
from saathi.people.vocabulary import Gender, NameKind, NameOwnership
from saathi.protection.identification.matches.vocabulary import MatchStrength

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
    """The register's codes about a child."""

    gender: str
    born: tuple[int | None, int | None]
    district: str


def build_match_rows(
    facts: MatchChildFacts, opened: Mapping[str, Any], age: Mapping[str, Any]
) -> list[MatchRow]:
    """The rows of one child, one for each name; at least one, from the other facts."""
    names = [
        name
        for name in child_names.names_in_payload(opened)
        if name.whose != NameOwnership.NOT_THE_CHILD
    ]
    return match_rows_of_names(
        names,
        gender=facts.gender,
        birth=_birth(facts, age),
        phone=_phone(opened.get("phones", "")),
        district=facts.district,
    )


def match_rows_of_names(
    names: Sequence[Name], *, gender: str, birth: str | None, phone: str | None, district: str
) -> list[MatchRow]:
    """The rows of a child with these names, one for each own name; at least one."""
    family = _first_of_kinds(names, (NameKind.FAMILY,))
    common = (
        _SEX.get(Gender(gender)) if gender in Gender.values else None,
        birth,
        _first_of_kinds(names, (NameKind.FATHER,)),
        _first_of_kinds(names, (NameKind.MOTHER,)),
        phone,
        district_list.short_district_name(district) or None,
    )
    written = [name.text for kinds in _OWN for name in names if name.kind in kinds]
    name_parts = [_split_name(text, family) for text in dict.fromkeys(written)] or [(None, family)]
    return [(given_name, last, *common) for given_name, last in name_parts[:MAX_NAMES]]


def _split_name(text: str, family: str | None) -> tuple[str | None, str | None]:
    """Given and family name; without a separate family name, the last word is taken."""
    parts = text.split()
    if family or len(parts) < 2:
        return text or None, family
    return " ".join(parts[:-1]), parts[-1]


def _first_of_kinds(names: Sequence[Name], kinds: Sequence[str]) -> str | None:
    return next((name.text for name in names if name.kind in kinds and name.text), None)


def _birth(facts: MatchChildFacts, age: Mapping[str, Any]) -> str | None:
    """The birth date if known to the day; otherwise the middle of the possible years."""
    born = age.get("born")
    if isinstance(born, dict) and born.get("earliest") == born.get("latest"):
        return str(born["earliest"])
    low, high = facts.born
    return None if low is None or high is None else str((low + high) // 2)


def _phone(phones: object) -> str | None:
    """The first telephone number."""
    texts = phones if isinstance(phones, list) else re.split(r"[,;/\n]", str(phones or ""))
    return next((str(text) for text in texts if str(text).strip()), None)


@dataclass
class OpenedMatchRecords:
    """Rows of many children, and the position in `files` of each row's child."""

    files: list[UUID] = field(default_factory=list)
    child: list[int] = field(default_factory=list)
    is_first: list[bool] = field(default_factory=list)
    rows: list[MatchRow] = field(default_factory=list)

    def add(self, file_id: UUID, rows: Sequence[MatchRow]) -> None:
        """Adds a child."""
        for number, row in enumerate(rows):
            self.child.append(len(self.files))
            self.is_first.append(not number)
            self.rows.append(row)
        self.files.append(file_id)

    def records(self, only: Sequence[int] | None = None) -> LinkageRecords:
        """All rows as input of the linkage, or those at the positions in `only`."""
        rows = self.rows if only is None else [self.rows[position] for position in only]
        columns = list(zip(*rows, strict=True)) or [()] * len(FIELDS)
        arrays: dict[str, pa.Array] = {
            name: pa.array(column, pa.string())
            for name, column in zip(FIELDS, columns, strict=True)
        }
        return LinkageRecords(pa.array([str(position) for position in range(len(rows))]), arrays)


@dataclass(frozen=True)
class FoundPair:
    """Two files that are probably of the same child, with the reasons in codes."""

    file_id: UUID
    other_id: UUID
    strength: MatchStrength
    lines: list[tuple[str, str, int]]


def split_into_batches[T](items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Splits a sequence into batches."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
