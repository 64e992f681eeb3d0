"""A snapshot: the files with the facts of one moment, their source, and their SQL.

Plain values with their JSON. Immutable: a snapshot's hash covers all of its content.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

SHORT_HASH_LENGTH = 8  # letters of the hash in the id


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A Parquet file: its content, its number of rows, and the hash that is also its name.

    A file of facts names its database, its last transaction and its view.
    """

    sha256: str
    rows: int
    size: int
    system: int = 0
    database: str = ""
    horizon: int = 0
    view: str = ""  # hash of the view's SQL and columns: a changed view is exported again in full

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.sha256}.parquet"


@dataclass(frozen=True, slots=True)
class WarehouseSnapshot:
    """The facts of one moment (`facts`), the frames that steps made of them (`frames`), and the numbers.

    `preparation`, `steps` (name and SQL, in order) and `indicators` contain the SQL as it ran, so
    that every number can be recomputed from the files, by any release of Saathi, or by hand.
    """

    made_at: str
    facts: Mapping[str, SnapshotFile]
    frames: Mapping[str, SnapshotFile] = field(default_factory=dict)
    numbers: SnapshotFile | None = None
    preparation: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    indicators: Mapping[str, str] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The hash over the whole content of the snapshot, including the hashes of its files."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def id(self) -> str:
        """The time of creation and the beginning of the hash: enough to cite the snapshot."""
        stamp = "".join(letter for letter in self.made_at[:19] if letter.isdigit())
        return f"{stamp}-{self.hash[:SHORT_HASH_LENGTH]}"

    @property
    def source(self) -> tuple[int, str, int]:
        """The system and database of the source, and the transaction below which all had ended."""
        newest = max(self.facts.values(), key=lambda part: part.horizon)
        return newest.system, newest.database, newest.horizon

    @property
    def files(self) -> set[str]:
        """Every file of the snapshot."""
        parts = [*self.facts.values(), *self.frames.values()]
        return {part.file_name for part in parts} | (
            {self.numbers.file_name} if self.numbers else set()
        )

    def to_json(self) -> str:
        """The manifest, with the hash for readers that use other programs."""
        content = asdict(self) | {"hash": self.hash}
        return json.dumps(content, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The snapshot that a manifest describes."""
        content: dict[str, Any] = json.loads(text)
        content.pop("hash", None)
        for name in ("facts", "frames"):
            content[name] = {key: SnapshotFile(**part) for key, part in content[name].items()}
        if content["numbers"] is not None:
            content["numbers"] = SnapshotFile(**content["numbers"])
        content["preparation"] = tuple(content["preparation"])
        content["steps"] = tuple((name, statement) for name, statement in content["steps"])
        return cls(**content)
