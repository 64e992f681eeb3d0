"""A case of Primero as read: the child, the records to come, and what is kept as text."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.fields import payload_of
from saathi.engines.sheets.checking import CheckedRow
from saathi.engines.sheets.problems import SheetProblem
from saathi.people.ages import AgeEvidence
from saathi.protection.casework.cases.vocabulary import Stage
from saathi.protection.exchange.primero.fields import PrimeroFields, RowProblems

SHORT_NOTE: Final = 2000  # what the forms of relations and documents accept
LONG_NOTE: Final = 4000


@dataclass(frozen=True)
class ImportOccasion:
    """The source system and import date, as each imported record states."""

    source: str
    today: dt.date
    country: str  # of the office, for districts of the same name
    referral_days: int  # days for a service to answer, set by the office's procedure
    # Our reason for a reason of Primero that states none, as decided by the person who imports.
    closings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def mark(self) -> str:
        """The source as a sentence; stored with the records, so always in English."""
        return f"Imported from {self.source} on {self.today.day} {self.today:%B %Y}."


@dataclass(frozen=True)
class PreparedRecord:
    """One record to be saved in the child's file; who it is about is added when it is saved."""

    record: Scoped
    subform: str
    payload: Mapping[str, Any] | None = None
    rank: int = 0  # records of a higher rank refer to those of a lower one

    @property
    def envelope(self) -> dict[str, Any]:
        """The texts to seal."""
        return dict(payload_of(self.record) if self.payload is None else self.payload)


@dataclass
class SubformCount:
    """What became of the entries of a subform: records, or text kept with the record."""

    entries: int = 0
    imported: int = 0
    kept: int = 0


@dataclass
class CaseReading:
    """A case while it is read."""

    fields: PrimeroFields
    occasion: ImportOccasion
    registered_on: dt.date | None
    problems: RowProblems = field(default_factory=RowProblems)
    records: list[PreparedRecord] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    unread: list[SheetProblem] = field(default_factory=list)  # fields that are only kept as text
    counts: dict[str, SubformCount] = field(default_factory=dict)

    @property
    def known_on(self) -> dt.date:
        """The day from which a fact is known: that of the registration, or of the import."""
        return self.registered_on or self.occasion.today

    def keep(self, label: str, text: str) -> None:
        """Keeps a text with the record; a label that is taken gets a number."""
        unique, number = label, 2
        while unique in self.kept:
            unique, number = f"{label} ({number})", number + 1
        self.kept[unique] = text

    def note(self, about: PrimeroFields, label: str, limit: int, *first: str) -> str:
        """A note of what no field holds, with its source; text too long for it is kept as text."""
        self.list_unread(about)
        lines = [line for line in first if line]
        room = limit - len(self.occasion.mark) - 1 - sum(len(line) + 1 for line in lines)
        for name, text in about.left():
            line = f"{name}: {text}"
            if len(line) < room:
                lines.append(line)
                room -= len(line) + 1
            else:
                self.keep(f"{label}: {name}", text)
        return "\n".join([*lines, self.occasion.mark])

    def list_unread(self, fields: PrimeroFields) -> None:
        """Lists the fields that are kept as text, each difference once for the child."""
        for each in fields.differences():
            if each not in self.unread:
                self.unread.append(each)

    def add(self, *prepared: PreparedRecord) -> None:
        """Adds the records of one entry."""
        self.records += prepared
        if prepared:
            self.count(prepared[0].subform).imported += 1

    def keep_entry(self, subform: str, label: str, entry: PrimeroFields) -> None:
        """Keeps an entry for which there is no record as text."""
        lines = [f"{name}: {text}" for name, text in entry.left()]
        self.keep(label, "\n".join(lines))
        self.count(subform).kept += 1

    def count(self, subform: str) -> SubformCount:
        """The counts of a subform."""
        return self.counts.setdefault(subform, SubformCount())


@dataclass(frozen=True)
class PrimeroRow(CheckedRow):
    """A checked case with its prepared records; `unread` are the fields that are only kept as text."""

    unread: Sequence[SheetProblem] = ()
    records: Sequence[PreparedRecord] = ()
    counts: Mapping[str, SubformCount] = field(default_factory=dict)
    ages: Sequence[AgeEvidence] = ()
    age_note: str = ""
    residence_status: str = ""
    nationality_state: str = ""
    stage: str = Stage.REGISTRATION
    closure: str = ""  # the reason in Primero of a closure that has none here
    owner: str = ""  # user name in Primero, or the name of the owner
    owner_name: str = ""
