"""Queries of due dates: those of a child, and children who were not met at several visits in a row."""

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Wrapped
from django.db.models import Exists, OuterRef, Q, QuerySet, When

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.has_right import HasRight
from saathi.agencies.models import Staff
from saathi.agencies.sections import RISK_SECTIONS
from saathi.infra.any_of import any_of_rows
from saathi.infra.query_columns import rows_column
from saathi.protection.casework.cases.due_rules import duty_order
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.queries import RECENT, office_procedure
from saathi.protection.casework.cases.vocabulary import (
    OPEN_STATUSES,
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
    """Found from the open cases of these offices; else the right to each one in the nation is proved."""
    led = Case.objects.filter(office__in=staff.acts_as, status__in=OPEN_STATUSES).order_by()
    return access.visible(staff, Due, by_row=True).filter(
        any_of_rows("case_id", led.values("pk")), duty=Duty.VISIT, done_on=None, attempts__gt=0
    )


def urgent_not_met_column(staff: Staff, _files: object) -> Any:
    """The children not met at their last visit: those prevented from contact first, then by attempts.

    At most a hundred, so that these are among them whom nobody met as often as the procedure allows.
    `is_prevented` is of a child at high risk, since the child was last met.
    """
    knows_risk = HasRight(staff, "reads", RISK_SECTIONS, "file", by_row=True)
    prevented = knows_risk & Q(case__risk=RiskLevel.HIGH) & Q(was_prevented(Visit.objects.all()))
    dues = (
        _led_attempts(staff)
        .annotate(is_prevented=Wrapped(When(prevented, then=True), default=False))
        .order_by("-is_prevented", "-attempts", "due_on", "id")
    )
    return rows_column(
        dues[:MOST_NOT_MET],
        file_id="file_id",
        child_id="case__child_id",
        code="case__child__code",
        attempts="attempts",
        is_prevented="is_prevented",
    )


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


def visit_due_before(staff: Staff, case: Case, agreed: dt.date | None) -> dt.date | None:
    """The day by which the next visit is due, if it was agreed for a later one."""
    if agreed is None:
        return None
    dues = access.visible(staff, Due).filter(case=case, duty=Duty.VISIT, done_on=None)
    due_on: dt.date | None = dues.filter(due_on__lt=agreed).values_list("due_on", flat=True).first()
    return due_on


def attempts_column(rights: FileRights, _day: dt.date) -> Any:
    """The open visit's number of attempts, for the alert of a file."""
    visits = rights.records(Due).filter(
        case__child=OuterRef("pk"), duty=Duty.VISIT, done_on=None, attempts__gt=0
    )
    return ArraySubquery(visits.values("attempts")[:1])
