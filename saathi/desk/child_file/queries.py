"""What a child's file shows of each domain, each in one query; nothing where a section is closed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from saathi import audit
from saathi.agencies import access, erasures
from saathi.agencies.access import FileRights
from saathi.agencies.assembled import assembled, first
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.audit.models import AuditEntry
from saathi.audit.queries import LOOKS, Entry, looks_at
from saathi.infra import clock
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementState
from saathi.people.models import Child
from saathi.protection.care_plans.models import Goal, Plan
from saathi.protection.care_plans.vocabulary import StepState
from saathi.protection.cases.models import Assessment, Case, Due, Seat
from saathi.protection.exchange.models import ImportedRecord
from saathi.protection.matches import queries as matches
from saathi.protection.notes import queries as notes
from saathi.protection.notes.models import Note
from saathi.protection.screening import prompts
from saathi.vault import store as vault

DAYS_OF_LOOKS = 30
OVERSIGHT = "oversight"
MOST_STATEMENTS = 20


def child_of(rights: FileRights) -> Child:
    """The child of the file; NotAllowed where her identity is not read."""
    found = first(_child(rights, prompts.holds_after(rights.staff)))
    if found is None:
        raise access.NotAllowed
    told = vars(found).pop("told_of_prompts", ())
    vars(found)["is_prompted"] = bool(prompts.standing_in(rights.staff, told))
    return found


@assembled
def _child(rights: FileRights, replied_after: dt.date) -> QuerySet[Child]:
    found = rights.records(Child)
    if rights.may_read(Section.CASE):
        found = found.annotate(
            counts_as=matches.counted_code(rights.staff, "file_id"),
            joined=matches.joined_codes(rights.staff, "file_id"),
        )
    if rights.may_read(Section.DECISIONS):
        found = found.annotate(erasing=erasures.state_of("file"))
    if rights.may_read(Section.SITUATION):
        brought = rights.records(ImportedRecord).filter(file=OuterRef("file"))
        told = prompts.rows_of(rights, replied_after)
        found = found.annotate(told_of_prompts=told, is_imported=Exists(brought))
    return found.order_by("pk")[:1]


def record_look(rights: FileRights, child: Child, purpose: str, section: Section) -> None:
    """Puts on record that the file was opened, for which purpose, and how much of it."""
    audit.record(
        audit.Kind.LOOKED,
        by=rights.staff.id,
        agency=rights.staff.agency_id,
        file_id=rights.file_id,
        objects=[child.pk],
        purpose=purpose,
        detail={"section": int(section), "screen": "desk:child_file"},
    )


def case_of(rights: FileRights) -> Case | None:
    """The newest case of the child, with the days her assessment and plan were finished."""
    return first(_case(rights, rights.staff.office.today()))


@assembled
def _case(rights: FileRights, today: dt.date) -> QuerySet[Case]:
    first_assessed = (
        rights.records(Assessment)
        .filter(case=OuterRef("pk"))
        .order_by("assessed_on")
        .values("assessed_on")
    )
    approved = (
        rights.records(Plan)
        .filter(case=OuterRef("pk"), approved_on__isnull=False)
        .order_by("approved_on")
        .values("approved_on")
    )
    return (
        rights.records(Case)
        .annotate(
            assessed_on=Subquery(first_assessed[:1]),
            plan_on=Subquery(approved[:1]),
            is_flagged=Exists(
                notes.holding_flags(rights.records(Note), today).filter(case=OuterRef("pk"))
            ),
        )
        .order_by("-opened_on", "-recorded_at")[:1]
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A statement this person may read, opened."""

    statement: Statement
    payload: dict[str, Any]


def said_by(rights: FileRights) -> tuple[list[Said], int]:
    """Her latest words that this reader may read (three at most), and how many there are."""
    statements = _statements(rights)
    spoken = [s for s in statements if s.state == StatementState.SAID and s.sealed][:3]
    opened = vault.open_many(spoken)
    return [Said(s, opened[s.pk]) for s in spoken if s.pk in opened], len(statements)


@assembled
def _statements(rights: FileRights) -> QuerySet[Statement]:
    found = rights.records(Statement).order_by("-said_on", "-recorded_at")
    return found[:MOST_STATEMENTS]


