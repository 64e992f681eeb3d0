"""Reads a copy of the heads from another place, and compares the local heads with it."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import zip_longest
from pathlib import Path

from saathi.audit.heads import HeadsLineInvalid, LogRestoration, VerifyKeys, parse_line, read_lines
from saathi.audit.verification_report import LogFault, VerificationReport

_PIECE = re.compile(r"heads-(\d{15})-[0-9a-f]{16}\.jsonl")


class HeadsCopyMissing(Exception):
    """There is no copy of the heads at the given place."""


@contextmanager
def open_copy_as_file(copy: Path, report: VerificationReport) -> Iterator[Path]:
    """A copy as one file: the file itself, or the joined pieces of a folder named by the sender."""
    if copy.is_file():
        yield copy
        return
    pieces = sorted(path for path in copy.glob("heads-*.jsonl") if _PIECE.fullmatch(path.name))
    if not pieces:
        raise HeadsCopyMissing(
            f"{copy} is neither a file of heads nor a folder with heads-….jsonl in it."
        )
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "heads.jsonl"
        _join(pieces, whole, report)
        yield whole


def _join(pieces: list[Path], whole: Path, report: VerificationReport) -> None:
    """Joins pieces; where two overlap, as after an interrupted transmission, they must agree."""
    with whole.open("wb+") as file:
        for piece in pieces:
            begin, data, end = int(piece.name[6:21]), piece.read_bytes(), file.seek(0, 2)
            if begin > end:
                report.add_finding(
                    LogFault.HEADS_DIFFER,
                    f"The copy of the heads lacks {begin - end} bytes before the piece {piece.name}.",
                )
                begin = end
            file.seek(begin)
            common = min(end - begin, len(data))
            if file.read(common) != data[:common]:
                report.add_finding(
                    LogFault.HEADS_DIFFER,
                    f"The piece {piece.name} of the copy contradicts the pieces before it: another "
                    "heads file was sent after them.",
                )
                continue
            file.seek(0, 2)
            file.write(data[common:])


def compare_heads(copy: Path, here: Path, report: VerificationReport) -> bool:
    """Whether the local heads begin with everything in the copy; reports differences."""
    lines_here = _lines(here) if here.exists() else iter(())
    for number, (kept, entry) in enumerate(zip_longest(_lines(copy), lines_here), 1):
        if kept is None or (not kept.endswith(b"\n") and (entry or b"").startswith(kept)):
            return True  # the local heads continue the copy, or it was taken in mid-line
        if entry is None:
            report.add_finding(
                LogFault.HEADS_DIFFER,
                f"The heads file here ends before line {number}; the copy goes on.",
            )
            return False
        if kept != entry:
            report.add_finding(
                LogFault.HEADS_DIFFER,
                f"Line {number} of the heads file here differs from the copy.{_restored(entry)}",
            )
            return False
    return True


def find_restoration_since(copy: Path, here: Path, public: VerifyKeys) -> LogRestoration | None:
    """The first restore or recovery that was declared here after the copy was taken, if any."""
    copied_lines = sum(1 for _ in _lines(copy))
    for at, line in read_lines(here):
        if at > copied_lines and isinstance(line, LogRestoration) and line.is_signed(public):
            return line
    return None


def _restored(line: bytes) -> str:
    """The meaning of a declared restore that is in the place of heads in the copy."""
    with suppress(HeadsLineInvalid):
        statement = parse_line(line)
        if isinstance(statement, LogRestoration):
            return (
                f" A restore was declared there at {statement.declared_at}, into a home that did not have "
                "the later heads. What the copy holds after it was lost with the restore; whether that was "
                "right, the records of the restore must show."
            )
    return ""


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file
