"""Turns records into columns of numbers: each different value is folded once and gets a code."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saathi.engines.matching.linking import dates, normalisation
from saathi.engines.matching.linking.fields import (
    FIELDS,
    FIELDS_BY_NAME,
    LISTS,
    FieldKind,
)
from saathi.engines.matching.linking.item_lists import (
    ItemListColumn,
    OwnNames,
    build_item_list_column,
)
from saathi.engines.matching.linking.record_files import LinkageRecords

type CodeArray = npt.NDArray[np.int32]
type IntArray = npt.NDArray[np.int64]

NO_VALUE: Final = -1  # the code of a missing value
BIRTH_PART_ROLES: Final = ("birth_year", "birth_month", "birth_day")
FEWEST_DAYS: Final = 28  # every month has them

_FOLDS: Final[dict[FieldKind, Callable[[str], normalisation.FoldedValue]]] = {
    FieldKind.NAME: normalisation.fold_name,
    FieldKind.TEXT: normalisation.fold_place,
    FieldKind.NUMBER: normalisation.fold_number,
    FieldKind.PHONE: normalisation.fold_phone,
    FieldKind.SEX: normalisation.fold_sex,
    FieldKind.NAMES: normalisation.fold_name,
    FieldKind.WORDS: normalisation.fold_word,
}


@dataclass(frozen=True)
class CodedColumn:
    """One field of all records: a code for each record, -1 if the value is missing."""

    codes: CodeArray
    distinct_texts: pa.Array  # by code
    keys: CodeArray  # by sound, first word; for a record, not by code
    other_keys: CodeArray  # last word
    start_letters: CodeArray
    full_keys: CodeArray  # as keys, with every consonant that may be heard
    first_heard: CodeArray  # as keys, the first word with its vowels

    @cached_property
    def is_one_word(self) -> npt.NDArray[np.bool_]:
        """For each record, whether its value is one word, or its first and last word sound alike."""
        return np.asarray(self.keys == self.other_keys)

    @cached_property
    def first_and_last_word_keys(self) -> CodeArray:
        """For each record, one hash of the sound keys of its first and last word; -1 if missing."""
        mixed = self.keys.astype(np.int64) * 1_000_003 + self.other_keys * 7_368_787
        return np.where(self.keys == NO_VALUE, NO_VALUE, mixed & 0x7FFFFFFF).astype(np.int32)

    @cached_property
    def heard(self) -> tuple[pa.Array, CodeArray]:
        """The phonetic forms of the distinct texts, and the form number of each distinct text."""
        texts = self.distinct_texts.to_pylist()
        heard, numbers = _coded([normalisation.phonetic_text(text) for text in texts])
        return pa.array(heard, pa.string()), numbers

    @cached_property
    def consonant_codes(self) -> CodeArray:
        """The consonants of the distinct texts, by code; -1 where they are too few."""
        texts = self.distinct_texts.to_pylist()
        return _coded([normalisation.consonant_text(text) for text in texts])[1]


@dataclass(frozen=True)
class BirthDates:
    """Year, month and day of birth of all records; -1 for an unknown part."""

    year: CodeArray
    month: CodeArray
    day: CodeArray
    codes: CodeArray  # equal for equal dates; -1 if no part is known


@dataclass(frozen=True)
class PreparedRecords:
    """All records of one linkage.

    `first_file_size` counts the records of the first file; 0 if there is only one file.
    """

    size: int
    first_file_size: int
    columns: dict[str, CodedColumn]
    births: BirthDates | None
    lists: dict[str, ItemListColumn] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that both sides have, in the order of the table of fields."""
        have = {*self.columns, *self.lists} | ({"birth"} if self.births else set())
        return tuple(item.name for item in FIELDS if item.name in have)

    def codes(self, name: str) -> CodeArray:
        """The code of each record's value in a field; equal codes are equal values."""
        if name == "birth":
            assert self.births is not None
            return self.births.codes
        return self.columns[name].codes

    @property
    def pair_count(self) -> float:
        """The number of possible pairs."""
        if self.first_file_size:
            return float(self.first_file_size) * (self.size - self.first_file_size)
        return max(self.size * (self.size - 1) / 2, 1.0)


