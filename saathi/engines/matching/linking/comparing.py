"""Determines how closely pairs of records agree in each field."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from saathi.engines.matching.linking import small_batch
from saathi.engines.matching.linking.fields import (
    FIELDS_BY_NAME,
    LISTS,
    MISSING,
    FieldKind,
    LinkageField,
)
from saathi.engines.matching.linking.item_lists import (
    ItemListColumn,
    count_common_items,
    do_names_list_each_other,
)
from saathi.engines.matching.linking.preparing import (
    NO_VALUE,
    CodeArray,
    CodedColumn,
    IntArray,
    PreparedRecords,
)
from saathi.engines.matching.linking.record_files import open_memory_database

type LevelArray = npt.NDArray[np.uint8]

CLOSE_SIMILARITY: Final = 0.92  # Jaro-Winkler, of values without blanks
RESEMBLING_SIMILARITY: Final = 0.80
NAMED: Final = FIELDS_BY_NAME["siblings"].level("named")
SOUNDS: Final = 0.70  # values that sound alike may differ as much in spelling
HEARD: Final = 0.80  # or as they are heard, where clerks differ less
BATCH_SIZE: Final = 1_000_000


def compare_fields(
    prepared: PreparedRecords, one: IntArray, other: IntArray
) -> dict[str, LevelArray]:
    """For each field, the level of each pair (rows `one` and `other`)."""
    levels = {name: _field_levels(prepared, name, one, other) for name in prepared.fields}
    for name in prepared.fields:
        partner = FIELDS_BY_NAME[name].exchanged_with
        if partner in levels and name < partner:
            _mark_exchanged(prepared, (name, partner), levels, (one, other))
    for name, mine in levels.items():
        for wider in FIELDS_BY_NAME[name].within:
            if wider in levels:
                same = FIELDS_BY_NAME[name].level("same")
                mine[(mine == same) & (levels[wider] <= 1)] = FIELDS_BY_NAME[name].level(
                    "same_within"
                )
    return levels


def _field_levels(
    prepared: PreparedRecords, name: str, one: IntArray, other: IntArray
) -> LevelArray:
    field = FIELDS_BY_NAME[name]
    if field.kind is FieldKind.BIRTH:
        return _birth_levels(prepared, one, other)
    if field.kind in LISTS:
        return _list_levels(prepared.lists[name], one, other)
    column = prepared.columns[name]
    left, right = column.codes[one], column.codes[other]
    result = np.full(len(one), field.level("different"), dtype=np.uint8)
    result[left == right] = field.level("same")
    missing = (left == NO_VALUE) | (right == NO_VALUE)
    if field.kind in {FieldKind.NAME, FieldKind.TEXT}:
        open_ = np.flatnonzero((left != right) & ~missing)
        result[open_] = _levels_by_similarity(field, column, (one[open_], other[open_]))
    elif field.kind in {FieldKind.NUMBER, FieldKind.PHONE}:
        open_ = np.flatnonzero((left != right) & ~missing)
        off = edit_distances(column.distinct_texts, left[open_], right[open_])
        result[open_[off <= 1]] = field.level("close")
    result[missing] = MISSING
    return result


def _list_levels(column: ItemListColumn, one: IntArray, other: IntArray) -> LevelArray:
    shared = count_common_items(column, one, other)
    levels: LevelArray = (2 - np.minimum(shared, 2)).astype(np.uint8)
    levels[do_names_list_each_other(column, one, other)] = NAMED
    is_open = (levels != NAMED) & ~(column.is_known[one] & column.is_known[other])
    levels[is_open] = MISSING
    return levels


def _sounds(
    column: CodedColumn, rows: tuple[IntArray, IntArray], alike: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    """Whether the first word of one sounds like the first or last word of the other.

    Two equal last words prove nothing: in fathers' names they repeat the family name. Equal
    consonants are not enough: the values are spelt alike, or alike as they are heard with equal
    consonants of the last words, or one is a single word heard like the first word of the other.
    """
    one, other = rows
    keys, last, full = column.keys, column.other_keys, column.full_keys
    shared = (keys[one] == keys[other]) | (full[one] == full[other])
    shared |= (keys[one] == last[other]) | (last[one] == keys[other])
    enough = alike >= SOUNDS
    is_one_word = column.is_one_word[one] | column.is_one_word[other]
    enough |= (column.first_heard[one] == column.first_heard[other]) & is_one_word
    open_ = np.flatnonzero(shared & ~enough & (last[one] == last[other]))
    texts, numbers = column.heard
    left, right = (numbers[column.codes[side[open_]]] for side in rows)
    enough[open_] = jaro_winkler_similarities(texts, left, right) >= HEARD
    return np.asarray(shared & enough)


def _sound_alike_wholly(
    column: CodedColumn, one: IntArray, other: IntArray
) -> npt.NDArray[np.bool_]:
    """Whether two names are heard alike, or have several words and the first and last sound alike."""
    heard, codes = column.heard[1], column.codes
    keys = column.first_and_last_word_keys
    alike = (keys[one] == keys[other]) & ~column.is_one_word[one]
    return np.asarray(alike | (heard[codes[one]] == heard[codes[other]]))


def _levels_by_similarity(
    field: LinkageField, column: CodedColumn, rows: tuple[IntArray, IntArray]
) -> LevelArray:
    """The levels of values that are written differently: by their letters and as they are heard."""
    codes = (column.codes[rows[0]], column.codes[rows[1]])
    alike = _similarities(column, *codes)
    if field.kind is FieldKind.TEXT:
        alike[_share_consonants(column, *codes)] = 1.0
    steps = [alike >= CLOSE_SIMILARITY, alike >= RESEMBLING_SIMILARITY]
    names = [field.level("close"), field.level("resembles")]
    if field.kind is FieldKind.NAME:
        sounds = _sounds(column, rows, alike)
        steps = [sounds & _sound_alike_wholly(column, *rows), sounds, *steps]
        names = [field.level("heard"), field.level("sounds"), *names]
    return np.select(steps, names, field.level("different")).astype(np.uint8)


def _similarities(
    column: CodedColumn, left: CodeArray, right: CodeArray
) -> npt.NDArray[np.float64]:
    """The similarity letter by letter; values that are heard alike are close at least."""
    by_text = jaro_winkler_similarities(column.distinct_texts, left, right)
    is_heard_alike = column.heard[1][left] == column.heard[1][right]
    return np.where(is_heard_alike, np.maximum(by_text, CLOSE_SIMILARITY), by_text)


def _share_consonants(
    column: CodedColumn, left: CodeArray, right: CodeArray
) -> npt.NDArray[np.bool_]:
    """Whether two places have all their consonants in common, such as Navapur and Nobopor."""
    mine, theirs = column.consonant_codes[left], column.consonant_codes[right]
    return np.asarray((mine == theirs) & (mine != NO_VALUE))


def _mark_exchanged(
    prepared: PreparedRecords,
    names: tuple[str, str],
    levels: dict[str, LevelArray],
    rows: tuple[IntArray, IntArray],
) -> None:
    """Marks pairs whose two values agree crosswise and not directly."""
    first, second = (prepared.columns[name] for name in names)
    one, other = rows
    field = FIELDS_BY_NAME[names[0]]
    resembles, different = field.level("resembles"), field.level("different")
    apart = (levels[names[0]] >= resembles) & (levels[names[1]] >= resembles)
    apart &= (levels[names[0]] <= different) & (levels[names[1]] <= different)
    open_ = np.flatnonzero(apart)
    a, b = one[open_], other[open_]
    crossed = []
    for mine, theirs in ((first, second), (second, first)):
        left, right = mine.codes[a], theirs.codes[b]
        alike = np.where(left == right, 1.0, 0.0)
        unlike = np.flatnonzero(left != right)
        alike[unlike] = _similarities(mine, left[unlike], right[unlike])
        crossed.append(alike)
    both = np.minimum(*crossed)
    if field.kind is FieldKind.NAME:
        sound_alike = (first.keys[a] == second.keys[b]) & (second.keys[a] == first.keys[b])
        both[sound_alike] = np.maximum(both[sound_alike], CLOSE_SIMILARITY)
    exact, near = field.level("exchanged"), field.level("exchanged_close")
    for name in names:
        levels[name][open_[both >= CLOSE_SIMILARITY]] = near
        levels[name][open_[both == 1.0]] = exact


def jaro_winkler_similarities(
    texts: pa.Array, left: CodeArray, right: CodeArray
) -> npt.NDArray[np.float64]:
    """Jaro-Winkler similarity of texts by their codes; the same pair of texts is compared once."""
    return _compared("jaro_winkler_similarity", texts, left, right)


def edit_distances(texts: pa.Array, left: CodeArray, right: CodeArray) -> npt.NDArray[np.float64]:
    """The number of characters to change, add, omit or swap with their neighbour."""
    return _compared("damerau_levenshtein", texts, left, right)


def _compared(
    function: str, texts: pa.Array, left: CodeArray, right: CodeArray
) -> npt.NDArray[np.float64]:
    low = np.minimum(left, right).astype(np.int64)
    packed = low * (len(texts) + 1) + np.maximum(left, right)
    different, back = np.unique(packed, return_inverse=True)
    if function == "jaro_winkler_similarity" and len(different) <= small_batch.MAX_TEXTS:
        pairs = zip(different // (len(texts) + 1), different % (len(texts) + 1), strict=True)
        alike = [
            small_batch.jaro_winkler(texts[int(a)].as_py(), texts[int(b)].as_py()) for a, b in pairs
        ]
        return np.array(alike, dtype=np.float64)[back]
    results = [np.zeros(0)]
    with open_memory_database() as connection:
        for start in range(0, len(different), BATCH_SIZE):
            part = different[start : start + BATCH_SIZE]
            left_texts = pc.take(texts, pa.array(part // (len(texts) + 1)))
            right_texts = pc.take(texts, pa.array(part % (len(texts) + 1)))
            connection.register("pairs", pa.table({"x": left_texts, "y": right_texts}))
            query = f"SELECT CAST({function}(x, y) AS DOUBLE) AS value FROM pairs"  # noqa: S608 - one of our own function names
            results.append(connection.execute(query).fetchnumpy()["value"])
    return np.concatenate(results)[back]


def _birth_levels(prepared: PreparedRecords, one: IntArray, other: IntArray) -> LevelArray:
    births, field = prepared.births, FIELDS_BY_NAME["birth"]
    assert births is not None
    (y1, y2), (m1, m2), (d1, d2) = (
        (part[one], part[other]) for part in (births.year, births.month, births.day)
    )
    year, month, day = y1 == y2, (m1 == m2) & (m1 >= 0), (d1 == d2) & (d1 >= 0)
    whole = (m1 >= 0) & (m2 >= 0) & (d1 >= 0) & (d2 >= 0)
    gap = np.abs(y1 - y2)
    steps = (
        ("same", births.codes[one] == births.codes[other]),
        ("exchanged", year & whole & (m1 == d2) & (d1 == m2)),
        ("year_known", year & ~whole & ~(month | day)),
        (
            "one_sign",
            whole & _differ_in_one_digit(births.year, births.month, births.day, one, other),
        ),
        ("year_month", year & month),
        ("year_day", year & day),
        ("month_day", month & day),
        ("year", year),
        ("next_year", gap == 1),
        ("few_years", gap <= 4),
    )
    names = [field.level(name) for name, _ in steps]
    result = np.select([mask for _, mask in steps], names, field.level("different")).astype(
        np.uint8
    )
    # Only the year is known on both sides, so an equal date means no more than an equal year.
    result[(result == 0) & ~whole] = field.level("year_known")
    result[(y1 < 0) | (y2 < 0)] = MISSING
    return result


def _differ_in_one_digit(
    year: CodeArray, month: CodeArray, day: CodeArray, one: IntArray, other: IntArray
) -> npt.NDArray[np.bool_]:
    """Whether the eight digits differ in one place, or in two swapped neighbours."""
    differ = np.zeros(len(one), dtype=np.int8)
    exchanged = np.zeros(len(one), dtype=bool)
    before: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]] | None = None
    for part, scale in [(year, 1000), (year, 100), (year, 10), (year, 1),
                        (month, 10), (month, 1), (day, 10), (day, 1)]:  # fmt: skip
        left, right = part[one] // scale % 10, part[other] // scale % 10
        if before is not None:
            exchanged |= (left == before[1]) & (right == before[0]) & (left != right)
        differ += left != right
        before = left, right
    off: npt.NDArray[np.bool_] = (differ == 1) | ((differ == 2) & exchanged)
    return off
