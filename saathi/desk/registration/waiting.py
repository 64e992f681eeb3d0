"""What waits for whoever assigns cases: requests for a case, and new cases without a case worker."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, F, Value
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus
from saathi.protection.identification.intake.models import Report
from saathi.web.components import ActionLink, AlertBox

MAX_COUNTED = 1000  # above it the number is not exact
_REQUEST, _CASE = "request", "case"


def waiting_for_assignment(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """Reports for which a case is requested, and new cases of this person that need a case worker.

    Each with the oldest one to open. One query for both.
    """
    found = list(_requests(staff).union(_unassigned(staff), all=True))
    requests = sorted((at, key) for kind, key, at, _day in found if kind == _REQUEST)
    cases = sorted((day, key) for kind, key, _at, day in found if kind == _CASE)
    boxes = [_request_box(staff, requests)] if requests else []
    return [*boxes, _assignment_box(cases)] if cases else boxes


def _requests(staff: Staff) -> Any:
    requested = access.visible(staff, Report).filter(case_requested_at__isnull=False, outcome="")
    columns = requested.annotate(
        waits=Value(_REQUEST, CharField()),
        at=F("case_requested_at"),
        day=Value(None, DateField()),
    )
    return columns.order_by("at").values_list("waits", "pk", "at", "day")[:MAX_COUNTED]


def _unassigned(staff: Staff) -> Any:
    cases = access.visible(staff, Case).filter(
        worker=staff.id, awaits_assignment=True, status=CaseStatus.OPEN
    )
    columns = cases.annotate(
        waits=Value(_CASE, CharField()),
        at=Value(None, DateTimeField()),
        day=F("opened_on"),
    )
    return columns.order_by("day", "pk").values_list("waits", "file_id", "at", "day")[:MAX_COUNTED]


def _request_box(staff: Staff, waiting: Sequence[tuple[Any, UUID]]) -> AlertBox:
    count = len(waiting)
    title = ngettext("%(count)d request for a case", "%(count)d requests for a case", count)
    since, report_id = waiting[0]
    text = _("Waiting since %(day)s.") % {"day": date_format(staff.office.date_of(since), "j F")}
    action = ActionLink(_("Open the oldest"), reverse("intake:show_report", args=[report_id]))
    return AlertBox(title % {"count": count}, text, action, "attend", "inbox")


def _assignment_box(waiting: Sequence[tuple[Any, UUID]]) -> AlertBox:
    count = len(waiting)
    title = ngettext(
        "%(count)d new case needs a case worker", "%(count)d new cases need a case worker", count
    )
    since, file_id = waiting[0]
    text = _("Waiting since %(day)s.") % {"day": date_format(since, "j F")}
    action = ActionLink(_("Assign the oldest"), reverse("desk:assign_case", args=[file_id]))
    return AlertBox(title % {"count": count}, text, action, "attend", "users")
