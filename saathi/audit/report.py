"""What verifying found, in plain words. Pure; `verify` fills it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MOST_FINDINGS = 1_000  # named one by one; more are counted, so that memory stays bounded


class Fault(StrEnum):
    """What was done to the log."""

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
class Finding:
    """One thing that is not as it was sealed. An entry is named by its id and its month."""

    fault: Fault
    text: str
    entry: str = ""
    month: str = ""
    batch: int | None = None


@dataclass(slots=True)
class Report:
    """The result: it is sound when nothing was found."""

    entries: int = 0  # found as sealed
    batches: int = 0
    waiting: int = 0  # committed, for the sealer's next round
    last_sealed_at: str = ""
    findings: list[Finding] = field(default_factory=list)
    unlisted: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether the log is as it was sealed."""
        return not self.findings

    def add(self, fault: Fault, text: str, *, batch: int | None = None) -> None:
        """Keeps one finding about a batch, a head or the whole."""
        self._keep(Finding(fault, text, batch=batch))

    def add_entry(self, fault: Fault, entry: str, month: str, batch: int | None, how: str) -> None:
        """Keeps one finding about an entry."""
        place = f"batch {batch}" if batch is not None else "no batch"
        text = f"Entry {entry} of {month or 'an unknown month'} ({place}) {how}"
        self._keep(Finding(fault, text, entry, month, batch))

    def _keep(self, finding: Finding) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.unlisted += 1

    def join_moves(self) -> None:
        """Says “moved” once where an entry is gone from one batch and stands in another's range."""
        gone = {f.entry: f for f in self.findings if f.fault is Fault.ENTRY_REMOVED}
        came = {f.entry: f for f in self.findings if f.fault is Fault.ENTRY_INSERTED}
        for entry in gone.keys() & came.keys():
            at = self.findings.index(gone[entry])
            self.findings[at] = Finding(
                Fault.ENTRY_MOVED,
                f"Entry {entry} of {came[entry].month} (batch {gone[entry].batch}) was moved: its "
                "transaction number was changed.",
                entry,
                came[entry].month,
                gone[entry].batch,
            )
            self.findings.remove(came[entry])

    def lines(self) -> Iterator[str]:
        """The report as a person reads it."""
        for finding in self.findings:
            yield f"- {finding.text}"
        if self.unlisted:
            yield f"- And {self.unlisted} more of the same kinds."
        for note in self.notes:
            yield f"Note: {note}"
        if self.is_sound:
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
        yield f"{self.waiting} entries wait for the sealer's next round."
