"""Act now for the worker: children in danger not met yet, or from whom others keep the worker."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Case as Wrapped
from django.db.models import Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.has_right import HasRight
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import RISK_SECTIONS
from saathi.infra.any_of import AnyOf
from saathi.infra.query_columns import rows_column
from saathi.protection.casework.cases.due_queries import was_prevented
from saathi.protection.casework.cases.models import Due, Visit
from saathi.protection.casework.cases.vocabulary import (
    OPEN_STATUSES,
    Duty,
    RiskLevel,
    VisitOutcome,
)
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST_URGENT = 100


def was_met(case_column: str) -> Exists:
    """Whether a visit met the child of the case in this column of the query."""
    visits = Visit.objects.filter(case=OuterRef(case_column))
    return Exists(visits.exclude(outcome=VisitOutcome.NOT_MET))


def is_in_danger(prefix: str = "") -> Q:
    """The condition that a case is at high risk, or from a report of immediate danger."""
    return Q(**{f"{prefix}risk": RiskLevel.HIGH}) | Q(**{f"{prefix}urgency": Urgency.NOW})


def own_urgent_column(staff: Staff, files: list[UUID]) -> Any:
    """Of own and covered cases: contact was prevented, or the first visit is due and nobody met the child."""
    knows_risk = HasRight(staff, "reads", RISK_SECTIONS, "file", by_row=True)
    high = Q(case__risk=RiskLevel.HIGH, attempts__gt=0)
    prevented = high & knows_risk & Q(was_prevented(Visit.objects.all()))
    never_met = is_in_danger("case__") & knows_risk & ~Q(was_met("case_id"))
    dues = (
        access.visible(staff, Due, by_row=True)
        .filter(
            AnyOf("file_id", files),
            case__status__in=OPEN_STATUSES,
            duty=Duty.VISIT,
            done_on=None,
        )
        .annotate(is_prevented=Wrapped(When(prevented, then=True), default=False))
        .filter(Q(is_prevented=True) | Q(due_on__lte=staff.office.today()) & never_met)
        .order_by("-is_prevented", "due_on", "id")
    )
    return rows_column(
        dues[:MOST_URGENT],
        file_id="file_id",
        child_id="case__child_id",
        code="case__child__code",
        urgency="case__urgency",
        is_prevented="is_prevented",
        due_on="due_on",
    )


def own_urgent_boxes(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line for each of these children, each with the form of a visit.

    Supervisors are told of prevented contact in all cases that they lead, their own among them.
    """
    leads = access.has_permission(staff, Permission.APPROVE)
    shown = [row for row in found if not (leads and row["is_prevented"])]
    return [_box(row, staff.office.today()) for row in shown]


def _box(row: dict[str, Any], today: dt.date) -> AlertBox:
    is_late = dt.date.fromisoformat(row["due_on"]) < today
    if row["is_prevented"]:
        title = _("%(code)s: others prevented contact, high risk")
    elif row["urgency"] == Urgency.NOW:
        title = _("%(code)s: immediate danger reported, child not met yet")
    elif is_late:
        title = _("%(code)s: high risk, child not met yet, first visit overdue")
    else:
        title = _("%(code)s: high risk, child not met yet, first visit today")
    action = ActionLink(_("Record a visit"), reverse("cases:record_visit", args=[row["file_id"]]))
    about = AlertChild(UUID(row["child_id"]), UUID(row["file_id"]))
    return AlertBox(title % {"code": row["code"]}, "", action, child=about)
