"""A snapshot: which files hold the facts of one moment, from where, and by which SQL.

Plain values with their JSON. Immutable: a snapshot's hash covers everything that it says.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

SHORT_HASH_LENGTH = 8  # letters of the hash that stand in the id


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """One Parquet file: what it holds, how many rows, and the hash that is also its name.

    A part of facts says from which database it came, up to which transaction, and by which view.
    """

    sha256: str
    rows: int
    size: int
    system: int = 0
    database: str = ""
    horizon: int = 0
    view: str = ""  # hash of the view's SQL and columns: another view is taken over anew

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.sha256}.parquet"


@dataclass(frozen=True, slots=True)
class WarehouseSnapshot:
    """The facts of one moment (`facts`), what steps made of them (`frames`), and the numbers.

    `preparation`, `steps` (name and SQL, in order) and `indicators` hold the SQL as it ran, so that
    every number can be made again from the files, by whatever release of Saathi, or by hand.
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
        """The hash over all that the snapshot says, the hashes of its files included."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def id(self) -> str:
        """When it was made and how its hash begins: enough to cite it."""
        stamp = "".join(letter for letter in self.made_at[:19] if letter.isdigit())
        return f"{stamp}-{self.hash[:SHORT_HASH_LENGTH]}"

    @property
    def source(self) -> tuple[int, str, int]:
        """The database it was taken from, and the transaction below which all had ended."""
        newest = max(self.facts.values(), key=lambda part: part.horizon)
        return newest.system, newest.database, newest.horizon

    @property
    def files(self) -> set[str]:
        """Every file that it needs."""
        parts = [*self.facts.values(), *self.frames.values()]
        return {part.file_name for part in parts} | (
            {self.numbers.file_name} if self.numbers else set()
        )

    def to_json(self) -> str:
        """The manifest, with the hash for those who read it with other programs."""
        told = asdict(self) | {"hash": self.hash}
        return json.dumps(told, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The snapshot that a manifest tells of."""
        told: dict[str, Any] = json.loads(text)
        told.pop("hash", None)
        for name in ("facts", "frames"):
            told[name] = {key: SnapshotFile(**part) for key, part in told[name].items()}
        if told["numbers"] is not None:
            told["numbers"] = SnapshotFile(**told["numbers"])
        told["preparation"] = tuple(told["preparation"])
        told["steps"] = tuple((name, statement) for name, statement in told["steps"])
        return cls(**told)
