"""Pending work of staff who assign cases: requests for a case, and new cases without a case worker."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus, RiskLevel
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import ActionLink, AlertBox, AlertChild

MAX_COUNTED = 1000  # above it the number is not exact


class _Waiting(NamedTuple):
    """A requested case or a case to assign, with what its box needs; `holder` is empty for a request."""

    pk: UUID  # of the report, or the file of the case
    child_id: UUID | None
    code: str
    since: dt.datetime
    urgency: str
    risk: str
    holder: str

    @property
    def is_urgent(self) -> bool:
        """Whether the child is to be seen today, or at high risk."""
        return self.urgency in {Urgency.NOW, Urgency.TODAY} or self.risk == RiskLevel.HIGH


def waiting_for_assignment(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """Requests for a case, and new cases without a case worker in the offices that this person leads.

    Each urgent one to assign, and how many others there are. One query for both.
    """
    found = _requested(staff).union(_to_assign(staff), all=True)
    waiting = sorted((_Waiting(*row) for row in found), key=lambda each: each.since)
    requests = [each for each in waiting if not each.holder]
    to_assign = [each for each in waiting if each.holder]
    others = [case for case in to_assign if not case.is_urgent]
    boxes = [_urgent_box(case) for case in to_assign if case.is_urgent]
    boxes += [_requests_box(staff, requests)] if requests else []
    return boxes + ([_others_box(staff, others)] if others else [])


def _requested(staff: Staff) -> QuerySet[Any, tuple[Any, ...]]:
    reports = access.visible(staff, Report).filter(case_requested_at__isnull=False, outcome="")
    nobody = Value(None, output_field=UUIDField())
    empty = Value("", output_field=TextField())
    columns = ("pk", nobody, empty, "case_requested_at", empty, empty, empty)
    return reports.order_by("case_requested_at").values_list(*columns)[: MAX_COUNTED + 1]


def _to_assign(staff: Staff) -> QuerySet[Any, tuple[Any, ...]]:
    cases = access.visible(staff, Case, by_row=True).filter(
        Q(worker=staff.id) | Q(office__in=staff.acts_as),
        awaits_assignment=True,
        status=CaseStatus.OPEN,
    )
    # Midday in UTC is on the same day by the clock of nearly every office.
    midday = F("opened_on") + Value(dt.timedelta(hours=12), output_field=DurationField())
    since = ExpressionWrapper(midday, output_field=DateTimeField())
    columns = ("file_id", "child_id", "child__code", since, "urgency", "risk", "worker__name")
    return cases.order_by("opened_on", "pk").values_list(*columns)[: MAX_COUNTED + 1]


def _requests_box(staff: Staff, waiting: Sequence[_Waiting]) -> AlertBox:
    count = min(len(waiting), MAX_COUNTED)
    title = ngettext("%(count)d request for a case", "%(count)d requests for a case", count)
    day = date_format(staff.office.date_of(waiting[0].since), "j F")
    address = reverse("intake:show_report", args=[waiting[0].pk])
    action = ActionLink(_("Open the oldest"), address)
    text = _("Waiting since %(day)s.") % {"day": day}
    return AlertBox(title % {"count": count}, text, action, "attend", "inbox")


def _urgent_box(case: _Waiting) -> AlertBox:
    title = _("%(code)s: needs a case worker, waits with %(name)s")
    return AlertBox(
        title % {"code": case.code, "name": case.holder},
        "",
        _assign(_("Assign"), case),
        "danger",
        "users",
        child=AlertChild(case.child_id, case.pk) if case.child_id else None,
    )


def _others_box(staff: Staff, waiting: Sequence[_Waiting]) -> AlertBox:
    title = ngettext(
        "%(count)d new case needs a case worker",
        "%(count)d new cases need a case worker",
        len(waiting),
    ) % {"count": min(len(waiting), MAX_COUNTED)}
    day = date_format(staff.office.date_of(waiting[0].since), "j F")
    text = _("Waiting since %(day)s.") % {"day": day}
    action = _assign(_("Assign the oldest"), waiting[0])
    return AlertBox(title, text, action, "attend", "users")


def _assign(label: str, case: _Waiting) -> ActionLink:
    return ActionLink(label, reverse("desk:assign_case", args=[case.pk]))
