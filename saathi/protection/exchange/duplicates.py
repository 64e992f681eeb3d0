"""Possible duplicates of imported rows, among the actor's own files and in the same file.

A row is compared as the nightly comparison does: the same facts, weights and working threshold, for
a register as large as the smallest that it assumes. Rows of other agencies are never read. There is
no score on a page, and a person decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import numpy as np

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.engines.matching.linking import incremental
from saathi.engines.matching.linking.preparing import prepare_records
from saathi.engines.sheets.checking import CaseloadRecord, CheckedRow
from saathi.people.models import AgeStatement, Child
from saathi.protection.exchange import row_conversion
from saathi.protection.identification.matches.records import (
    MatchChildFacts,
    MatchRow,
    OpenedMatchRecords,
    build_match_rows,
    match_rows_of_names,
)
from saathi.vault import store as vault

# Maximum number of own files that a job opens and compares by name in a few seconds.
MAX_OPENED: Final = 20_000
MAX_SHOWN: Final = 3

type Reasons = Sequence[Sequence[str | int]]


@dataclass(frozen=True)
class PossibleDuplicate:
    """A child in the actor's files, or another row of the file, that may be the child of a row.

    `reasons`: field, level, and whether it speaks for (1), against (-1) or neither (0).
    """

    code: str = ""
    file_id: UUID | None = None
    row: int = 0
    reasons: Reasons = ()
    rank: int = 0  # 0 for the most likely pair of the import

    def to_stored(self) -> dict[str, Any]:
        """The duplicate as plain values for storage, without names."""
        file_id = str(self.file_id) if self.file_id else ""
        reasons = [list(reason) for reason in self.reasons]
        return {
            "code": self.code,
            "file": file_id,
            "row": self.row,
            "reasons": reasons,
            "rank": self.rank,
        }

    @classmethod
    def from_stored(cls, stored: Any) -> "PossibleDuplicate":
        """The duplicate from its stored values; earlier checks stored code and file alone."""
        if isinstance(stored, list):
            return cls(stored[0], UUID(stored[1]))
        file_id = UUID(stored["file"]) if stored["file"] else None
        return cls(stored["code"], file_id, stored["row"], stored["reasons"], stored["rank"])


@dataclass
class OwnChildren:
    """The children of the actor's own files, as rows of a comparison."""

    is_whole: bool = True  # False if there are more files than the maximum
    children: list[Child] = field(default_factory=list)
    records: OpenedMatchRecords = field(default_factory=OpenedMatchRecords)


def load_own_children(staff: Staff) -> OwnChildren:
    """The children that the actor may see and whose identity is not erased."""
    own = OwnChildren()
    visible_children = list(access.visible(staff, Child).order_by("pk")[: MAX_OPENED + 1])
    if len(visible_children) > MAX_OPENED:
        return OwnChildren(is_whole=False)
    opened, ages = vault.open_many(visible_children), _open_ages(staff, visible_children)
    for child in visible_children:
        if child.pk in opened:
            facts = MatchChildFacts(
                child.gender, (child.birth_year_low, child.birth_year_high), child.home_district
            )
            rows = build_match_rows(facts, opened[child.pk], ages.get(child.pk, {}))
            own.children.append(child)
            own.records.add(child.file_id, rows)
    return own


def _open_ages(staff: Staff, children: Sequence[Child]) -> dict[UUID, dict[str, Any]]:
    """The newest age statement of each child with sealed contents, opened."""
    statements = access.visible(staff, AgeStatement).filter(
        child__in=[child.pk for child in children], sealed__isnull=False
    )
    newest = {each.child_id: each for each in statements.order_by("as_of", "-pk")}
    opened = vault.open_many(list(newest.values()))
    return {child: opened[each.pk] for child, each in newest.items() if each.pk in opened}


