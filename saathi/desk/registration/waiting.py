"""What waits for whoever assigns cases: requests for a case, and new cases without a case worker."""

from uuid import UUID

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


def waiting_assignments(staff: Staff, files: list[UUID]) -> list[AlertBox]:
    """New cases of this person that need a case worker, with the oldest one to assign."""
    if not files:  # they are among this person's open cases
        return []
    cases = access.visible(staff, Case).filter(
        worker=staff.id, awaits_assignment=True, status=CaseStatus.OPEN
    )
    waiting = list(
        cases.order_by("opened_on", "pk").values_list("file_id", "opened_on")[:MAX_COUNTED]
    )
    if not waiting:
        return []
    title = ngettext(
        "%(count)d new case needs a case worker",
        "%(count)d new cases need a case worker",
        len(waiting),
    ) % {"count": len(waiting)}
    file_id, since = waiting[0]
    text = _("Waiting since %(day)s.") % {"day": date_format(since, "j F")}
    action = ActionLink(_("Assign the oldest"), reverse("desk:assign_case", args=[file_id]))
    return [AlertBox(title, text, action, "attend", "users")]
