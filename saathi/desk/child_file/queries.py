"""What a child's file shows from each domain, one query each; nothing from closed sections."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from saathi import audit
from saathi.agencies import access, access_log, domains
from saathi.agencies.access import FileRights
from saathi.agencies.compiled_queries import compiled_query, first_row
from saathi.agencies.file_viewers import OVERSIGHT
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.request_cache import cache_answer
from saathi.agencies.sections import Section
from saathi.audit.models import AuditEntry
from saathi.audit.queries import ACCESS_KINDS
from saathi.desk.child_file.living_situation import living_columns
from saathi.infra import clock
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementState
from saathi.people.models import Child
from saathi.protection.casework.care_plans.models import Goal, Plan
from saathi.protection.casework.care_plans.vocabulary import StepState
from saathi.protection.casework.cases import covers, due_queries
from saathi.protection.casework.cases.due_rules import duty_order
from saathi.protection.casework.cases.models import (
    Assessment,
    Case,
    Closing,
    Due,
    Review,
    Seat,
    Visit,
)
from saathi.protection.casework.cases.queries import RECENT
from saathi.protection.casework.cases.vocabulary import VisitOutcome
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.casework.concerns.vocabulary import CURRENT_STATUSES
from saathi.protection.casework.documents.models import Document
from saathi.protection.casework.documents.queries import validity_end_column
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.vocabulary import PortraitState
from saathi.protection.identification.trafficking.models import Episode
from saathi.vault import store as vault

ACCESS_LOG_DAYS = 30
MAX_STATEMENTS = 3
MAX_WISHES = 3  # a short assessment may have none
MAX_DUES = 10
MAX_CONCERNS = 50


def get_child(rights: FileRights) -> Child:
    """The child of the file, annotated for its alerts; NotAllowed without the identity right."""
    child = first_row(_child(rights, *_alert_days(rights.staff)))
    if child is None:
        raise access.NotAllowed
    cache_answer(("child of file", rights.file_id), child)
    return child


def _alert_days(staff: Staff) -> list[dt.date]:
    """The date with which each alert of a file is queried."""
    return [alert.day(staff) for alert in domains.declared_file_alerts()]


@compiled_query
def _child(rights: FileRights, *days: dt.date) -> QuerySet[Child]:
    columns = {
        alert.column: alert.value(rights, day)
        for alert, day in zip(domains.declared_file_alerts(), days, strict=True)
        if rights.may_read(alert.section)
    }
    if rights.may_read(Section.SITUATION):
        concerns = rights.records(ProtectionConcern).filter(status__in=CURRENT_STATUSES)
        acts = rights.records(Episode).exclude(Q(acts=[]) & Q(purposes=[]))
        columns["is_trafficked"] = Exists(acts)
        columns["current_concerns"] = ArraySubquery(concerns.values("concern")[:MAX_CONCERNS])
    columns |= living_columns(rights)
    return rights.records(Child).annotate(**columns).order_by("pk")[:1]


def log_child_file_view(rights: FileRights, child: Child, purpose: str, section: Section) -> None:
    """Logs that the file was opened, for which purpose, and how much of it was shown."""
    audit.record(
        audit.AuditKind.LOOKED,
        by=rights.staff.id,
        agency=rights.staff.agency_id,
        file_id=rights.file_id,
        objects=[child.pk],
        purpose=purpose,
        detail={"section": int(section), "screen": "desk:child_file"},
    )


@dataclass(frozen=True, slots=True)
class NewestCase:
    """The child's newest case, the dates its assessment and plan were finished, and its tasks."""

    case: Case
    dues: list[Due]  # the child's open tasks, earliest first


def get_newest_case(rights: FileRights) -> NewestCase | None:
    """The newest case of the child with who covers for its worker, and the open tasks. One query."""
    case = first_row(_case(rights, rights.staff.office.today(), *_alert_days(rights.staff)))
    if case is None:
        return None
    rows: list[dict[str, str]] = case.open_dues or []  # type: ignore[attr-defined]
    dues = [_due(rights.file_id, row) for row in rows]
    return NewestCase(case, sorted(dues, key=lambda due: duty_order(due.due_on, due.duty)))


def _due(file_id: UUID, row: dict[str, str]) -> Due:
    due_on = dt.date.fromisoformat(row["due_on"])
    due = Due(id=UUID(row["id"]), file_id=file_id, duty=row["duty"], due_on=due_on)
    until = row["valid_until"]
    due.valid_until = dt.date.fromisoformat(until) if until else None  # type: ignore[attr-defined]
    return due


