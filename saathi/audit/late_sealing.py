"""Finds entries sealed long after they were written, without a declared reason. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence

from saathi.audit.heads import SignedHead
from saathi.audit.leaves import EntryLeaf
from saathi.audit.verification_report import LogFault, VerificationReport

# Sealing follows within a second, and a pause of a minute is declared. The rest allows for a
# transaction that stayed open, unlisted, for half a minute, and for differing clocks.
LATE_SECONDS = 300

type TimeWindow = tuple[dt.datetime, dt.datetime]


def merge_windows(windows: Iterable[TimeWindow]) -> list[TimeWindow]:
    """The windows in order; overlapping ones are merged."""
    result: list[TimeWindow] = []
    for begin, end in sorted(windows):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((begin, end))
    return result


def check_lateness(
    claimed: SignedHead,
    leaves: Sequence[EntryLeaf],
    declared: Sequence[TimeWindow],
    report: VerificationReport,
) -> None:
    """Reports a batch whose entries waited longer than the declared interruptions explain.

    `leaves` are those above the line of the previous batch, because a late entry below it was
    listed there. Heads of the first format are ignored, because one open transaction then delayed
    all others.
    """
    if claimed.pending is None:
        return
    sealed_at = dt.datetime.fromisoformat(claimed.sealed_at)
    late = 0
    longest = dt.timedelta()
    for leaf in leaves:
        written_at = leaf.written_at
        if written_at is None or (sealed_at - written_at).total_seconds() <= LATE_SECONDS:
            continue
        waited = sealed_at - written_at - _overlap((written_at, sealed_at), declared)
        if waited.total_seconds() > LATE_SECONDS:
            late += 1
            longest = max(longest, waited)
    if late:
        report.add_finding(
            LogFault.SEALED_LATE,
            f"Batch {claimed.number} was sealed at {claimed.sealed_at}: {late} of its entries were "
            f"written up to {int(longest.total_seconds())} seconds before, and no interruption or "
            "restore was declared for that time. They may have been changed before they were sealed.",
            batch=claimed.number,
        )


def _overlap(of: TimeWindow, windows: Sequence[TimeWindow]) -> dt.timedelta:
    total = dt.timedelta()
    for begin, end in windows:
        total += max(dt.timedelta(), min(of[1], end) - max(of[0], begin))
    return total
