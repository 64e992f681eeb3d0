"""The ledger of the nightly run: sealed numbers for every record, to find shared values.

It contains numbers, not names: the numbers find records, which are opened with their own keys. An
erased record leaves the ledger with the next run; its key is destroyed before that. So does a record
whose file was deleted, as when an import is undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

import numpy as np
import numpy.typing as npt

from saathi.engines.matching.linking import incremental
from saathi.engines.matching.linking.incremental import FactTable, LinkagePlan
from saathi.protection.identification.matches.models import (
    LedgerPortion,
    MatchPlan,
    RemovedFile,
)
from saathi.vault import envelopes
from saathi.vault import store as vault

PORTION_SIZE: Final = 50_000  # children per sealed portion
MAX_PORTIONS: Final = 60  # number of portions above which the ledger is compacted
_KEY: Final = "matches.ledger"
_PLAN: Final = "matches.plan"


# The ids of children, the number of rows of each, the rows, and whether this run wrote them.
type _Part = tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], FactTable, bool]


@dataclass(frozen=True)
class MatchLedger:
    """The whole ledger in memory: ids of children, and their rows of numbers."""

    ids: npt.NDArray[np.uint8]  # sixteen bytes for each child
    child: npt.NDArray[np.int64]  # for each row, the position of its child
    table: FactTable
    is_changed: npt.NDArray[np.bool_]  # for each row: whether the current run wrote it

    def file_id(self, child: int) -> UUID:
        """The file id of the child at a position."""
        return UUID(bytes=self.ids[child].tobytes())


def append_portion(
    run: UUID, files: Sequence[UUID], child: Sequence[int], table: FactTable, *, using: str
) -> None:
    """Adds these children to the ledger; their earlier rows no longer count."""
    first = next_portion_number(using)
    of_rows = np.asarray(child, dtype=np.int64)
    for number, start in enumerate(range(0, len(files), PORTION_SIZE)):
        portion_files = files[start : start + PORTION_SIZE]
        low, high = np.searchsorted(of_rows, [start, start + len(portion_files)])
        counts = np.bincount(of_rows[low:high] - start, minlength=len(portion_files)).astype(
            np.uint8
        )
        data = b"".join(
            (
                len(portion_files).to_bytes(4),
                b"".join(file_id.bytes for file_id in portion_files),
                counts.tobytes(),
                table[low:high].tobytes(),
            )
        )
        portion = LedgerPortion(id=uuid4(), run=run, place=first + number, rows=int(high - low))
        portion.sealed = envelopes.seal_bytes(vault.derive_key(_KEY), _KEY, portion.id, data)
        portion.save(force_insert=True, using=using)


def remove_children(run: UUID, files: Sequence[UUID], *, using: str) -> None:
    """Removes all rows of these children from the ledger."""
    no_rows = np.zeros((0, incremental.WIDTH), dtype=np.int32)
    if files:
        append_portion(run, files, [], no_rows, using=using)


def list_removed_files(using: str) -> list[UUID]:
    """The files that were deleted as a whole and may still be in the ledger."""
    return list(RemovedFile.objects.using(using).values_list("id", flat=True))


def forget_removed_files(files: Sequence[UUID], *, using: str) -> None:
    """Deletes the marks of these files: they are no longer in the ledger."""
    RemovedFile.objects.using(using).filter(pk__in=files).delete()


def next_portion_number(using: str) -> int:
    """The number of the next portion."""
    last = (
        LedgerPortion.objects.using(using)
        .order_by("-place")
        .values_list("place", flat=True)
        .first()
    )
    return 0 if last is None else last + 1


def load_ledger(run: UUID, *, using: str) -> MatchLedger:
    """The ledger with each child once, in the order in which portions were written."""
    parts: list[_Part] = []
    portions = (
        LedgerPortion.objects.using(using).order_by("-place").values_list("id", "run", "sealed")
    )
    for portion_id, of_run, sealed in portions:
        data = envelopes.open_bytes(vault.derive_key(_KEY), _KEY, portion_id, bytes(sealed))
        parts.append((*_read(data), of_run == run))
    current = zip(parts, _newest([ids for ids, _, _, _ in parts]), strict=True)
    return _bound([_only(part, newest) for part, newest in current][::-1])


def _newest(ids: Sequence[npt.NDArray[np.uint8]]) -> list[npt.NDArray[np.bool_]]:
    """For each portion, which of its children no later portion contains."""
    if not ids:
        return []
    halves = np.ascontiguousarray(np.concatenate(ids)).view(np.uint64)[:, 0]
    _, first = np.unique(halves, return_index=True)
    is_newest = np.zeros(len(halves), dtype=bool)
    is_newest[first] = True
    return np.split(is_newest, np.cumsum([len(part) for part in ids])[:-1])


def _only(part: _Part, newest: npt.NDArray[np.bool_]) -> _Part:
    ids, counts, table, is_changed = part
    if newest.all():
        return part
    return ids[newest], counts[newest], table[np.repeat(newest, counts)], is_changed


def _read(data: bytes) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], FactTable]:
    size = int.from_bytes(data[:4])
    ids = np.frombuffer(data, np.uint8, size * 16, 4).reshape(size, 16)
    counts = np.frombuffer(data, np.uint8, size, 4 + size * 16)
    table = np.frombuffer(data, np.int32, offset=4 + size * 17).reshape(-1, incremental.WIDTH)
    return ids, counts, table


def _bound(all_parts: Sequence[_Part]) -> MatchLedger:
    ids = np.concatenate([np.zeros((0, 16), np.uint8), *(part[0] for part in all_parts)])
    counts = np.concatenate([np.zeros(0, np.uint8), *(part[1] for part in all_parts)])
    no_rows = np.zeros((0, incremental.WIDTH), np.int32)
    table = np.concatenate([no_rows, *(part[2] for part in all_parts)])
    changed = [np.full(len(part[2]), part[3]) for part in all_parts]
    return MatchLedger(
        ids=ids,
        child=np.repeat(np.arange(len(ids)), counts),
        table=table,
        is_changed=np.concatenate([np.zeros(0, bool), *changed]),
    )


def compact_ledger(run: UUID, book: MatchLedger, *, using: str) -> None:
    """Rewrites the ledger if it has many portions."""
    if LedgerPortion.objects.using(using).count() <= MAX_PORTIONS:
        return
    files = [book.file_id(child) for child in range(len(book.ids))]
    clear_ledger(using=using)
    append_portion(run, files, book.child.tolist(), book.table, using=using)


def count_rows(using: str) -> int:
    """The number of stored rows, including outdated ones."""
    return sum(LedgerPortion.objects.using(using).values_list("rows", flat=True))


def delete_match_plan(*, using: str) -> None:
    """Deletes the plan: the next run learns a new one and compares everything."""
    MatchPlan.objects.using(using).all().delete()


def clear_ledger(*, using: str) -> None:
    """Deletes the whole ledger."""
    LedgerPortion.objects.using(using).all().delete()


def load_plan(*, using: str) -> LinkagePlan | None:
    """The stored plan for nightly comparisons; None before the first."""
    stored = MatchPlan.objects.using(using).order_by("-made_at").first()
    if stored is None:
        return None
    data = envelopes.open_bytes(vault.derive_key(_PLAN), _PLAN, stored.id, bytes(stored.sealed))
    return incremental.plan_from_json(envelopes.from_bytes(data))


def save_plan(plan: LinkagePlan, *, using: str) -> None:
    """Stores a new plan in place of the earlier one."""
    MatchPlan.objects.using(using).all().delete()
    stored = MatchPlan(id=uuid4())
    data = envelopes.to_bytes(plan.as_json())
    stored.sealed = envelopes.seal_bytes(vault.derive_key(_PLAN), _PLAN, stored.id, data)
    stored.save(force_insert=True, using=using)
