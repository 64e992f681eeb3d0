"""What a supervisor must look at in the open cases of their offices: numbers and lists.

The database counts (`functions/supervision.sql`), because a supervisor of 2,000 cases needs only a
dozen numbers; it leaves out files that this person may not read.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import RiskLevel


class SupervisedPart(StrEnum):
    """Matters other than duties; the part of an overdue duty has the code of the duty."""

    OPEN = "open"
    DANGER = "danger"
    NEVER_MET = "never_met"
    NO_CONTACT = "no_contact"
    NOT_MET = "not_met"
    UNASSIGNED = "unassigned"
    APPROVAL = "approval"
    OVERDUE = "overdue"  # all duties together, in lists


@dataclass(frozen=True, slots=True)
class SupervisedOffices:
    """The offices, the day, and the time limits of the procedure that identify matters."""

    offices: Sequence[UUID]
    today: dt.date
    procedure: Procedure

    @property
    def contact_days(self) -> int:
        """After how many days without meeting a child at high risk the case is listed."""
        return self.procedure.by_risk[RiskLevel.HIGH].visit_days

    def parameters(self) -> list[list[UUID] | dt.date | int]:
        """The first parameters of the database functions."""
        contact_before = self.today - dt.timedelta(days=self.contact_days)
        return [list(self.offices), self.today, contact_before, self.procedure.contact_attempts]


class PartSummary(NamedTuple):
    """The number of matters in a part, and the oldest with its risk, if it may be known."""

    amount: int
    high: int
    oldest: dt.date
    file: UUID
    risk: str


class WorkerSummary(NamedTuple):
    """A worker's open cases in one office: all, at high risk, with an overdue duty, covered."""

    worker: UUID
    name: str
    office: UUID
    cases: int
    high: int
    late: int
    covered: int = 0


class SupervisedMatter(NamedTuple):
    """One matter of one case; the risk is empty if it is not assessed or may not be known."""

    part: str
    file: UUID
    worker: UUID
    risk: str
    since: dt.date


class WaitingApprovals(NamedTuple):
    """The number of requests for approval waiting in an office, and the date of the oldest."""

    amount: int
    oldest: dt.date | None


@dataclass(frozen=True)
class SupervisionOverview:
    """Numbers by part, the workers, cases covered by each colleague, and waits by office."""

    parts: dict[str, PartSummary] = field(default_factory=dict)
    workers: Sequence[WorkerSummary] = ()
    covering: dict[UUID, int] = field(default_factory=dict)
    waits: dict[UUID, WaitingApprovals] = field(default_factory=dict)


def load_overview(led: SupervisedOffices) -> SupervisionOverview:
    """The numbers of these offices, for staff who approve there; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT supervision_overview(%s, %s, %s, %s)", led.parameters())
        (result,) = cursor.fetchone()
    numbers = json.loads(result) if isinstance(result, str) else result
    parts = {
        part: PartSummary(amount, high, dt.date.fromisoformat(oldest), UUID(file), risk)
        for part, amount, high, oldest, file, risk in numbers["parts"]
    }
    workers = [
        WorkerSummary(UUID(worker), name, UUID(office), *counts)
        for worker, name, office, *counts in numbers["workers"]
    ]
    waits = {
        UUID(office): WaitingApprovals(amount, dt.date.fromisoformat(oldest))
        for office, amount, oldest in numbers["waits"]
    }
    covering = {UUID(colleague): amount for colleague, amount in numbers["covering"]}
    return SupervisionOverview(parts, workers, covering, waits)


def list_matters(
    led: SupervisedOffices, part: str, *, worker: UUID | None = None, skip: int, most: int
) -> list[SupervisedMatter]:
    """The matters of one part, those at most risk first, then the oldest; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM supervision_list(%s, %s, %s, %s, %s, %s, %s, %s)",
            [*led.parameters(), part, worker, skip, most],
        )
        return [SupervisedMatter(*row) for row in cursor.fetchall()]
