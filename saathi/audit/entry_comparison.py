"""Compares the entries of one batch with the sealed ones, and names those that differ. Pure."""

import datetime as dt
from itertools import zip_longest
from uuid import UUID

from saathi.audit.batches import SealedBatch
from saathi.audit.heads import SignedHead
from saathi.audit.leaves import EntryLeaf
from saathi.audit.merkle import merkle_root
from saathi.audit.verification_report import LogFault, VerificationReport


def compare_batch(
    claimed: SignedHead,
    row: SealedBatch | None,
    leaves: list[EntryLeaf],
    report: VerificationReport,
) -> list[bytes] | None:
    """The leaf hashes of the batch as they were sealed; None if neither source gives them.

    `leaves` are the entries now in the batch's range. The batch's own list counts only if it gives
    the signed root; otherwise the entries are checked against that root.
    """
    hashes = [leaf.hash for leaf in leaves]
    if row is not None and _gives_root(row.hashes, claimed):
        if hashes != row.hashes:
            _name_differences(claimed, row, leaves, report)
            return row.hashes
        if [leaf.id for leaf in leaves] != row.ids:
            report.add_finding(
                LogFault.BATCH_CHANGED,
                f"The ids in batch {claimed.number} were changed; its entries are as sealed.",
                batch=claimed.number,
            )
        report.entries += claimed.count
        return hashes
    if _gives_root(hashes, claimed):
        report.entries += claimed.count
        if row is not None:
            report.add_finding(
                LogFault.BATCH_CHANGED,
                f"The list of leaves in batch {claimed.number} was changed or reordered; its "
                f"{claimed.count} entries are as sealed.",
                batch=claimed.number,
            )
        return hashes
    _say_unproven(claimed, row, leaves, report)
    return None


def _gives_root(hashes: list[bytes], claimed: SignedHead) -> bool:
    return len(hashes) == claimed.count and merkle_root(hashes).hex() == claimed.batch_root


def _name_differences(
    claimed: SignedHead, row: SealedBatch, leaves: list[EntryLeaf], report: VerificationReport
) -> None:
    """Names each entry that was changed, removed or inserted, compared with the proven list."""
    number, sealed = claimed.number, set(row.hashes)
    present = {leaf.hash for leaf in leaves}
    strange = {leaf.id: leaf for leaf in leaves if leaf.hash not in sealed}
    inserted = [leaf for leaf in leaves if leaf.hash not in sealed]
    missing = [
        entry
        for entry, leaf_hash in zip_longest(row.ids, row.hashes, fillvalue=None)
        if leaf_hash is not None and leaf_hash not in present
        for entry in [entry or "(its id was removed from the batch)"]
    ]
    report.entries += claimed.count - len(missing)
    if not leaves:
        report.add_finding(
            LogFault.ENTRIES_REMOVED,
            f"All {claimed.count} entries of batch {number} were removed; they were sealed at "
            f"{claimed.sealed_at}.",
            batch=number,
        )
        return
    for entry in missing:
        leaf = strange.pop(entry, None)
        if leaf is not None:
            inserted.remove(leaf)
            report.add_entry_finding(
                LogFault.ENTRY_CHANGED, entry, leaf.month, number, "was changed."
            )
        else:
            month = _month_of_id(entry) or claimed.sealed_at[:7]
            report.add_entry_finding(LogFault.ENTRY_REMOVED, entry, month, number, "was removed.")
    for leaf in inserted:
        report.add_entry_finding(
            LogFault.ENTRY_INSERTED, leaf.id, leaf.month, number, "was inserted after the sealing."
        )


def _say_unproven(
    claimed: SignedHead,
    row: SealedBatch | None,
    leaves: list[EntryLeaf],
    report: VerificationReport,
) -> None:
    """Names a batch if it can no longer be determined which of its entries were changed."""
    number = claimed.number
    if row is None:
        if leaves:
            report.add_finding(
                LogFault.BATCH_UNPROVEN,
                f"Batch {number} has lost its record, and the {len(leaves)} entries left of "
                f"{claimed.count} are not all as sealed.",
                batch=number,
            )
        return
    listed = dict(zip(row.ids, row.hashes, strict=False))
    differing = [leaf for leaf in leaves if listed.get(leaf.id) != leaf.hash]
    named = ", ".join(leaf.id for leaf in differing[:10])
    report.add_finding(
        LogFault.BATCH_UNPROVEN,
        f"Batch {number}: its list of leaves and its entries ({len(leaves)} of {claimed.count}) "
        "were both changed; neither gives the signed root. "
        + (f"They differ from each other at {named}." if named else "They were changed alike."),
        batch=number,
    )


def _month_of_id(entry: str) -> str:
    """The month in a version 7 id, which begins with its time; empty for other ids."""
    try:
        value = UUID(entry)
    except ValueError:
        return ""
    if value.version != 7:
        return ""
    moment = dt.datetime.fromtimestamp((value.int >> 80) / 1000, dt.UTC)
    return f"{moment:%Y-%m}"
