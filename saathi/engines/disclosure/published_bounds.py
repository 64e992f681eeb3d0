"""What a published cell reveals: the lowest and the highest count that it allows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from saathi.engines.disclosure.attacker import UNBOUNDED
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    LinkedTables,
    TableRow,
    ZeroPolicy,
    describe_cell,
)

FEWER_THAN_PATTERN = re.compile(r"<\s*(\d+)")
NUMBER_PATTERN = re.compile(r"\d+(\.0+)?")


@dataclass(frozen=True)
class PublishedRules:
    """The publisher's description of the method: threshold, zero policy, base of rounding.

    If `base` is set, every value counts as rounded to it unless its status says otherwise.
    `fewer_may_be_zero` is how a printed `<5` is read: 0 to 4, or 1 to 4. `reach` is how much
    further than a finest cell a rounded margin may have moved, if sums could not be kept otherwise.
    """

    k: int = 5
    zeros: ZeroPolicy = ZeroPolicy.PROTECTED
    base: int = 5
    all_rounded: bool = False
    fewer_may_be_zero: bool = True
    reach: int = 0


@dataclass(frozen=True)
class PublishedBounds:
    """The bounds of every cell, how it was shown, and which cells are hidden in any way."""

    lower: IntArray
    upper: IntArray
    shown: Mapping[int, str] = field(default_factory=dict)
    rounded: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()


def derive_bounds(
    tables: LinkedTables, system: CellSystem, rules: PublishedRules
) -> PublishedBounds:
    """The bounds that the rows of all tables give together.

    A missing row is a zero that everyone knows; a missing margin reveals nothing.
    """
    lower = np.zeros(system.size, dtype=np.int64)
    upper = np.full(system.size, UNBOUNDED, dtype=np.int64)
    shown: dict[int, str] = {}
    rounded, absent = set[int](), set(range(system.size))
    ends = system.is_finest_in_tables()
    for table in tables.tables:
        for number, row in enumerate(table.printed_rows):
            place = system.index[table.key_of_row(row)]
            if number >= len(table.printed_rows) - table.added_rows:
                if ends[place] and place in absent:
                    upper[place] = 0
                continue
            low, high = bounds_of_row(row, rules, table)
            if _is_rounded(row, rules):
                rounded.add(place)
                if not ends[place]:
                    low, high = max(0, low - rules.reach), high + rules.reach
            if place in absent:
                absent.discard(place)
                upper[place] = UNBOUNDED
            shown[place] = row.text or shown.get(place, "")
            lower[place], upper[place] = max(lower[place], low), min(upper[place], high)
            if lower[place] > upper[place]:
                where = describe_cell(system.keys[place])
                raise InputError(f"{where}: two tables show values that cannot both be true.")
    return PublishedBounds(lower, upper, shown, frozenset(rounded), frozenset(absent))


def _is_rounded(row: TableRow, rules: PublishedRules) -> bool:
    return row.status == CellStatus.ROUNDED or (
        rules.all_rounded and row.status in {"", CellStatus.SHOWN}
    )


def bounds_of_row(row: TableRow, rules: PublishedRules, table: CountTable) -> tuple[int, int]:
    """The lowest and the highest count that one published row allows."""
    text = row.text or ""
    if row.status == CellStatus.STRUCTURAL:
        return 0, 0
    if fewer := FEWER_THAN_PATTERN.fullmatch(text):
        return (0 if rules.fewer_may_be_zero else 1), int(fewer[1]) - 1
    if not NUMBER_PATTERN.fullmatch(text):
        if text and not row.status:
            where = f"{table.name}: {describe_cell(table.key_of_row(row))}"
            raise InputError(f"{where}: “{text}” is neither a count, nor “<5”, nor empty.")
        return (1 if rules.zeros is ZeroPolicy.PUBLIC else 0), UNBOUNDED
    value = int(float(text))
    return bounds_of_rounded(value, rules) if _is_rounded(row, rules) else (value, value)


def bounds_of_rounded(value: int, rules: PublishedRules) -> tuple[int, int]:
    """The lowest and highest count that the rounding rule may show as this value."""
    base = rules.base
    if value % base:
        raise InputError(f"The value {value} is said to be rounded and is no multiple of {base}.")
    low, high = max(0, value - base + 1), value + base - 1
    if rules.zeros is ZeroPolicy.PROTECTED:
        # A zero may be shown as the base, and the base as a zero.
        low = 0 if value == base else low
        high = base if value == 0 else high
    return low, high
