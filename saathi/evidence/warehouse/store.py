"""The folder of the warehouse: files named by their hash, manifests, unfinished work.

warehouse/key             the key of the numbers that replace ids
warehouse/parts/          Parquet files, each named by its SHA-256; snapshots share them
warehouse/snapshots/      one manifest for each snapshot, and a marker for those cited by a release
warehouse/work/           the files of an unfinished refresh
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import SnapshotFile, WarehouseSnapshot

KEY_BITS = 63


@dataclass(frozen=True, slots=True)
class WarehouseStore:
    """The warehouse in one folder. Opened by `open_store`, which creates missing folders."""

    root: Path

    @property
    def key(self) -> int:
        """The key by which ids become numbers; created once, and it never leaves this folder."""
        file = self.root / "key"
        try:
            return int(file.read_text(encoding="ascii"))
        except FileNotFoundError:
            draft = self.root / f".key-{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(str(secrets.randbits(KEY_BITS)), encoding="ascii")
            draft.rename(file)
            return int(file.read_text(encoding="ascii"))

    @property
    def work(self) -> Path:
        """The folder for the files of an unfinished refresh."""
        return self.root / "work"

    def file_path(self, part: SnapshotFile) -> Path:
        """The path of a file."""
        return self.root / "parts" / part.file_name

    def add_file(self, draft: Path, **source: str | int) -> SnapshotFile:
        """Moves a finished Parquet file into the warehouse under its hash; the draft is gone after that."""
        part = SnapshotFile(
            sha256=_hash(draft),
            rows=pq.read_metadata(draft).num_rows,
            size=draft.stat().st_size,
            **source,  # type: ignore[arg-type]
        )
        draft.chmod(0o400)
        draft.rename(self.file_path(part))
        return part

    @contextmanager
    def lock_exclusively(self) -> Iterator[None]:
        """Runs the block under an exclusive lock; an error if a refresh or deletion is running."""
        with (self.root / "lock").open("w", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WarehouseError("The warehouse is being refreshed; try again later.") from None
            yield

    def list_snapshots(self) -> list[WarehouseSnapshot]:
        """Every snapshot, oldest first."""
        files = (self.root / "snapshots").glob("*.json")
        snapshots = [
            WarehouseSnapshot.from_json(file.read_text(encoding="utf-8")) for file in files
        ]
        # Their names contain the time only to the second; two may be equal.
        return sorted(snapshots, key=lambda snapshot: snapshot.made_at)

    def newest_snapshot(self) -> WarehouseSnapshot | None:
        """The newest snapshot, if there is one."""
        return next(reversed(self.list_snapshots()), None)

    def get_snapshot(self, name: str) -> WarehouseSnapshot:
        """The snapshot with this id, or the only one with this prefix; `newest` names the newest."""
        matches = [snapshot for snapshot in self.list_snapshots() if snapshot.id.startswith(name)]
        if name == "newest" and (newest := self.newest_snapshot()):
            return newest
        if len(matches) != 1:
            raise WarehouseError(
                f"{'No snapshot has' if not matches else 'Several snapshots have'} an id that begins "
                f"with {name}. `saathi warehouse list` prints them."
            )
        return matches[0]

    def add_snapshot(self, snapshot: WarehouseSnapshot) -> WarehouseSnapshot:
        """Writes the manifest, which makes the snapshot exist."""
        file = self.root / "snapshots" / f"{snapshot.id}.json"
        draft = file.with_suffix(".draft")
        draft.write_text(snapshot.to_json(), encoding="utf-8")
        draft.chmod(0o400)
        draft.rename(file)
        return snapshot

    def check_files(
        self, snapshot: WarehouseSnapshot, say: Callable[[str], None] = lambda _: None
    ) -> list[str]:
        """One sentence for each file that is missing or differs from the snapshot's hash."""
        problems = []
        name = self.root / "snapshots" / f"{snapshot.id}.json"
        if not name.exists():
            problems.append(
                f"The manifest of {snapshot.id} was changed: its hash is not its name's."
            )
        for file in sorted(snapshot.files):
            path = self.root / "parts" / file
            say(file)
            if not path.exists():
                problems.append(f"{file} is missing.")
            elif _hash(path) != file.removesuffix(".parquet"):
                problems.append(f"{file} was changed: its hash is not its name.")
        return problems

    def pin_snapshot(self, snapshot: WarehouseSnapshot) -> None:
        """Keeps the snapshot permanently: a release cites it, and its numbers can be recomputed."""
        (self.root / "snapshots" / f"{snapshot.id}.pin").touch(mode=0o400)

    def drop_old_snapshots(self, keep: int) -> list[str]:
        """Deletes old snapshots, and files that no snapshot needs; returns the deleted ids.

        The newest `keep`, and those that a release cites, are kept.
        """
        if keep < 1:
            raise WarehouseError("At least one snapshot is kept.")
        everything = self.list_snapshots()
        pinned = {file.stem for file in (self.root / "snapshots").glob("*.pin")}
        gone = [
            old_snapshot for old_snapshot in everything[:-keep] if old_snapshot.id not in pinned
        ]
        for snapshot in gone:
            (self.root / "snapshots" / f"{snapshot.id}.json").unlink()
        remaining = [old_snapshot for old_snapshot in everything if old_snapshot not in gone]
        needed = {file for snapshot in remaining for file in snapshot.files}
        needed |= {part.file_name for part in self.load_unfinished().values()}
        for path in (self.root / "parts").glob("*.parquet"):
            if path.name not in needed:
                path.unlink()
        return [snapshot.id for snapshot in gone]

    # --- Unfinished refresh
    # -----------------------------------------------------------------------

    def load_unfinished(self) -> dict[str, SnapshotFile]:
        """The views that a refresh exported before it was interrupted."""
        file = self.work / "facts.json"
        if not file.exists():
            return {}
        return dict(WarehouseSnapshot.from_json(file.read_text(encoding="utf-8")).facts)

    def save_unfinished(self, facts: dict[str, SnapshotFile]) -> None:
        """Saves the progress of a refresh, so that the next one can continue from it."""
        file = self.work / "facts.json"
        draft = file.with_suffix(".draft")
        draft.write_text(WarehouseSnapshot(made_at="", facts=facts).to_json(), encoding="utf-8")
        draft.rename(file)

    def clear_unfinished(self) -> None:
        """Removes drafts and notes of the refresh."""
        for path in self.work.iterdir():
            path.unlink()


def open_store(home: Path) -> WarehouseStore:
    """The warehouse of this home, readable by its owner only."""
    root = home / "warehouse"
    for folder in (root, root / "parts", root / "snapshots", root / "work"):
        folder.mkdir(mode=0o700, exist_ok=True, parents=True)
    return WarehouseStore(root)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
