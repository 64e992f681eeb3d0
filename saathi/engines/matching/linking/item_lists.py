"""Fields that name several: siblings, languages. What two records have in common, and how rare it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saathi.engines.matching.linking.normalisation import FoldedValue

type CodeArray = npt.NDArray[np.int32]
type IntArray = npt.NDArray[np.int64]
type BitArray = npt.NDArray[np.float64]

MAX_ITEMS: Final = 8  # items of one record that are compared
MAX_RARITY: Final = 4.0  # bits for one item
NO_ITEM: Final = -1
_SEPARATORS: Final = re.compile(r"[;,/|+&\n،؛]| and | or ")


class OwnNames(NamedTuple):
    """The own name of each record: texts, and the place of its text; -1 for none."""

    texts: list[str]
    codes: CodeArray


@dataclass(frozen=True)
class ItemListColumn:
    """The items of each record by their codes, -1 after the last one; and how rare each item is.

    `rarity` is by code how much more an item says than the average one that strangers share, in bits.
    """

    codes: CodeArray  # a row for each record
    rarity: BitArray
    texts: CodeArray  # the same items as they are spelt
    own: CodeArray | None = None  # by record, the child's own name among the spellings

    @property
    def is_known(self) -> npt.NDArray[np.bool_]:
        """Whether each record names any."""
        known: npt.NDArray[np.bool_] = self.codes[:, 0] != NO_ITEM
        return known


def build_item_list_column(
    written: pa.ChunkedArray, fold: Callable[[str], FoldedValue], own: OwnNames | None = None
) -> ItemListColumn:
    """The column of written lists, parted by semicolons, commas and the like.

    `own` is the record's own name, if the lists are of its brothers and sisters.
    """
    encoded = written.dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # no chunk at all
        encoded = pa.array([], pa.dictionary(pa.int32(), pa.string()))
    lists = [
        [fold(part) for part in _SEPARATORS.split(value)]
        for value in encoded.dictionary.to_pylist()
    ]
    rows = encoded.indices.fill_null(len(lists)).to_numpy(zero_copy_only=False)
    keys, spellings = _Numbers(), _Numbers()
    codes = keys.table([[item.key for item in items] for items in lists])[rows]
    texts = spellings.table([[item.text for item in items] for items in lists])[rows]
    number_of_own = None
    if own is not None:
        known = [spellings.numbers.get(text, NO_ITEM) for text in own.texts] + [NO_ITEM]
        number_of_own = np.array(known, dtype=np.int32)[own.codes]
    return ItemListColumn(codes, _rarity(codes, len(keys.numbers)), texts, number_of_own)


class _Numbers:
    """Numbers for the different items of all lists."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def table(self, lists: list[list[str]]) -> CodeArray:
        """A row of numbers for each list, and one for a record without a list at the end."""
        rows = [self._row(items) for items in lists]
        table = np.full((len(rows) + 1, max(map(len, rows), default=1) or 1), NO_ITEM, np.int32)
        for at, row in enumerate(rows):
            table[at, : len(row)] = row
        return table

    def _row(self, items: list[str]) -> list[int]:
        numbers = (self.numbers.setdefault(item, len(self.numbers)) for item in items if item)
        return list(dict.fromkeys(numbers))[:MAX_ITEMS]


def _rarity(codes: CodeArray, items: int) -> BitArray:
    counts = np.bincount(codes[codes != NO_ITEM], minlength=max(items, 1)).astype(np.float64)
    shares = np.maximum(counts, 1) / max(counts.sum(), 1)
    return np.asarray(np.clip(np.log2((shares**2).sum() / shares), -MAX_RARITY, MAX_RARITY))


def count_common_items(
    column: ItemListColumn, one: IntArray, other: IntArray
) -> npt.NDArray[np.int8]:
    """How many items the records of each pair have in common."""
    counts = np.zeros(len(one), dtype=np.int8)
    for shared in _shared_items(column, one, other):
        counts += shared
    return counts


def do_names_list_each_other(
    column: ItemListColumn, one: IntArray, other: IntArray
) -> npt.NDArray[np.bool_]:
    """Whether either record's own name, spelt so, is in the list of the other, and theirs differ."""
    zeros = np.zeros(len(one), dtype=bool)
    if column.own is None:
        return zeros
    mine, theirs = column.own[one], column.own[other]
    for names, lists in ((mine, column.texts[other]), (theirs, column.texts[one])):
        zeros |= (names != NO_ITEM) & (lists == names[:, None]).any(axis=1)
    return np.asarray(zeros & (mine != theirs))


def common_item_rarity(column: ItemListColumn, one: IntArray, other: IntArray) -> BitArray:
    """The bits of the rarest item in common beyond the average item; 0 if there is none."""
    left = column.codes[one]
    best = np.full(len(one), -np.inf)
    for place, shared in enumerate(_shared_items(column, one, other)):
        bits = column.rarity[left[:, place]]
        best = np.where(shared, np.maximum(best, bits), best)
    return np.where(np.isinf(best), 0.0, best)


def _shared_items(
    column: ItemListColumn, one: IntArray, other: IntArray
) -> list[npt.NDArray[np.bool_]]:
    """For each place of the first record's list, whether the second record has that item."""
    left, right = column.codes[one], column.codes[other]
    shared = []
    for place in range(left.shape[1]):
        mine = left[:, place]
        same = np.zeros(len(one), dtype=bool)
        for theirs in range(right.shape[1]):
            same |= mine == right[:, theirs]
        shared.append(same & (mine != NO_ITEM))
    return shared
