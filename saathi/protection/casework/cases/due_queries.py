"""Queries of due dates: those of a child, and children who were not met at several visits in a row."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Wrapped
from django.db.models import Exists, OuterRef, Q, QuerySet, When

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.has_right import HasRight
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.due_rules import duty_order
from saathi.protection.casework.cases.models import Due, Visit
from saathi.protection.casework.cases.queries import RECENT, office_procedure
from saathi.protection.casework.cases.vocabulary import (
    Duty,
    NotMetReason,
    RiskLevel,
    VisitOutcome,
)

MOST_NOT_MET = 100


def list_open_dues(rights: FileRights) -> list[Due]:
    """The open duties of a file, the earliest first."""
    dues = rights.records(Due).filter(done_on=None).order_by("due_on", "id")
    return sorted(dues[:RECENT], key=lambda due: duty_order(due.due_on, due.duty))


def list_children_not_met(staff: Staff) -> list[Due]:
    """The open visits of children not met at as many attempts as the procedure allows; at most 100."""
    not_met = _led_attempts(staff).filter(attempts__gte=_most(staff))
    ordered = not_met.order_by("-attempts", "due_on", "id")
    return list(ordered.select_related("case__child", "worker")[:MOST_NOT_MET])


def _most(staff: Staff) -> int:
    return office_procedure(staff.office, on=staff.office.today()).alert_attempts


def _led_attempts(staff: Staff) -> QuerySet[Due]:
    return access.visible(staff, Due, by_row=True).filter(
        case__office__in=staff.acts_as, duty=Duty.VISIT, done_on=None, attempts__gt=0
    )


@dataclass(frozen=True, slots=True)
class ChildNotMet:
    """A child for whom a supervisor has to act: attempts in a row, or contact that others prevented."""

    file_id: UUID
    child_id: UUID
    code: str
    attempts: int
    is_prevented: bool  # of a child at high risk, since the child was last met


def list_urgent_not_met(staff: Staff) -> list[ChildNotMet]:
    """The children not met as often as the procedure allows, those prevented from contact first.

    At most a hundred; one query.
    """
    knows_risk = HasRight(staff, "reads", Section.NEEDS | Section.SITUATION, "file", by_row=True)
    prevented = knows_risk & Q(case__risk=RiskLevel.HIGH) & Q(was_prevented(Visit.objects.all()))
    dues = (
        _led_attempts(staff)
        .annotate(is_prevented=Wrapped(When(prevented, then=True), default=False))
        .filter(Q(attempts__gte=_most(staff)) | Q(is_prevented=True))
        .order_by("-is_prevented", "-attempts", "due_on", "id")
    )
    columns = ("file_id", "case__child_id", "case__child__code", "attempts", "is_prevented")
    return [ChildNotMet(*row) for row in dues.values_list(*columns)[:MOST_NOT_MET]]


def was_prevented(visits: QuerySet[Visit]) -> Exists:
    """Whether others prevented contact with the child of a duty since the child was last met."""
    later = visits.filter(case=OuterRef("case"), happened_at__gt=OuterRef("happened_at"))
    met_later = Exists(later.exclude(outcome=VisitOutcome.NOT_MET))
    prevented = visits.filter(
        case=OuterRef("case"), not_met_because=NotMetReason.PREVENTED_BY_OTHERS
    )
    return Exists(prevented.exclude(met_later))


def prevented_column(rights: FileRights, _day: dt.date) -> Exists:
    """Whether others prevented contact with the child at high risk, for the alert of a file."""
    dues = rights.records(Due).filter(
        case__child=OuterRef("pk"),
        case__risk=RiskLevel.HIGH,
        duty=Duty.VISIT,
        done_on=None,
        attempts__gt=0,
    )
    return Exists(dues.filter(was_prevented(rights.records(Visit))))


def attempts_column(rights: FileRights, _day: dt.date) -> Any:
    """The open visit's number of attempts, for the alert of a file."""
    visits = rights.records(Due).filter(
        case__child=OuterRef("pk"), duty=Duty.VISIT, done_on=None, attempts__gt=0
    )
    return ArraySubquery(visits.values("attempts")[:1])