@compiled_query
def _case(rights: FileRights, today: dt.date, *days: dt.date) -> QuerySet[Case]:
    first_assessed = (
        rights.records(Assessment)
        .filter(case=OuterRef("pk"), at_registration=False)
        .order_by("assessed_on")
        .values("assessed_on")
    )
    approved = (
        rights.records(Plan)
        .filter(case=OuterRef("pk"), approved_on__isnull=False)
        .order_by("approved_on")
        .values("approved_on")
    )
    judged = rights.records(Assessment).filter(case=OuterRef("pk")).order_by("-assessed_on")
    met = rights.records(Visit).filter(case=OuterRef("pk")).exclude(outcome=VisitOutcome.NOT_MET)
    closings = rights.records(Closing).filter(case=OuterRef("pk"), reopened_on=None)
    closings = closings.order_by("-asked_on", "-recorded_at")
    facets = rights.records(Assessment).filter(case=OuterRef("pk")).order_by("-assessed_on")
    reviews = rights.records(Review).filter(case=OuterRef("pk")).order_by("-reviewed_on")
    return (
        rights.records(Case)
        .select_related("worker")
        .annotate(
            assessed_on=Subquery(first_assessed[:1]),
            all_facets=ArraySubquery(facets.values("facets")[:RECENT]),
            judged_on=Subquery(judged.values("assessed_on")[:1]),
            met_at=Subquery(met.order_by("-happened_at").values("happened_at")[:1]),
            closing_asked_on=Subquery(closings.values("asked_on")[:1]),
            plan_on=Subquery(approved[:1]),
            reviewed_on=Subquery(reviews.values("reviewed_on")[:1]),
            open_dues=ArraySubquery(_dues(rights)),
            cover=covers.cover_column(rights, today),
            has_photo=Exists(rights.records(Portrait).filter(state=PortraitState.CURRENT)),
            **_alerts_of_every_page(rights, days),
        )
        .order_by("-opened_on", "-recorded_at")[:1]
    )


def _alerts_of_every_page(rights: FileRights, days: Sequence[dt.date]) -> dict[str, Subquery]:
    """The annotations for the alerts that each page of the file shows."""
    return {
        alert.column: Subquery(
            rights.records(Child).annotate(known=alert.value(rights, day)).values("known")[:1]
        )
        for alert, day in zip(domains.declared_file_alerts(), days, strict=True)
        if alert.is_on_every_page and rights.may_read(alert.section)
    }


@dataclass(frozen=True, slots=True)
class OpenedStatement:
    """A statement that the reader may read, opened."""

    statement: Statement
    payload: dict[str, Any]


def latest_statements(rights: FileRights) -> tuple[list[OpenedStatement], int]:
    """The child's latest readable statements in words (at most three); the number of all."""
    statements = list(_statements(rights))
    count: int = statements[0].count if statements else 0  # type: ignore[attr-defined]
    spoken = [s for s in statements if s.state == StatementState.SAID and s.sealed]
    opened = vault.open_many(spoken)
    return [OpenedStatement(s, opened[s.pk]) for s in spoken if s.pk in opened], count


