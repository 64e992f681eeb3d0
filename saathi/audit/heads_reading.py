"""Reads the heads file for verifying: checks each line, skips what a declared restore gave up."""

from collections.abc import Iterator
from pathlib import Path

from saathi.audit.heads import Head, Restoration, VerifyKeys, read_lines
from saathi.audit.report import Fault, Report


class HeadsFile:
    """The signed heads of a file up to batch `bound`, in rising order; what is wrong goes to the report."""

    def __init__(self, path: Path, public: VerifyKeys, report: Report, bound: int) -> None:
        self.path = path
        self.public = public
        self.report = report
        self.bound = bound
        self.changed: set[int] = set()  # the numbers of heads that are there but not as signed

    def __iter__(self) -> Iterator[Head]:
        """Each head once."""
        given_up = self._restorations()
        before: Head | None = None
        unreadable = 0
        for at, line in read_lines(self.path):
            if line is None:
                unreadable += 1
                continue
            if isinstance(line, Restoration) or line.number > self.bound:
                continue
            if any(at < later and line.number > resumed for later, resumed in given_up):
                continue
            if self._is_next(at, line, before):
                before = line
                yield line
        if unreadable:
            self.report.notes.append(
                f"{unreadable} lines of the heads file hold no head: a process was killed while it wrote, "
                "or someone spoiled them. A head that is missing is named above."
            )

    def _restorations(self) -> list[tuple[int, int]]:
        """Where a restore was declared, and the batch that it went back to."""
        found = []
        for at, line in read_lines(self.path):
            if not isinstance(line, Restoration):
                continue
            if not line.is_signed(self.public):
                self.report.add(
                    Fault.HEAD_CHANGED,
                    f"Line {at} of the heads file declares a restore but is not signed by the log's key.",
                )
                continue
            found.append((at, line.resumed.number))
            self.report.notes.append(
                f"A restore was declared at {line.declared_at}: batches {line.resumed.number + 1} to "
                f"{line.given_up} with {line.entries_lost} entries were given up."
            )
        return found

    def _is_next(self, at: int, line: Head, before: Head | None) -> bool:
        """Whether a line may stand here."""
        if not line.is_signed(self.public):
            self.changed.add(line.number)
            self.report.add(
                Fault.HEAD_CHANGED,
                f"Line {at} of the heads file (batch {line.number}) is not as it was signed.",
                batch=line.number,
            )
            return False
        if before is None or line.number > before.number:
            return True
        if line.number < before.number:
            self.report.add(
                Fault.HEADS_REORDERED,
                f"Line {at} of the heads file (batch {line.number}) stands out of its order.",
                batch=line.number,
            )
        elif line != before:
            self.report.add(
                Fault.HEADS_FORKED,
                f"Two different heads of batch {line.number} are signed: two logs were kept with one "
                "key, or the key is in other hands.",
                batch=line.number,
            )
        else:
            self.report.notes.append(
                f"The head of batch {line.number} stands twice in the heads file."
            )
        return False
