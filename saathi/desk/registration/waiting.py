"""What waits for whoever assigns cases: requests for a case, and new cases without a case worker."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
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


def waiting_case_requests(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """Reports for which a case is requested, with the oldest one to open."""
    requested = access.visible(staff, Report).filter(case_requested_at__isnull=False, outcome="")
    oldest = list(
        requested.order_by("case_requested_at").values_list("pk", "case_requested_at")[
            : MAX_COUNTED + 1
        ]
    )
    if not oldest:
        return []
    count = min(len(oldest), MAX_COUNTED)
    title = ngettext("%(count)d request for a case", "%(count)d requests for a case", count) % {
        "count": count
    }
    report_id, since = oldest[0]
    day = date_format(staff.office.date_of(since), "j F") if since else ""
    action = ActionLink(_("Open the oldest"), reverse("intake:show_report", args=[report_id]))
    text = _("Waiting since %(day)s.") % {"day": day}
    return [AlertBox(title, text, action, "attend", "inbox")]


class _CaseToAssign(NamedTuple):
    """A case without a case worker, the columns that its box needs."""

    file_id: UUID
    child_id: UUID
    code: str
    opened_on: dt.date
    urgency: str
    risk: str
    holder: str

    @property
    def is_urgent(self) -> bool:
        """Whether the child is to be seen today, or at high risk."""
        return self.urgency in {Urgency.NOW, Urgency.TODAY} or self.risk == RiskLevel.HIGH


_COLUMNS = ("file_id", "child_id", "child__code", "opened_on", "urgency", "risk", "worker__name")


def waiting_assignments(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """New cases without a case worker that wait with this person or in an office this person leads.

    Each urgent one, and how many others there are.
    """
    cases = access.visible(staff, Case, by_row=True).filter(
        Q(worker=staff.id) | Q(office__in=staff.acts_as),
        awaits_assignment=True,
        status=CaseStatus.OPEN,
    )
    oldest = cases.order_by("opened_on", "pk").values_list(*_COLUMNS)
    waiting = [_CaseToAssign(*row) for row in oldest[:MAX_COUNTED]]
    urgent = [_urgent_box(case) for case in waiting if case.is_urgent]
    others = [case for case in waiting if not case.is_urgent]
    return urgent + ([_others_box(others)] if others else [])


def _urgent_box(case: _CaseToAssign) -> AlertBox:
    title = _("%(code)s: needs a case worker, waits with %(name)s")
    return AlertBox(
        title % {"code": case.code, "name": case.holder},
        "",
        _assign(_("Assign"), case),
        "danger",
        "users",
        child=AlertChild(case.child_id, case.file_id),
    )


def _others_box(waiting: Sequence[_CaseToAssign]) -> AlertBox:
    title = ngettext(
        "%(count)d new case needs a case worker",
        "%(count)d new cases need a case worker",
        len(waiting),
    ) % {"count": len(waiting)}
    text = _("Waiting since %(day)s.") % {"day": date_format(waiting[0].opened_on, "j F")}
    action = _assign(_("Assign the oldest"), waiting[0])
    return AlertBox(title, text, action, "attend", "users")


def _assign(label: str, case: _CaseToAssign) -> ActionLink:
    return ActionLink(label, reverse("desk:assign_case", args=[case.file_id]))
