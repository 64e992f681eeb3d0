"""Reads the heads file for verifying: checks each line, skips what a declared restore gave up."""

from collections.abc import Iterator
from pathlib import Path

from saathi.audit.heads import Head, Restoration, VerifyKeys, read_lines
from saathi.audit.report import Fault, Report


class HeadsFile:
    """The signed heads of a file, in rising order; what is wrong with it goes to the report."""

    def __init__(self, path: Path, public: VerifyKeys, report: Report) -> None:
        self.path = path
        self.public = public
        self.report = report
        self.changed: set[int] = set()  # the numbers of heads that are there but not as signed
        # Heads above it were written after we first looked, for batches that we may not see yet. By
        # what the lines say, signed or not: a forged line must not hide those before it.
        self.bound = 0
        self._given_up: list[tuple[int, int]] = []
        self._look_over()

    def __iter__(self) -> Iterator[Head]:
        """Each head once."""
        before: Head | None = None
        unreadable = 0
        for at, line in read_lines(self.path):
            if line is None:
                unreadable += 1
                continue
            if isinstance(line, Restoration) or line.number > self.bound:
                continue
            if any(at < later and line.number > resumed for later, resumed in self._given_up):
                continue
            if self._is_next(at, line, before):
                before = line
                yield line
        if unreadable:
            self.report.notes.append(
                f"{unreadable} lines of the heads file hold no head: a process was killed while it "
                "wrote, or someone spoiled them. A head that is missing is named above."
            )

    def _look_over(self) -> None:
        """Finds the highest number, and each declared restore with the batch it went back to."""
        for at, line in read_lines(self.path):
            if isinstance(line, Head):
                self.bound = max(self.bound, line.number)
            elif isinstance(line, Restoration) and line.is_signed(self.public):
                self._given_up.append((at, line.resumed.number))
                self.report.notes.append(
                    f"A restore was declared at {line.declared_at}: batches "
                    f"{line.resumed.number + 1} to {line.given_up} with {line.entries_lost} "
                    "entries were given up."
                )
            elif isinstance(line, Restoration):
                self.report.add(
                    Fault.HEAD_CHANGED,
                    f"Line {at} of the heads file declares a restore but is not signed by our key.",
                )

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
                f"Two different heads of batch {line.number} are signed: two logs were kept with "
                "one key, or the key is in other hands.",
                batch=line.number,
            )
        else:
            self.report.notes.append(
                f"The head of batch {line.number} stands twice in the heads file."
            )
        return False
