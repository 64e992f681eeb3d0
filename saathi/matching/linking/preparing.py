"""Turns records into columns of numbers: each different value is folded once and gets a code."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saathi.matching.linking import wording
from saathi.matching.linking.fields import BY_NAME, FIELDS, Kind
from saathi.matching.linking.reading import Records

type Codes = npt.NDArray[np.int32]
type Numbers = npt.NDArray[np.int64]

NOTHING: Final = -1  # the code of a value that is not there

_FOLDS: Final[dict[Kind, Callable[[str], wording.Folded]]] = {
    Kind.NAME: wording.name,
    Kind.TEXT: wording.place,
    Kind.NUMBER: wording.number,
    Kind.PHONE: wording.phone,
    Kind.SEX: wording.sex,
}


@dataclass(frozen=True)
class Column:
    """One field of all records: a code for each record, -1 where nothing is written."""

    codes: Codes
    texts: pa.Array  # by code
    keys: Codes  # as it sounds, first word; for a record, not by code
    other_keys: Codes  # last word
    starts: Codes


@dataclass(frozen=True)
class Births:
    """Year, month and day of birth of all records; -1 for a part that is unknown."""

    year: Codes
    month: Codes
    day: Codes
    codes: Codes  # equal for equal dates; -1 where no part is known


@dataclass(frozen=True)
class Prepared:
    """All records of one linkage. `first` counts those of the first file; 0 looks inside one."""

    size: int
    first: int
    columns: dict[str, Column]
    births: Births | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that both sides have, in the order of the table of fields."""
        have = set(self.columns) | ({"birth"} if self.births else set())
        return tuple(field.name for field in FIELDS if field.name in have)

    def codes(self, field: str) -> Codes:
        """The code of each record's value in a field; equal codes are equal values."""
        if field == "birth":
            assert self.births is not None
            return self.births.codes
        return self.columns[field].codes

    @property
    def pairs(self) -> float:
        """How many pairs there are to choose from."""
        if self.first:
            return float(self.first) * (self.size - self.first)
        return max(self.size * (self.size - 1) / 2, 1.0)


def prepare(records: Records, others: Records | None = None) -> Prepared:
    """The records of one file, or of two that are linked, with the fields that both have."""
    parts = [_with_names(one) for one in (records, others) if one is not None]
    shared = set(parts[0]) if others is None else set(parts[0]) & set(parts[1])
    sizes = [len(records)] + ([] if others is None else [len(others)])

    def joined(field: str) -> pa.ChunkedArray:
        return pa.chunked_array([part[field] for part in parts])

    columns = {}
    for field in FIELDS:
        if field.kind is not Kind.BIRTH and field.name in shared:
            columns[field.name] = _column(joined(field.name), _FOLDS[field.kind])
    _share_codes(columns)
    births = [_births(part, size) for part, size in zip(parts, sizes, strict=True)]
    return Prepared(
        size=sum(sizes),
        first=0 if others is None else sizes[0],
        columns=columns,
        births=_joined_births([one for one in births if one is not None], len(parts)),
    )


def _with_names(records: Records) -> dict[str, pa.Array]:
    """Columns in which a full name stands as given and family name, unless those are there."""
    columns = dict(records.columns)
    if "name" in columns and "given" not in columns:
        whole = pc.utf8_trim_whitespace(columns["name"])
        family = pc.struct_field(pc.extract_regex(whole, r"\s(?P<last>\S+)$"), "last")
        columns["given"] = pc.replace_substring_regex(whole, r"\s\S+$", "")
        columns.setdefault("family", family)
    return columns


def _column(written: pa.ChunkedArray, fold: Callable[[str], wording.Folded]) -> Column:
    encoded = written.dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # no chunk at all
        encoded = pa.array([], pa.dictionary(pa.int32(), pa.string()))
    folded = [fold(value) for value in encoded.dictionary.to_pylist()]
    rows = encoded.indices.fill_null(len(folded)).to_numpy(zero_copy_only=False)
    folded.append(wording.NOTHING)
    texts, codes = _coded([one.text for one in folded])
    keys = _hashed([one.key for one in folded])
    others = _hashed([one.other_key for one in folded])
    starts = _hashed([one.start for one in folded])
    return Column(codes[rows], pa.array(texts, pa.string()), keys[rows], others[rows], starts[rows])