def prepare_records(
    records: LinkageRecords, others: LinkageRecords | None = None
) -> PreparedRecords:
    """The records of one file, or of two that are linked, with the fields that both have."""
    parts = [_with_names(file) for file in (records, others) if file is not None]
    shared = set(parts[0]) if others is None else set(parts[0]) & set(parts[1])
    sizes = [len(records)] + ([] if others is None else [len(others)])

    def joined(name: str) -> pa.ChunkedArray:
        return pa.chunked_array([part[name] for part in parts])

    columns: dict[str, CodedColumn] = {}
    lists: dict[str, ItemListColumn] = {}
    for item in FIELDS:
        if item.kind is FieldKind.BIRTH or item.name not in shared:
            continue
        if item.kind in LISTS:
            own = columns.get("given") if item.kind is FieldKind.NAMES else None
            names = OwnNames(own.distinct_texts.to_pylist(), own.codes) if own else None
            lists[item.name] = build_item_list_column(joined(item.name), _FOLDS[item.kind], names)
        else:
            columns[item.name] = _column(joined(item.name), _FOLDS[item.kind])
    _share_codes(columns)
    births = [_births(part, size) for part, size in zip(parts, sizes, strict=True)]
    return PreparedRecords(
        size=sum(sizes),
        first_file_size=0 if others is None else sizes[0],
        columns=columns,
        births=_joined_births([birth for birth in births if birth is not None], len(parts)),
        lists=lists,
    )


def _with_names(records: LinkageRecords) -> dict[str, pa.Array]:
    """The columns, with a full name split into given and family name unless these exist."""
    columns = dict(records.columns)
    if "name" in columns and "given" not in columns:
        whole = pc.utf8_trim_whitespace(columns["name"])
        family = pc.struct_field(pc.extract_regex(whole, r"\s(?P<last>\S+)$"), "last")
        columns["given"] = pc.replace_substring_regex(whole, r"\s\S+$", "")
        columns.setdefault("family", family)
    return columns


def _column(
    written: pa.ChunkedArray, fold: Callable[[str], normalisation.FoldedValue]
) -> CodedColumn:
    encoded = written.dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # no chunk at all
        encoded = pa.array([], pa.dictionary(pa.int32(), pa.string()))
    folded = [fold(value) for value in encoded.dictionary.to_pylist()]
    rows = encoded.indices.fill_null(len(folded)).to_numpy(zero_copy_only=False)
    folded.append(normalisation.EMPTY_VALUE)
    texts, codes = _coded([value.text for value in folded])
    keys = _hashed([value.key for value in folded])
    others = _hashed([value.other_key for value in folded])
    starts = _hashed([value.start for value in folded])
    full = _hashed([value.full_key for value in folded])
    heard = _hashed([value.first_heard for value in folded])
    return CodedColumn(
        codes[rows],
        pa.array(texts, pa.string()),
        keys[rows],
        others[rows],
        starts[rows],
        full[rows],
        heard[rows],
    )


