"""The sealer's own memory of where the log stands, beside the signing key and out of the database.

Without it a sealer that finds neither batches nor heads could not tell a new installation from a log
that was removed, and would seal what is left anew.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from saathi.audit.heads import SignedHead
from saathi.audit.keys import marker_paths
from saathi.infra import private_files

_LENGTH = 512  # a sector: the disk writes it whole


class SealingRefused(Exception):
    """The log is not as it was left, and sealing on would hide it; the text says what to do."""


class MarkerUnreadable(SealingRefused):
    """The file of the marker holds something else."""


@dataclass(frozen=True, slots=True)
class LogPosition:
    """Where the log stood when its last batch was sealed."""

    number: int = 0
    root: str = ""
    tree_size: int = 0
    restorations: int = (
        0  # lines in the heads file that declare a restore, as many as were accepted
    )
    caught_up_at: str = ""  # when everything committed was sealed

    def advanced_to(self, head: SignedHead) -> "LogPosition":
        """The place after one more batch."""
        return replace(self, number=head.number, root=head.root, tree_size=head.tree_size)


class SealerMarker:
    """The files that keep the place, one beside the signing key and one beside the heads.

    Where the sealer runs as a user of its own it may be unable to write one of them; the one that
    went further counts. Their names begin with a dot: they are in no backup.
    """

    def __init__(self, *paths: Path) -> None:
        self.paths = paths

    @classmethod
    def of_home(cls, home: Path) -> "SealerMarker":
        """The marker of this home."""
        return cls(*marker_paths(home))

    def read_position(self) -> LogPosition | None:
        """The place; None where it was never written."""
        found = [place for path in self.paths if (place := _read(path)) is not None]
        return max(found, key=lambda place: (place.number, place.caught_up_at), default=None)

    def write_position(self, place: LogPosition) -> None:
        """Writes the place over the one before and waits for the disk."""
        # Padded to one length and written at once, so that no crash leaves half of two.
        data = json.dumps(asdict(place)).ljust(_LENGTH - 1).encode() + b"\n"
        refused: list[OSError] = []
        for path in self.paths:
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
            except PermissionError as error:
                refused.append(error)
                continue
            try:
                if os.fstat(handle).st_uid == os.geteuid():
                    private_files.share_with_group(
                        handle, path.parent, 0o640
                    )  # the operator's command reads it
                os.pwrite(handle, data, 0)
                os.fsync(handle)
            finally:
                os.close(handle)
        if len(refused) == len(self.paths):
            raise refused[0]


def _read(path: Path) -> LogPosition | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, PermissionError):
        return None
    if not text.strip():  # made empty by `saathi install`, so that the sealer's user may write it
        return None
    try:
        return LogPosition(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise MarkerUnreadable(f"{path} is not as the sealer wrote it.") from error
