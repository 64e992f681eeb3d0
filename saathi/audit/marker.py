"""The sealer's own memory of where the log stands, beside the signing key and out of the database.

Without it a sealer that finds neither batches nor heads could not tell a new installation from a log
that was removed, and would seal what is left anew.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from saathi.audit.heads import Head
from saathi.audit.keys import marker_path


class MarkerUnreadable(ValueError):
    """The file of the marker holds something else."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the log stood when its last batch was sealed."""

    number: int = 0
    root: str = ""
    tree_size: int = 0
    restorations: int = (
        0  # lines in the heads file that declare a restore, as many as were accepted
    )
    caught_up_at: str = ""  # when everything committed was sealed

    def after(self, head: Head) -> "Place":
        """The place after one more batch."""
        return replace(self, number=head.number, root=head.root, tree_size=head.tree_size)


class Marker:
    """The file that keeps the place. Its name begins with a dot: it is in no backup."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of_home(cls, home: Path) -> "Marker":
        """The marker beside the signing key of this home."""
        return cls(marker_path(home))

    def read(self) -> Place | None:
        """The place; None where the file was never written."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        try:
            return Place(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise MarkerUnreadable(f"{self.path} is not as the sealer wrote it.") from error

    def write(self, place: Place) -> None:
        """Replaces the file whole and waits for the disk."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(place), file)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.path)