def _coded(texts: list[str]) -> tuple[list[str], CodeArray]:
    """The different texts, and for each text its place among them; -1 for an empty one."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(text, len(numbers)) if text else NO_VALUE for text in texts]
    return list(numbers), np.array(codes, dtype=np.int32)


def _hashed(texts: list[str]) -> CodeArray:
    """Equal numbers for equal keys, the same in all columns; -1 for an empty one.

    Two keys with the same number by chance only add a candidate pair.
    """
    hashes = [zlib.crc32(text.encode()) & 0x7FFFFFFF if text else NO_VALUE for text in texts]
    return np.array(hashes, dtype=np.int32)


def _share_codes(columns: dict[str, CodedColumn]) -> None:
    """Gives two fields a common numbering if their values are sometimes swapped."""
    for name, column in list(columns.items()):
        partner = FIELDS_BY_NAME[name].exchanged_with
        if partner in columns and name < partner:
            columns[name], columns[partner] = _renumbered(column, columns[partner])


def _renumbered(one: CodedColumn, other: CodedColumn) -> tuple[CodedColumn, CodedColumn]:
    texts, numbers = _coded([*one.distinct_texts.to_pylist(), *other.distinct_texts.to_pylist()])
    shared = pa.array(texts, pa.string())

    def moved(column: CodedColumn, start: int) -> CodedColumn:
        renumbered = np.append(
            numbers[start : start + len(column.distinct_texts)], NO_VALUE
        ).astype(np.int32)
        return replace(column, codes=renumbered[column.codes], distinct_texts=shared)

    return moved(one, 0), moved(other, len(one.distinct_texts))


def _births(columns: dict[str, pa.Array], size: int) -> npt.NDArray[np.int32] | None:
    """Year, month, day of the records of one file, from whichever columns have them."""
    if "birth" in columns:
        encoded = columns["birth"].dictionary_encode()
        written = encoded.dictionary.to_pylist()
        is_month_first = dates.writes_month_first(written)
        days = [dates.parse_date(value, is_month_first=is_month_first) for value in written]
        table = np.array([*days, dates.NO_DATE], dtype=np.int32)
        rows = encoded.indices.fill_null(len(days)).to_numpy(zero_copy_only=False)
        told_days: npt.NDArray[np.int32] = table[rows]
        return told_days
    if "birth_year" in columns:
        return read_birth_parts(columns, size)
    if "age" in columns:
        ages = read_figures(columns["age"], size)
        # Without the day of recording an age, years are counted from one fixed day for all.
        recorded = np.full(size, 9000, dtype=np.int32)
        if "as_of" in columns:
            years = [dates.parse_date(value or "")[0] for value in columns["as_of"].to_pylist()]
            recorded = np.array(years, dtype=np.int32)
        year = np.where((ages < 0) | (recorded < 0), NO_VALUE, recorded - ages)
        return np.stack([year, np.full_like(year, NO_VALUE), np.full_like(year, NO_VALUE)], axis=1)
    return None


def read_birth_parts(columns: dict[str, pa.Array], size: int) -> npt.NDArray[np.int32]:
    """Year, month and day from columns of their own; -1 for a part that is missing or cannot be."""
    year, month, day = (read_figures(columns.get(part), size) for part in BIRTH_PART_ROLES)
    years = np.array([item for item in np.unique(year) if dates.is_possible_year(int(item))])
    year = np.where(np.isin(year, years), year, NO_VALUE)
    month = np.where((month >= 1) & (month <= dates.MONTHS), month, NO_VALUE)
    day = np.where((day >= 1) & (day <= dates.LONGEST_MONTH), day, NO_VALUE)
    late = np.flatnonzero((day > FEWEST_DAYS) & (year != NO_VALUE) & (month != NO_VALUE))
    impossible = [row for row in late if day[row] > dates.last_day(int(year[row]), int(month[row]))]
    day[impossible] = NO_VALUE
    return np.stack([year, month, day], axis=1).astype(np.int32)


def read_figures(written: pa.Array | None, size: int) -> npt.NDArray[np.int32]:
    """The whole number that each value begins with; -1 if there is none."""
    if written is None:
        return np.full(size, NO_VALUE, dtype=np.int32)
    figures = pc.struct_field(pc.extract_regex(written, r"^\s*(?P<n>\d{1,4})"), "n")
    numbers: npt.NDArray[np.int32] = (
        pc.cast(figures, pa.int32()).fill_null(NO_VALUE).to_numpy(zero_copy_only=False)
    )
    return numbers


def _joined_births(parts: list[npt.NDArray[np.int32]], files: int) -> BirthDates | None:
    if not parts or len(parts) < files:
        return None
    days = np.concatenate(parts).astype(np.int32)
    whole = (days[:, 0].astype(np.int64) * 100 + days[:, 1]) * 100 + days[:, 2]
    whole[(days == NO_VALUE).all(axis=1)] = -10_000_000
    codes = np.unique(whole, return_inverse=True)[1].astype(np.int32)
    codes[whole == -10_000_000] = NO_VALUE
    year, month, day = (np.ascontiguousarray(days[:, part]) for part in range(3))
    return BirthDates(year, month, day, codes)