@compiled_query
def _statements(rights: FileRights) -> QuerySet[Statement]:
    """The statements, latest first and those with words before others; each row has the total."""
    has_words = Q(state=StatementState.SAID, sealed__isnull=False)
    statements = rights.records(Statement).annotate(count=Window(Count("pk")), has_words=has_words)
    return statements.order_by("-has_words", "-said_on", "-recorded_at")[:MAX_STATEMENTS]


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal of the plan with its text, and how many of its steps are done."""

    goal: Goal
    payload: dict[str, Any]
    steps: int
    done: int


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """The newest plan and its goals."""

    plan: Plan
    goals: list[GoalProgress]


@dataclass(frozen=True, slots=True)
class RecordedWishes:
    """What the child said that was recorded elsewhere than as a statement."""

    words: str
    source: str
    said_on: dt.date
    language: str


def get_recorded_wishes(
    rights: FileRights, plan_shown: PlanProgress | None
) -> list[RecordedWishes]:
    """The child's wishes from the latest assessment that has any, and words from the newest plan.

    As far as the reader may read them. The access to the plan is logged with opening the file, that
    to the assessment by a separate entry.
    """
    wishes = _assessed_wishes(rights) if rights.may_read(Section.NEEDS) else []
    plans = [plan_shown.plan] if plan_shown and plan_shown.plan.sealed else []
    opened = vault.open_many([*wishes, *plans])
    assessment = next((row for row in wishes if opened.get(row.pk, {}).get("wishes")), None)
    plan = next((row for row in plans if opened.get(row.pk, {}).get("child_words")), None)
    recorded_wishes = []
    if plan is not None:
        said = opened[plan.pk]
        recorded_wishes.append(
            RecordedWishes(said["child_words"], _("Plan"), plan.made_on, said.get("language", ""))
        )
    if assessment is not None:
        said = opened[assessment.pk]["wishes"]
        recorded_wishes.append(
            RecordedWishes(said, _("Assessment"), assessment.assessed_on, assessment.language)
        )
        access_log.log_file_view(
            rights.staff,
            audit.AuditKind.LOOKED,
            Section.NEEDS,
            file_id=rights.file_id,
            objects=[assessment.pk],
        )
    return recorded_wishes


@compiled_query
def _assessed_wishes(rights: FileRights) -> QuerySet[Assessment]:
    sealed = rights.records(Assessment).filter(at_registration=False, sealed__isnull=False)
    return sealed.order_by("-assessed_on", "-recorded_at")[:MAX_WISHES]


_OF_GOAL = ("id", "sealed", "decided_by", "state", "facet", "due_on", "number")


def get_plan_progress(rights: FileRights) -> PlanProgress | None:
    """The newest plan with its goals, in one query: a plan without goals is returned too."""
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
        made_on=first["made_on"],
        sealed=first["sealed"],
    )
    goals = [(_goal(row, rights.file_id), row) for row in newest if row["goals__id"]]
    opened = vault.open_many([goal for goal, _row in goals])
    return PlanProgress(
        plan,
        [
            GoalProgress(goal, opened[goal.pk], row["steps"], row["done"])
            for goal, row in goals
            if goal.pk in opened
        ],
    )


@compiled_query
def _goals(rights: FileRights) -> QuerySet[Any, dict[str, Any]]:
    plans = rights.records(Plan).annotate(
        steps=Count("goals__steps"),
        done=Count("goals__steps", filter=Q(goals__steps__state=StepState.DONE)),
    )
    of_plan = ("id", "number", "state", "agreement", "made_on", "sealed", "steps", "done")
    ordered: QuerySet[Any, Any] = plans.order_by("-number", "goals__number")
    return ordered.values(*of_plan, *[f"goals__{name}" for name in _OF_GOAL])


def _goal(row: dict[str, Any], file_id: UUID) -> Goal:
    values = {name: row[f"goals__{name}"] for name in _OF_GOAL}
    return Goal(file_id=file_id, **values)


def _dues(rights: FileRights) -> QuerySet[Any, Any]:
    known = due_queries.knows_duties_of_file(rights)
    open_now = rights.records(Due).filter(known, done_on=None).order_by("due_on", "id")
    valid_until = validity_end_column(rights.records(Document))
    due = JSONObject(id="id", duty="duty", due_on="due_on", valid_until=valid_until)
    return open_now.values(due=due)[:MAX_DUES]


def list_seats(rights: FileRights) -> list[Seat]:
    """The child's team: every current seat, with its staff member."""
    return _seats(rights, rights.staff.office.today())


@compiled_query
def _seats(rights: FileRights, today: dt.date) -> QuerySet[Seat]:
    seats = covers.current_seats(rights.records(Seat), today)
    return seats.select_related("staff", "staff__office").order_by("staff_id", "role")


def count_people_with_access_logged(rights: FileRights) -> int | None:
    """How many people opened the file in thirty days, without oversight bodies; None if not visible."""
    may_see = access.has_permission(rights.staff, Permission.SEE_WHO_LOOKED)
    if not may_see or not rights.may_read(Section.CASE):
        return None
    return len(_lookers(rights, access_log_start()))


@compiled_query
def _lookers(rights: FileRights, from_then: dt.datetime) -> QuerySet[AuditEntry, UUID | None]:
    # Each reader is looked up by key: a list of all oversight officers would read all staff.
    oversight = Staff.objects.filter(pk=OuterRef("by"), role_kind=OVERSIGHT)
    entries = AuditEntry.objects.filter(
        ~Exists(oversight),
        file_id=rights.file_id,
        at__gte=from_then,
        kind__in=[kind.value for kind in ACCESS_KINDS],
        by__isnull=False,
    )
    return entries.order_by().values_list("by", flat=True).distinct()


def access_log_start() -> dt.datetime:
    """The start of the period whose accesses are shown."""
    return clock.now() - dt.timedelta(days=ACCESS_LOG_DAYS)
