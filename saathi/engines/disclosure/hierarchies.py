"""Hierarchies of codes, such as the districts of each province. Plain trees below `Total`."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.row_files import find_separator

TOTAL = "Total"


@dataclass(frozen=True)
class Hierarchy:
    """The parent of every code of one dimension; a code without a parent is directly below `Total`."""

    parents: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> frozenset[str]:
        """Every code that the hierarchy names, without `Total`."""
        return frozenset(self.parents) | (frozenset(self.parents.values()) - {TOTAL})

    def parent(self, code: str) -> str:
        """The code directly above; `Total` above the top code."""
        return self.parents.get(code, TOTAL)

    def ancestors(self, code: str) -> list[str]:
        """The codes above, nearest first, ending in `Total`; empty for `Total` itself."""
        ancestors: list[str] = []
        while code != TOTAL:
            code = self.parent(code)
            ancestors.append(code)
        return ancestors

    def children(self, present: Iterable[str]) -> dict[str, list[str]]:
        """For each code with codes below it in a table: the nearest of them that are present."""
        known_codes = set(present) | {TOTAL}
        below: dict[str, list[str]] = {}
        for code in sorted(known_codes - {TOTAL}):
            nearest = next(above for above in self.ancestors(code) if above in known_codes)
            below.setdefault(nearest, []).append(code)
        return below


def from_pairs(pairs: Iterable[tuple[str, str]], name: str) -> Hierarchy:
    """The hierarchy of (child, parent) pairs; `InputError` if a code has two parents or there is a loop."""
    parents: dict[str, str] = {}
    for child, parent in pairs:
        if child == TOTAL:
            raise InputError(f"{name}: {TOTAL} has no parent; it lies above everything.")
        if parents.setdefault(child, parent or TOTAL) != (parent or TOTAL):
            raise InputError(f"{name}: “{child}” has two parents, {parents[child]} and {parent}.")
    for start, first in parents.items():
        seen, code = [start], first
        while code in parents:
            if code in seen:
                way = " → ".join([*seen, code])
                raise InputError(f"{name}: the hierarchy runs in a loop: {way}.")
            seen.append(code)
            code = parents[code]
    return Hierarchy(parents)


def read_csv_rows(path: Path, head: list[str]) -> list[list[str]]:
    """The non-empty lines of a CSV with these column names; `InputError` says what is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = find_separator(file.readline())
            file.seek(0)
            rows = [row for row in csv.reader(file, delimiter=separator) if any(row)]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is no CSV in UTF-8 ({error}).") from error
    if not rows or [name.strip().lower() for name in rows[0]] != head:
        raise InputError(f"{path}: the first line must be {','.join(head)}.")
    return rows


def read_hierarchy(path: Path) -> Hierarchy:
    """The hierarchy in a CSV of two columns, child and parent, with a header."""
    rows = read_csv_rows(path, ["child", "parent"])
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2 or not row[0].strip():
            raise InputError(f"{path}, line {number}: a line is a child and its parent.")
    return from_pairs(((c.strip(), p.strip()) for c, p in rows[1:]), str(path))
