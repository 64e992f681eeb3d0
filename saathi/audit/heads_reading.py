"""Reads the heads file for verifying: checks each line, skips batches that a declared restore gave up."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from saathi.audit.heads import LogRestoration, SignedHead, VerifyKeys, read_lines
from saathi.audit.late_sealing import TimeWindow, merge_windows
from saathi.audit.verification_report import LogFault, VerificationReport


class HeadsFile:
    """The signed heads of a file, in rising order; errors in it go to the report."""

    def __init__(self, path: Path, public: VerifyKeys, report: VerificationReport) -> None:
        self.path = path
        self.public = public
        self.report = report
        self.changed: set[int] = set()  # the numbers of heads that differ from what was signed
        # Heads above this number were written after our first read, for batches that we may not see
        # yet. Every line counts, signed or not: a forged line must not hide those before it.
        self.bound = 0
        self.declared: list[TimeWindow] = []  # times of declared interruptions and restores
        self._given_up: list[tuple[int, int]] = []
        self._scan()

    def __iter__(self) -> Iterator[SignedHead]:
        """Each head once."""
        before: SignedHead | None = None
        unreadable = 0
        for at, line in read_lines(self.path):
            if line is None:
                unreadable += 1
                continue
            if not isinstance(line, SignedHead) or line.number > self.bound:
                continue
            if any(at < later and line.number > resumed for later, resumed in self._given_up):
                continue
            if self._is_allowed(at, line, before):
                before = line
                yield line
        if unreadable:
            self.report.notes.append(
                f"{unreadable} lines of the heads file hold no head: a process was killed while it "
                "wrote, or someone spoiled them. A head that is missing is named above."
            )

    def _scan(self) -> None:
        """Finds the highest number, and every declared restore and interruption."""
        outages: list[TimeWindow] = []
        for at, line in read_lines(self.path):
            if line is None:
                continue
            if isinstance(line, SignedHead):
                self.bound = max(self.bound, line.number)
            elif not line.is_signed(self.public):
                statement_kind = (
                    "a restore" if isinstance(line, LogRestoration) else "an interruption"
                )
                self.report.add_finding(
                    LogFault.HEAD_CHANGED,
                    f"Line {at} of the heads file declares {statement_kind} but is not signed by our key.",
                )
            elif isinstance(line, LogRestoration):
                self._given_up.append((at, line.resumed.number))
                self.declared.append(_window(line.resumed.sealed_at, line.declared_at))
                self.report.notes.append(_note_of(line))
            else:
                outages.append(_window(line.interrupted_from, line.interrupted_until))
        self._note_outages(outages)
        self.declared = merge_windows([*self.declared, *outages])

    def _note_outages(self, outages: list[TimeWindow]) -> None:
        """Adds one note for all: an installation that is switched off each night has many."""
        if not outages:
            return
        total = sum((end - begin).total_seconds() for begin, end in outages)
        longest = max(outages, key=lambda window: window[1] - window[0])
        times = "once" if len(outages) == 1 else f"{len(outages)} times"
        self.report.notes.append(
            f"Sealing was interrupted {times}, for {total:,.0f} seconds together; the longest from "
            f"{longest[0]:%Y-%m-%d %H:%M:%S} to {longest[1]:%Y-%m-%d %H:%M:%S} UTC. What was removed "
            "while nothing was sealed cannot be shown: ask why it was interrupted."
        )

    def _is_allowed(self, at: int, line: SignedHead, before: SignedHead | None) -> bool:
        """Whether a line is allowed at this place."""
        if not line.is_signed(self.public):
            self.changed.add(line.number)
            self.report.add_finding(
                LogFault.HEAD_CHANGED,
                f"Line {at} of the heads file (batch {line.number}) is not as it was signed.",
                batch=line.number,
            )
            return False
        if before is None or line.number > before.number:
            return True
        if line.number < before.number:
            self.report.add_finding(
                LogFault.HEADS_REORDERED,
                f"Line {at} of the heads file (batch {line.number}) is out of order.",
                batch=line.number,
            )
        elif line != before:
            self.report.add_finding(
                LogFault.HEADS_FORKED,
                f"Two different heads of batch {line.number} are signed: two logs were kept with "
                "one key, or the key is in other hands.",
                batch=line.number,
            )
        else:
            self.report.notes.append(f"The head of batch {line.number} is in the heads file twice.")
        return False


def _window(begin: str, end: str) -> TimeWindow:
    """The two times of a statement; the first is empty if the log had no batch before."""
    first = dt.datetime.fromisoformat(begin) if begin else dt.datetime.min.replace(tzinfo=dt.UTC)
    return first, dt.datetime.fromisoformat(end)


def _note_of(line: LogRestoration) -> str:
    if line.given_up <= line.resumed.number:
        return (
            f"A restore was declared at {line.declared_at}: the log goes on after batch "
            f"{line.resumed.number}."
        )
    return (
        f"A restore was declared at {line.declared_at}: batches {line.resumed.number + 1} to "
        f"{line.given_up} with {line.entries_lost} entries were given up."
    )