def _coded(texts: list[str]) -> tuple[list[str], Codes]:
    """The different texts, and for each text its place among them; -1 for an empty one."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(text, len(numbers)) if text else NOTHING for text in texts]
    return list(numbers), np.array(codes, dtype=np.int32)


def _hashed(texts: list[str]) -> Codes:
    """Equal numbers for equal keys, in all columns alike; -1 for an empty one.

    Two keys that meet by chance only make a pair of candidates more.
    """
    hashes = [zlib.crc32(text.encode()) & 0x7FFFFFFF if text else NOTHING for text in texts]
    return np.array(hashes, dtype=np.int32)


def _share_codes(columns: dict[str, Column]) -> None:
    """Gives one numbering to two fields whose values are at times exchanged."""
    for name, column in list(columns.items()):
        partner = BY_NAME[name].exchanged_with
        if partner in columns and name < partner:
            columns[name], columns[partner] = _renumbered(column, columns[partner])


def _renumbered(one: Column, other: Column) -> tuple[Column, Column]:
    texts, numbers = _coded([*one.texts.to_pylist(), *other.texts.to_pylist()])
    shared = pa.array(texts, pa.string())

    def moved(column: Column, start: int) -> Column:
        mine = np.append(numbers[start : start + len(column.texts)], NOTHING).astype(np.int32)
        return Column(mine[column.codes], shared, column.keys, column.other_keys, column.starts)

    return moved(one, 0), moved(other, len(one.texts))


def _births(columns: dict[str, pa.Array], size: int) -> npt.NDArray[np.int32] | None:
    """Year, month, day of the records of one file, from whichever columns tell them."""
    if "birth" in columns:
        encoded = columns["birth"].dictionary_encode()
        days = [wording.birth(value) for value in encoded.dictionary.to_pylist()]
        table = np.array([*days, wording.NO_DATE], dtype=np.int32)
        rows = encoded.indices.fill_null(len(days)).to_numpy(zero_copy_only=False)
        told_days: npt.NDArray[np.int32] = table[rows]
        return told_days
    if "birth_year" in columns:
        parts = [
            _figures(columns.get(part), size) for part in ("birth_year", "birth_month", "birth_day")
        ]
        return np.stack(parts, axis=1)
    if "age" in columns:
        ages = _figures(columns["age"], size)
        # Without a day that the ages were told on, years count from one day for all.
        told = np.full(size, 9000, dtype=np.int32)
        if "as_of" in columns:
            years = [wording.birth(value or "")[0] for value in columns["as_of"].to_pylist()]
            told = np.array(years, dtype=np.int32)
        year = np.where((ages < 0) | (told < 0), NOTHING, told - ages)
        return np.stack([year, np.full_like(year, NOTHING), np.full_like(year, NOTHING)], axis=1)
    return None


def _figures(written: pa.Array | None, size: int) -> npt.NDArray[np.int32]:
    if written is None:
        return np.full(size, NOTHING, dtype=np.int32)
    figures = pc.struct_field(pc.extract_regex(written, r"^\s*(?P<n>\d{1,4})"), "n")
    numbers: npt.NDArray[np.int32] = (
        pc.cast(figures, pa.int32()).fill_null(NOTHING).to_numpy(zero_copy_only=False)
    )
    return numbers


def _joined_births(parts: list[npt.NDArray[np.int32]], files: int) -> Births | None:
    if not parts or len(parts) < files:
        return None
    days = np.concatenate(parts).astype(np.int32)
    whole = (days[:, 0].astype(np.int64) * 100 + days[:, 1]) * 100 + days[:, 2]
    whole[(days == NOTHING).all(axis=1)] = -10_000_000
    codes = np.unique(whole, return_inverse=True)[1].astype(np.int32)
    codes[whole == -10_000_000] = NOTHING
    year, month, day = (np.ascontiguousarray(days[:, part]) for part in range(3))
    return Births(year, month, day, codes)
