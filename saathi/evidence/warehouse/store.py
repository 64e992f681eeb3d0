"""The folder of the warehouse: files named by their hash, manifests of snapshots, what is under way.

warehouse/key             the key of the numbers that stand for ids
warehouse/parts/          Parquet files, each named by its SHA-256; snapshots share them
warehouse/snapshots/      a manifest a snapshot, and a file beside those that a release cites
warehouse/work/           what an unfinished refresh has got so far
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
    """The warehouse in one folder. Opened by `open_store`, which makes what is missing."""

    root: Path

    @property
    def key(self) -> int:
        """The key by which ids become numbers; made once, never leaves this folder."""
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
        """Where an unfinished refresh keeps what it has."""
        return self.root / "work"

    def file_path(self, part: SnapshotFile) -> Path:
        """Where the file of a part lies."""
        return self.root / "parts" / part.file_name

    def add_file(self, draft: Path, **source: str | int) -> SnapshotFile:
        """Takes a finished Parquet file in under its hash; the draft is gone after that."""
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
        """Runs the block while nobody else refreshes or drops; refuses where somebody does."""
        with (self.root / "lock").open("w", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WarehouseError("The warehouse is being refreshed; try again later.") from None
            yield

    def list_snapshots(self) -> list[WarehouseSnapshot]:
        """Every snapshot, the oldest first."""
        files = (self.root / "snapshots").glob("*.json")
        found = [WarehouseSnapshot.from_json(file.read_text(encoding="utf-8")) for file in files]
        # Their names tell the second only; two may be of the same.
        return sorted(found, key=lambda one: one.made_at)

    def newest_snapshot(self) -> WarehouseSnapshot | None:
        """The newest snapshot, if there is one."""
        return next(reversed(self.list_snapshots()), None)

    def get_snapshot(self, name: str) -> WarehouseSnapshot:
        """The snapshot with this id, or the only one whose id begins so; `newest` names the newest."""
        found = [one for one in self.list_snapshots() if one.id.startswith(name)]
        if name == "newest" and (newest := self.newest_snapshot()):
            return newest
        if len(found) != 1:
            raise WarehouseError(
                f"{'No snapshot has' if not found else 'Several snapshots have'} an id that begins "
                f"with {name}. `saathi warehouse list` prints them."
            )
        return found[0]

    def add_snapshot(self, snapshot: WarehouseSnapshot) -> WarehouseSnapshot:
        """Writes the manifest; from now on the snapshot exists, whole."""
        file = self.root / "snapshots" / f"{snapshot.id}.json"
        draft = file.with_suffix(".draft")
        draft.write_text(snapshot.to_json(), encoding="utf-8")
        draft.chmod(0o400)
        draft.rename(file)
        return snapshot

    def check_files(
        self, snapshot: WarehouseSnapshot, say: Callable[[str], None] = lambda _: None
    ) -> list[str]:
        """One sentence for each file that is missing or is not what the snapshot says."""
        found = []
        name = self.root / "snapshots" / f"{snapshot.id}.json"
        if not name.exists():
            found.append(f"The manifest of {snapshot.id} was changed: its hash is not its name's.")
        for file in sorted(snapshot.files):
            path = self.root / "parts" / file
            say(file)
            if not path.exists():
                found.append(f"{file} is missing.")
            elif _hash(path) != file.removesuffix(".parquet"):
                found.append(f"{file} was changed: its hash is not its name.")
        return found

    def pin_snapshot(self, snapshot: WarehouseSnapshot) -> None:
        """Keeps the snapshot for good: a release cites it, and its numbers can be made again."""
        (self.root / "snapshots" / f"{snapshot.id}.pin").touch(mode=0o400)

    def drop_old_snapshots(self, keep: int) -> list[str]:
        """Forgets all but the newest snapshots, and files that none needs; the ids that are gone.

        What a release cites stays.
        """
        if keep < 1:
            raise WarehouseError("At least one snapshot is kept.")
        everything = self.list_snapshots()
        pinned = {file.stem for file in (self.root / "snapshots").glob("*.pin")}
        gone = [one for one in everything[:-keep] if one.id not in pinned]
        for snapshot in gone:
            (self.root / "snapshots" / f"{snapshot.id}.json").unlink()
        kept = [one for one in everything if one not in gone]
        needed = {file for snapshot in kept for file in snapshot.files}
        needed |= {part.file_name for part in self.load_unfinished().values()}
        for path in (self.root / "parts").glob("*.parquet"):
            if path.name not in needed:
                path.unlink()
        return [snapshot.id for snapshot in gone]

    # --- What is under way -----------------------------------------------------------------------

    def load_unfinished(self) -> dict[str, SnapshotFile]:
        """The views that a refresh took over before it was cut off."""
        file = self.work / "facts.json"
        if not file.exists():
            return {}
        return dict(WarehouseSnapshot.from_json(file.read_text(encoding="utf-8")).facts)

    def save_unfinished(self, facts: dict[str, SnapshotFile]) -> None:
        """Keeps what a refresh has so far, so that the next one goes on from there."""
        file = self.work / "facts.json"
        draft = file.with_suffix(".draft")
        draft.write_text(WarehouseSnapshot(made_at="", facts=facts).to_json(), encoding="utf-8")
        draft.rename(file)

    def clear_unfinished(self) -> None:
        """Takes drafts and notes of the refresh away."""
        for path in self.work.iterdir():
            path.unlink()


def open_store(home: Path) -> WarehouseStore:
    """The warehouse of this home, for its owner's eyes alone."""
    root = home / "warehouse"
    for folder in (root, root / "parts", root / "snapshots", root / "work"):
        folder.mkdir(mode=0o700, exist_ok=True, parents=True)
    return WarehouseStore(root)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
