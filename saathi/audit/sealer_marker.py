"""The sealer's own record of how far the log reaches, beside the signing key and outside the database.

Without it a sealer that finds neither batches nor heads could not distinguish a new installation
from a log that was removed, and would seal the rest again.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from saathi.audit.heads import SignedHead
from saathi.audit.signing_keys import marker_paths
from saathi.infra import private_files

_LENGTH = 512  # one disk sector, which is written as a whole


class SealingRefused(Exception):
    """The log was changed, and further sealing would hide it; the text says what to do."""


class MarkerUnreadable(SealingRefused):
    """The content of the marker file is invalid."""


@dataclass(frozen=True, slots=True)
class LogPosition:
    """How far the log reached when its last batch was sealed."""

    number: int = 0
    root: str = ""
    tree_size: int = 0
    restorations: int = 0  # accepted lines in the heads file that declare a restore
    caught_up_at: str = ""  # when everything committed was sealed

    def position_after_batch(self, head: SignedHead) -> "LogPosition":
        """The position after one more batch."""
        return replace(self, number=head.number, root=head.root, tree_size=head.tree_size)


class SealerMarker:
    """The files with the position, one beside the signing key and one beside the heads.

    If the sealer has its own user, it may be unable to write one of them; the higher position
    counts. Their names begin with a dot, so that no backup contains them.
    """

    def __init__(self, *paths: Path) -> None:
        self.paths = paths

    @classmethod
    def of_home(cls, home: Path) -> "SealerMarker":
        """The marker of this home."""
        return cls(*marker_paths(home))

    def read_position(self) -> LogPosition | None:
        """The position; None if it was never written."""
        positions = [place for path in self.paths if (place := _read(path)) is not None]
        return max(positions, key=lambda place: (place.number, place.caught_up_at), default=None)

    def write_position(self, place: LogPosition) -> None:
        """Writes the position over the previous one, durably."""
        # Padded to a fixed length and written in one go, so that a crash cannot mix two positions.
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
                    )  # readable for the operator's command
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
    if not text.strip():  # created empty by `saathi install`, for the sealer's user to write
        return None
    try:
        return LogPosition(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise MarkerUnreadable(f"{path} is not as the sealer wrote it.") from error
