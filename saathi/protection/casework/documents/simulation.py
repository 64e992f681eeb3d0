"""Generates documents of demo children, with drawn scans in the storage of sealed files.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import datetime as dt
import hashlib
import random
from typing import Any

from saathi.agencies.sections import Section
from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.casework.documents import rules
from saathi.protection.casework.documents.models import (
    ORIGINAL_FIELD,
    SHOWN_FIELD,
    THUMBNAIL_FIELD,
)
from saathi.protection.casework.documents.simulated_papers import (
    SimulatedPaper,
    draw_paper,
    write_pdf,
)
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.stored_files import STORED_FILE_TABLE, add_stored_file
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

# Per kind: source, what for, where the original is, days until it expires.
_FACTS = {
    "birth": ("family", "identity", "family", None),
    "school": ("school", "education", "child", None),
    "medical": ("health", "health", "agency", None),
    "court_order": ("authority", "proceedings", "authority", 20),
    "passport": ("family", "identity", "unknown", 200),
}


def add_documents(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds two to four documents for each child of the demo whose case is open."""
    case = child.attached.get(SimulatedCase)
    if not isinstance(case, SimulatedCase) or not child.is_demo or child.is_closed:
        return
    own = random.Random(f"documents {child.file}")  # noqa: S311 - an invented world
    for kind in own.sample(sorted(_FACTS), own.randrange(2, 5)):
        _Documents(chunk, child, case, own).add(kind)


class _Documents:
    """Adds documents of one child."""

    def __init__(
        self, chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, own: random.Random
    ) -> None:
        self.chunk, self.child, self.case, self.own = chunk, child, case, own
        self.on = max(child.opened, chunk.today - 1 - own.randrange(30))
        self.at = f"{iso_date(self.on)} 10:00:00+00"

    def add(self, kind: str) -> None:
        """Adds a document of this kind with its scan, and the duty to renew it."""
        texts = name_lists.texts_beside(__file__)["document"][kind]
        title = self.own.choice(texts["titles"])
        source, purpose, holder, left = _FACTS[kind]
        until = None if left is None else self.chunk.today + left + self.own.randrange(-25, 25)
        document = self._new_id()
        due = self._add_due(until)
        content = {"title": title, "issuer": self.own.choice(texts["issuers"])}
        self.chunk.rows.add_row(
            "documents_document", *self._base(document), self.child.id, kind,
            iso_date(self.on - 200), iso_date(until) if until else NULL, self.child.home_country,
            holder, source, iso_date(self.on), purpose, "team", "{}", "current", NULL, "", NULL, due,
            self._seal("documents.document", document, content),
        )  # fmt: skip
        self._add_file(document, write_pdf(title) if kind == "court_order" else draw_paper(title))

    def _add_due(self, until: int | None) -> str:
        today = dt.date.fromordinal(self.chunk.today)
        end = None if until is None else dt.date.fromordinal(until)
        on = rules.reminder_day(end, today)
        if on is None:
            return NULL
        due = self._new_id()
        self.chunk.rows.add_row(
            "cases_due", *self._base(due), self.case.id, self.child.worker_id, "document",
            on.isoformat(), NULL, "0",
        )  # fmt: skip
        return due

    def _add_file(self, document: str, paper: SimulatedPaper) -> None:
        key = self._new_id()
        stored = [
            self._store(ORIGINAL_FIELD, paper.original, paper),
            self._store(SHOWN_FIELD, paper.shown, paper),
            self._store(THUMBNAIL_FIELD, paper.thumbnail, paper),
        ]
        name = f"scan.{paper.media_type.partition('/')[2]}"
        texts = {"name": name, "sha256": hashlib.sha256(paper.original).hexdigest()}
        self.chunk.rows.add_row(
            "documents_documentfile", *self._base(key), document, "1", paper.media_type.value,
            *stored, "", NULL, self._seal("documents.file", key, texts),
        )  # fmt: skip

    def _store(self, field_id: str, data: bytes | None, paper: SimulatedPaper) -> str:
        if data is None:
            return NULL
        return add_stored_file(
            self.chunk,
            self.child,
            stored_id=self._new_id(),
            field_id=field_id,
            section=Section.IDENTITY,
            media_type=paper.media_type,
            data=data,
            at=self.at,
        )

    def _base(self, key: str) -> tuple[str, str, str, str, str]:
        return key, self.child.file, self.at, self.child.worker_id, "1"

    def _seal(self, field_id: str, row: str, texts: dict[str, Any]) -> str:
        return self.chunk.seal(self.child.key, field_id, row, texts)

    def _new_id(self) -> str:
        return f"{self.own.getrandbits(128):032x}"


SIMULATION = SimulationPart(
    tables=STORED_FILE_TABLE
    | {
        "documents_document": f"{SCOPED_COLUMNS} child_id kind issued_on valid_until issued_in "
        "original_with source received_on purpose audience readers state replaces removed_because "
        "removed_on due sealed",
        "documents_documentfile": f"{SCOPED_COLUMNS} document_id number media_type original shown "
        "thumbnail removed_because removed_on sealed",
    },
    for_child=(SimulationStep("documents", add_documents, after=("cases",)),),
)