@dataclass(frozen=True, slots=True)
class OpenedGoal:
    """A goal of the plan with its text, and how many of its steps are done."""

    goal: Goal
    payload: dict[str, Any]
    steps: int
    done: int


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """The newest plan and its goals."""

    plan: Plan
    goals: list[OpenedGoal]


_OF_GOAL = ("id", "sealed", "decided_by", "state", "facet", "due_on", "number")


def plan_of(rights: FileRights) -> OpenedPlan | None:
    """The newest plan with its goals, in one query: a plan that has no goal yet shows as well."""
    rows = _goals(rights)
    if not rows:
        return None
    newest = [row for row in rows if row["number"] == rows[0]["number"]]
    first = newest[0]
    plan = Plan(
        id=first["id"],
        file_id=rights.file_id,
        number=first["number"],
        state=first["state"],
        agreement=first["agreement"],
    )
    goals = [(_goal(row, rights.file_id), row) for row in newest if row["goals__id"]]
    opened = vault.open_many([goal for goal, _row in goals])
    return OpenedPlan(
        plan,
        [
            OpenedGoal(goal, opened[goal.pk], row["steps"], row["done"])
            for goal, row in goals
            if goal.pk in opened
        ],
    )


@assembled
def _goals(rights: FileRights) -> QuerySet[Any, dict[str, Any]]:
    found = rights.records(Plan).annotate(
        steps=Count("goals__steps"),
        done=Count("goals__steps", filter=Q(goals__steps__state=StepState.DONE)),
    )
    of_plan = ("id", "number", "state", "agreement", "steps", "done")
    ordered: QuerySet[Any, Any] = found.order_by("-number", "goals__number")
    return ordered.values(*of_plan, *[f"goals__{name}" for name in _OF_GOAL])


def _goal(row: dict[str, Any], file_id: UUID) -> Goal:
    values = {name: row[f"goals__{name}"] for name in _OF_GOAL}
    return Goal(file_id=file_id, **values)


def dues_of(rights: FileRights) -> list[Due]:
    """What is to be done for her, the earliest first."""
    return _dues(rights)


@assembled
def _dues(rights: FileRights) -> QuerySet[Due]:
    return rights.records(Due).filter(done_on=None).order_by("due_on", "id")[:10]


def seats_of(rights: FileRights) -> list[Seat]:
    """Her team: every seat that has not ended, with who sits there."""
    return _seats(rights)


@assembled
def _seats(rights: FileRights) -> QuerySet[Seat]:
    found = rights.records(Seat).filter(ended_on=None).select_related("staff", "staff__office")
    return found.order_by("staff_id", "role")


def people_who_looked(rights: FileRights) -> int | None:
    """How many people looked in thirty days, oversight bodies apart; None where not to be seen."""
    may_see = access.may(rights.staff, Permission.SEE_WHO_LOOKED)
    if not may_see or not rights.may_read(Section.CASE):
        return None
    return len(_lookers(rights, since()))


@assembled
def _lookers(rights: FileRights, from_then: dt.datetime) -> QuerySet[AuditEntry, UUID | None]:
    # Each looker is tried by her key: a list of all oversight officers would read all staff.
    oversight = Staff.objects.filter(pk=OuterRef("by"), bundle=OVERSIGHT)
    found = AuditEntry.objects.filter(
        ~Exists(oversight),
        file_id=rights.file_id,
        at__gte=from_then,
        kind__in=[kind.value for kind in LOOKS],
        by__isnull=False,
    )
    return found.order_by().values_list("by", flat=True).distinct()


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the file: who, of which office, when and why."""

    entry: Entry
    staff: Staff


def looks(rights: FileRights) -> list[Look]:
    """The looks of thirty days, the latest first; what oversight bodies looked at is not shown."""
    entries = looks_at(rights.file_id, since())
    people = Staff.objects.exclude(bundle=OVERSIGHT).in_bulk({e.by for e in entries if e.by})
    return [Look(e, people[e.by]) for e in entries if e.by in people]


def since() -> dt.datetime:
    """From when on looks are shown."""
    return clock.now() - dt.timedelta(days=DAYS_OF_LOOKS)
