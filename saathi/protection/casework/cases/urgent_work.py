"""Act now: children who may be in danger (worker, supervisor) or are unmet (worker)."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models import Case as Wrapped
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.has_right import HasRight
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.infra.any_of import AnyOf, any_of_rows
from saathi.infra.query_columns import rows_column
from saathi.protection.casework.cases import danger
from saathi.protection.casework.cases.danger import DANGER_COLUMNS, Danger
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.vocabulary import (
    OPEN_STATUSES,
    Duty,
    RiskLevel,
    VisitOutcome,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST_URGENT = 1_000  # children; all of them are shown
_ABOUT = {"file_id": "file_id", "child_id": "child_id", "code": "child__code"}
_COLUMNS = DANGER_COLUMNS | _ABOUT | {"sign_at": "sign_at"}


def child_was_met(case_column: str) -> Exists:
    """Whether a visit met the child of the case in this column of the query."""
    visits = Visit.objects.filter(case=OuterRef(case_column))
    return Exists(visits.exclude(outcome=VisitOutcome.NOT_MET))


def may_know_danger_condition(staff: Staff) -> Any:
    """A query condition: the reader may read the visits of the file and know its risk."""
    reads_visits = HasRight(staff, "reads", Section.VISITS, "file", by_row=True)
    return HasRight(staff, "reads", RISK_SECTIONS, "file", by_row=True) & reads_visits


def _open_cases(staff: Staff) -> QuerySet[Any, Any]:
    """Open cases with their danger, next visit day, and whether a visit met the child."""
    visits = Due.objects.filter(case=OuterRef("pk"), duty=Duty.VISIT, done_on=None)
    cases = access.visible(staff, Case, by_row=True).filter(status__in=OPEN_STATUSES)
    annotate_danger = danger.annotate_danger(
        cases, Visit.objects.all(), may_know_danger_condition(staff)
    )
    annotate_danger = annotate_danger.annotate(
        **danger.danger_state_columns(Visit.objects.all()),
        due_on=Subquery(visits.order_by("due_on").values("due_on")[:1]),
    )
    signed: QuerySet[Any, Any] = annotate_danger.annotate(
        sign_at=danger.latest_danger_sign_time(Visit.objects.all())
    )
    return signed


def possible_danger_condition(staff: Staff) -> Q:
    """A condition on cases: open, in offices led, with a report or a visit of danger.

    An index finds them. Whether a later visit found the child safe, and the reader's rights, are
    checked for these alone.
    """
    led = Case.objects.filter(office__in=staff.acts_as, status__in=OPEN_STATUSES).order_by()
    reported = led.filter(danger_reported_at__isnull=False).values("pk")
    visits = Visit.objects.filter(any_of_rows("case_id", led.values("pk")), danger.SHOWS_DANGER)
    return Q(any_of_rows("pk", reported)) | Q(any_of_rows("pk", visits.values("case_id")))


def supervised_danger_column(staff: Staff, _files: object) -> Any:
    """Children in danger in the offices that this person leads, in the order of `_ordered`."""
    found = _open_cases(staff).filter(possible_danger_condition(staff), is_in_danger=True)
    return rows_column(_ordered(found), **_COLUMNS)


def find_danger_reasons(staff: Staff, files: Collection[UUID]) -> dict[UUID, str]:
    """Why the children of these files may be in danger, for those who may know it. One query."""
    found = _open_cases(staff).filter(AnyOf("file_id", files), is_in_danger=True)
    rows = found.values_list("file_id", JSONObject(**DANGER_COLUMNS))
    return {file: Danger.from_row(row, staff.office).reason for file, row in rows}


def supervised_danger_boxes(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """For supervisors: a line for each of these children, with a link to the visits."""
    return [_danger_box(staff, row, _("Visits"), "cases:list_visits") for row in found]


def own_urgent_column(staff: Staff, files: list[UUID], today: dt.date) -> Any:
    """In own and covered cases: children in danger, or at high risk, unmet, first visit due."""
    high = Q(risk=RiskLevel.HIGH) & Q(may_know_danger_condition(staff))
    never_met = high & Q(due_on__lte=today) & ~Q(child_was_met("pk"))
    result = _open_cases(staff).filter(AnyOf("file_id", files))
    result = result.filter(Q(is_in_danger=True) | never_met)
    is_led = Wrapped(
        When(office__in=staff.acts_as, then=True), default=False, output_field=BooleanField()
    )
    result = result.annotate(is_led=is_led)
    return rows_column(
        _ordered(result), **_COLUMNS, due_on="due_on", is_in_danger="is_in_danger", is_led="is_led"
    )


def _ordered(found: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Children in danger first, as in `supervision_list`; then those not met, the longest due first.

    Seen not safe, reported, then prevented contact; within each, the latest sign first.
    """
    rank = Wrapped(
        When(~Q(is_in_danger=True), then=3),
        When(unsafe_at__isnull=False, then=0),
        When(danger_since__isnull=False, then=1),
        default=2,
    )
    sign = F("sign_at").desc(nulls_last=True)
    due = Wrapped(When(is_in_danger=False, then=F("due_on")), default=None)
    return found.order_by(rank, sign, due, "file_id")[:MOST_URGENT]


def own_urgent_boxes(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line for each of these children, each with a link to the form for a visit.

    Danger in the cases that a supervisor leads, their own included, is in `supervised_danger_boxes`.
    """
    leads = access.has_permission(staff, Permission.APPROVE)
    today = staff.office.today()
    return [
        _danger_box(staff, row, _("Record a visit"), "cases:record_visit")
        if row["is_in_danger"]
        else _never_met_box(row, today)
        for row in found
        if not (leads and row["is_led"] and row["is_in_danger"])
    ]


def _danger_box(staff: Staff, row: dict[str, Any], label: str, page: str) -> AlertBox:
    from_row = Danger.from_row(row, staff.office)
    title = _("%(code)s: %(danger)s") % {"code": row["code"], "danger": from_row.words}
    action = ActionLink(label, reverse(page, args=[row["file_id"]]))
    rank = UrgentRank.PREVENTED
    if from_row.is_immediate:
        rank = UrgentRank.SEEN_UNSAFE if from_row.unsafe else UrgentRank.IN_DANGER
    return _box(row, title, action, rank, dt.datetime.fromisoformat(row["sign_at"]))


def _never_met_box(row: dict[str, Any], today: dt.date) -> AlertBox:
    title = _("%(code)s: high risk, child not met yet, first visit today")
    is_overdue = dt.date.fromisoformat(row["due_on"]) < today
    if is_overdue:
        title = _("%(code)s: high risk, child not met yet, first visit overdue")
    action = ActionLink(_("Record a visit"), reverse("cases:record_visit", args=[row["file_id"]]))
    rank = UrgentRank.OVERDUE if is_overdue else UrgentRank.NOT_MET
    return _box(row, title % {"code": row["code"]}, action, rank)


def _box(
    row: dict[str, Any],
    title: str,
    action: ActionLink,
    rank: UrgentRank,
    since: dt.datetime | None = None,
) -> AlertBox:
    about = AlertChild(UUID(row["child_id"]), UUID(row["file_id"]))
    return AlertBox(title, "", action, child=about, rank=rank, since=since)
