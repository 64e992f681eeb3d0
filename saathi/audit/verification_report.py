"""The findings of a verification, in plain words. Pure; `verify` fills it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from saathi.infra.thresholds import UNSEALED_SECONDS

MAX_FINDINGS = 1_000  # named individually; more are only counted, so that memory stays bounded


class LogFault(StrEnum):
    """The kinds of damage to the log."""

    ENTRY_CHANGED = "entry changed"
    ENTRY_REMOVED = "entry removed"
    ENTRY_INSERTED = "entry inserted"
    ENTRY_MOVED = "entry moved"
    ENTRIES_REMOVED = "entries removed"
    BATCH_CHANGED = "batch changed"
    BATCH_REMOVED = "batch removed"
    BATCH_INSERTED = "batch inserted"
    BATCH_UNPROVEN = "batch unproven"
    LOG_TRUNCATED = "log truncated"
    HEAD_CHANGED = "head changed"
    HEAD_MISSING = "head missing"
    HEADS_TRUNCATED = "heads truncated"
    HEADS_REORDERED = "heads reordered"
    HEADS_FORKED = "heads forked"
    HEADS_DIFFER = "heads differ from the copy"
    TREE_BROKEN = "tree broken"
    SEALED_LATE = "sealed late"


@dataclass(frozen=True, slots=True)
class LogFinding:
    """One difference from what was sealed. An entry is identified by its id and its month."""

    fault: LogFault
    text: str
    entry: str = ""
    month: str = ""
    batch: int | None = None


@dataclass(slots=True)
class VerificationReport:
    """The result: sound if it has no findings."""

    entries: int = 0  # unchanged since sealing
    batches: int = 0
    waiting: int = 0  # committed, left to the sealer's next round
    waiting_since: dt.datetime | None = None  # when the oldest could first have been sealed
    verified_at: dt.datetime | None = None  # by the clock of the database
    last_sealed_at: str = ""
    findings: list[LogFinding] = field(default_factory=list)
    unlisted: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def is_log_intact(self) -> bool:
        """Whether the log is unchanged since sealing."""
        return not self.findings

    @property
    def oldest_waiting_seconds(self) -> float:
        """How long the oldest entry has waited to be sealed; 0 if none waits."""
        if self.waiting_since is None or self.verified_at is None:
            return 0.0
        return max((self.verified_at - self.waiting_since).total_seconds(), 0.0)

    @property
    def is_sealed_in_time(self) -> bool:
        """Whether no entry waits longer than promised. Unsealed entries can be removed unnoticed."""
        return self.oldest_waiting_seconds <= UNSEALED_SECONDS

    def add_waiting(self, since: dt.datetime | None) -> None:
        """Counts one unsealed entry that could have been sealed from `since` on."""
        self.waiting += 1
        if since is not None:
            self.waiting_since = min(self.waiting_since or since, since)

    def add_finding(self, fault: LogFault, text: str, *, batch: int | None = None) -> None:
        """Adds a finding about a batch, a head or the whole log."""
        self._keep(LogFinding(fault, text, batch=batch))

    def add_entry_finding(
        self, fault: LogFault, entry: str, month: str, batch: int | None, how: str
    ) -> None:
        """Adds a finding about an entry."""
        place = f"batch {batch}" if batch is not None else "no batch"
        text = f"Entry {entry} of {month or 'an unknown month'} ({place}) {how}"
        self._keep(LogFinding(fault, text, entry, month, batch))

    def _keep(self, finding: LogFinding) -> None:
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(finding)
        else:
            self.unlisted += 1

    def merge_moved_entries(self) -> None:
        """Reports one “moved” for an entry missing in one batch and found in another's range."""
        removed = {f.entry: f for f in self.findings if f.fault is LogFault.ENTRY_REMOVED}
        came = {f.entry: f for f in self.findings if f.fault is LogFault.ENTRY_INSERTED}
        for entry in removed.keys() & came.keys():
            at = self.findings.index(removed[entry])
            self.findings[at] = LogFinding(
                LogFault.ENTRY_MOVED,
                f"Entry {entry} of {came[entry].month} (batch {removed[entry].batch}) was moved: its "
                "transaction number was changed.",
                entry,
                came[entry].month,
                removed[entry].batch,
            )
            self.findings.remove(came[entry])

    def lines(self) -> Iterator[str]:
        """The lines of the report, for reading."""
        for finding in self.findings:
            yield f"- {finding.text}"
        if self.unlisted:
            yield f"- And {self.unlisted} more of the same kinds."
        for note in self.notes:
            yield f"Note: {note}"
        if self.is_log_intact:
            yield (
                f"The audit log is sound: {self.entries} entries in {self.batches} batches are as "
                "sealed."
            )
        else:
            count = len(self.findings) + self.unlisted
            yield (
                f"THE AUDIT LOG WAS TAMPERED WITH: {count} findings. {self.entries} entries in "
                f"{self.batches} batches are as sealed."
            )
        if self.last_sealed_at:
            yield f"Last sealed at {self.last_sealed_at}."
        yield from self._waiting_lines()

    def _waiting_lines(self) -> Iterator[str]:
        """The lines about unsealed entries, and how long the oldest has waited."""
        if not self.waiting:
            yield "No entry waits to be sealed."
            return
        many = "1 entry waits" if self.waiting == 1 else f"{self.waiting} entries wait"
        yield f"{many} to be sealed, the oldest for {self.oldest_waiting_seconds:,.0f} seconds."
        if not self.is_sealed_in_time:
            yield (
                f"SEALING IS LATE: an entry is sealed within {UNSEALED_SECONDS} seconds while the sealer "
                "runs. What is removed before it is sealed leaves no trace. Start the sealer "
                "(`saathi seal`, part of `saathi serve`) and read what it says."
            )
