"""Pending work of staff who assign cases: requests for a case, and new cases without a case worker."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column, rows_column
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus, RiskLevel
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MAX_COUNTED = 1000  # above it the number is not exact


class _ToAssign(NamedTuple):
    """A case to assign, with what its box needs."""

    file_id: UUID
    child_id: UUID
    code: str
    since: dt.date
    urgency: str
    risk: str
    holder: str

    @property
    def is_urgent(self) -> bool:
        """Whether the child must be seen today or is at high risk."""
        return self.urgency in {Urgency.NOW, Urgency.TODAY} or self.risk == RiskLevel.HIGH


def waiting_assignments_column(staff: Staff, _files: object) -> Any:
    """The column of requests for a case, and unassigned new cases in offices that staff lead."""
    return JSONObject(
        requests=count_column(_requested(staff), MAX_COUNTED),
        oldest=rows_column(
            _requested(staff).order_by("case_requested_at")[:1], id="pk", since="case_requested_at"
        ),
        cases=rows_column(
            _to_assign(staff).order_by("opened_on", "pk")[:MAX_COUNTED],
            file_id="file_id",
            child_id="child_id",
            code="child__code",
            since="opened_on",
            urgency="urgency",
            risk="risk",
            holder="worker__name",
        ),
    )


def waiting_for_assignment(staff: Staff, waiting: Mapping[str, Any]) -> list[AlertBox]:
    """Alerts for each urgent case to assign, and for the numbers of other cases and requests."""
    cases = [_case(row) for row in waiting["cases"]]
    others = [case for case in cases if not case.is_urgent]
    boxes = [_urgent_box(case) for case in cases if case.is_urgent]
    boxes += [_requests_box(staff, waiting["requests"], request) for request in waiting["oldest"]]
    return boxes + ([_others_box(others)] if others else [])


def _case(row: Mapping[str, str]) -> _ToAssign:
    file_id, child_id = UUID(row["file_id"]), UUID(row["child_id"])
    since = dt.date.fromisoformat(row["since"])
    return _ToAssign(
        file_id, child_id, row["code"], since, row["urgency"], row["risk"], row["holder"]
    )


def _requested(staff: Staff) -> QuerySet[Report]:
    asked = access.visible(staff, Report).filter(case_requested_at__isnull=False, child_file=None)
    return asked.filter(Q(outcome_at=None) | Q(case_requested_at__gt=F("outcome_at")))


def _to_assign(staff: Staff) -> QuerySet[Case]:
    return access.visible(staff, Case, by_row=True).filter(
        Q(worker=staff.id) | Q(office__in=staff.acts_as),
        awaits_assignment=True,
        status=CaseStatus.OPEN,
    )


def _requests_box(staff: Staff, count: int, oldest: Mapping[str, str]) -> AlertBox:
    title = ngettext("%(count)d request for a case", "%(count)d requests for a case", count)
    since = staff.office.date_of(dt.datetime.fromisoformat(oldest["since"]))
    action = ActionLink(_("Open the oldest"), reverse("intake:show_report", args=[oldest["id"]]))
    text = _("Waiting since %(day)s.") % {"day": date_format(since, "j F")}
    return AlertBox(title % {"count": count}, text, action, "attend", "inbox")


def _urgent_box(case: _ToAssign) -> AlertBox:
    title = _("%(code)s needs a case worker (supervisor: %(name)s)")
    return AlertBox(
        title % {"code": case.code, "name": case.holder},
        "",
        _assign(_("Assign"), case),
        "danger",
        "users",
        child=AlertChild(case.child_id, case.file_id),
        rank=UrgentRank.TODAY,
    )


def _others_box(waiting: Sequence[_ToAssign]) -> AlertBox:
    title = ngettext(
        "%(count)d new case needs a case worker",
        "%(count)d new cases need a case worker",
        len(waiting),
    ) % {"count": len(waiting)}
    text = _("Waiting since %(day)s.") % {"day": date_format(waiting[0].since, "j F")}
    action = _assign(_("Assign the oldest"), waiting[0])
    return AlertBox(title, text, action, "attend", "users")


def _assign(label: str, case: _ToAssign) -> ActionLink:
    return ActionLink(label, reverse("desk:assign_case", args=[case.file_id]))