def find_possible_duplicates(
    own: OwnChildren, rows: Sequence[CheckedRow]
) -> dict[int, list[PossibleDuplicate]]:
    """The possible duplicates of these rows by row number, the most likely first."""
    records = OpenedMatchRecords(
        list(own.records.files),
        list(own.records.child),
        list(own.records.is_first),
        list(own.records.rows),
    )
    for row in rows:
        records.add(UUID(int=row.number), _match_rows(row.record))
    if not rows or not records.rows:
        return {}
    pairs = _score(records, len(own.children))
    possible_duplicates: dict[int, list[PossibleDuplicate]] = defaultdict(list)
    for rank, (entry, other, reasons) in enumerate(pairs):
        for mine, theirs in ((entry, other), (other, entry)):
            if mine < len(own.children):
                continue
            duplicates = possible_duplicates[rows[mine - len(own.children)].number]
            if len(duplicates) < MAX_SHOWN:
                duplicates.append(_duplicate(own, rows, theirs, reasons, rank))
    return possible_duplicates


def _duplicate(
    own: OwnChildren, rows: Sequence[CheckedRow], place: int, reasons: Reasons, rank: int
) -> PossibleDuplicate:
    if place < len(own.children):
        child = own.children[place]
        return PossibleDuplicate(child.code, child.file_id, reasons=reasons, rank=rank)
    number = rows[place - len(own.children)].number
    return PossibleDuplicate(row=number, reasons=reasons, rank=rank)


def _score(records: OpenedMatchRecords, own: int) -> list[tuple[int, int, Reasons]]:
    """Pairs of children with at least one row, and why; the most likely first.

    A pair has the working threshold of the comparison, or is one name, sex and birth date twice in
    the file.
    """
    prepared = prepare_records(records.records())
    plan = incremental.make_plan(prepared, learns=False)
    child = np.asarray(records.child, dtype=np.int64)
    table = incremental.build_fact_table(prepared, plan.facts)
    first, second = incremental.find_pairs(table, plan, child >= own)
    twice = np.array(_same_in_file(records, own), dtype=np.int64).reshape(-1, 2)
    first, second = np.append(first, twice[:, 0]), np.append(second, twice[:, 1])
    is_same = np.append(np.zeros(len(first) - len(twice), dtype=bool), np.ones(len(twice), bool))
    likeness = incremental.score_pairs(prepared, plan, (first, second))
    is_likely = (likeness >= plan.model.threshold) & (child[first] != child[second])
    chosen = np.flatnonzero(is_likely | is_same)
    chosen = chosen[np.lexsort((second[chosen], first[chosen], -likeness[chosen]))]
    best: dict[tuple[int, int], int] = {}
    for at in chosen.tolist():
        of = sorted((int(child[first[at]]), int(child[second[at]])))
        best.setdefault((of[0], of[1]), at)
    places = np.array(list(best.values()), dtype=np.int64)
    lines = incremental.list_reasons(prepared, plan, (first[places], second[places]))
    return [(*of, reasons) for of, reasons in zip(best, lines, strict=True)]


def _same_in_file(records: OpenedMatchRecords, own: int) -> list[tuple[int, int]]:
    """Pairs of rows of the file with the same name, sex and birth date, each with the first of them."""
    firsts: dict[tuple[str, ...], int] = {}
    pairs = []
    for at, (child, row) in enumerate(zip(records.child, records.rows, strict=True)):
        given, family, sex, birth, *_rest = row
        if child < own or not given or not sex or not birth or "-" not in birth:
            continue
        key = (" ".join(filter(None, (given, family))).casefold(), sex, birth)
        first = firsts.setdefault(key, at)
        if records.child[first] != child:
            pairs.append((first, at))
    return pairs


def _match_rows(record: CaseloadRecord) -> list[MatchRow]:
    """The rows of the child of an import, one for each name."""
    return match_rows_of_names(
        row_conversion.build_names(record),
        gender=record.gender,
        birth=_birth(record),
        phone=next(iter(record.phones), None),
        district=record.district,
    )


def _birth(record: CaseloadRecord) -> str | None:
    """The birth date if known to the day; otherwise the middle of the possible years."""
    if record.born and (span := record.born.span):
        first, last = span
        return first.isoformat() if first == last else str((first.year + last.year) // 2)
    if record.ages and record.registered_on:
        low, high = record.ages
        return str(record.registered_on.year - (low + high + 1) // 2)
    return None


def files_of(duplicates: Iterable[PossibleDuplicate]) -> set[UUID]:
    """The files of those duplicates that are children on record."""
    return {each.file_id for each in duplicates if each.file_id}
