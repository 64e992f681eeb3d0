"""Reports that wait to be accepted, as items and boxes for My day."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.identification.intake.queue import queries
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.wording import time_left
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import ActionLink, AlertBox, join_facts

MAX_BOXES = 4


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report that nobody has accepted yet, without anything that was reported."""

    report_id: UUID
    reference: str
    urgency: Urgency
    due_at: dt.datetime
    is_overdue: bool
    time_text: str
    level: int  # 1: the first people were notified; more: it was escalated
    url: str

    @property
    def is_urgent(self) -> bool:
        """Whether it is shown in red: overdue, or a child in danger now."""
        return self.is_overdue or self.urgency == Urgency.NOW


def list_waiting_reports(staff: Staff, at_most: int) -> list[WaitingReport]:
    """The reports that wait for this person or their offices, the earliest deadline first. One query."""
    now = clock.now()
    return [
        WaitingReport(
            report_id=response.report_id,
            reference=report_reference(response.report_id),
            urgency=Urgency(response.report.urgency),
            due_at=response.due_at,
            is_overdue=response.due_at < now,
            time_text=time_left(response.due_at, now),
            level=response.level,
            url=reverse("intake:show_report", args=[response.report_id]),
        )
        for response in queries.waiting_responses(staff)[:at_most]
    ]


def waiting_report_boxes(staff: Staff, files: list[UUID]) -> list[AlertBox]:
    """The most urgent of these reports as boxes, and how many more there are."""
    del files  # reports are no cases
    boxes = [_box(report) for report in list_waiting_reports(staff, MAX_BOXES)]
    if len(boxes) == MAX_BOXES:
        more = queries.count_to_limit(queries.waiting_responses(staff)) - MAX_BOXES
        boxes += [_more(more)] if more > 0 else []
    return boxes


def _box(report: WaitingReport) -> AlertBox:
    facts = [str(report.urgency.label)]
    if report.level > 1:
        facts.append(_("escalated, level %(level)d") % {"level": report.level})
    return AlertBox(
        title=_("%(time)s: report %(reference)s to accept")
        % {"time": report.time_text, "reference": report.reference},
        text=join_facts(facts),
        action=ActionLink(_("Open report"), report.url, "inbox"),
        kind="danger" if report.is_urgent else "attend",
        icon="clock",
    )


def _more(count: int) -> AlertBox:
    if count > queries.MAX_COUNT - MAX_BOXES:
        title = _("More than 1,000 reports to accept")
    else:
        title = ngettext(
            "%(count)d more report to accept", "%(count)d more reports to accept", count
        ) % {"count": count}
    show = ActionLink(_("Show reports"), reverse("intake:list_reports"), "inbox")
    return AlertBox(title=title, action=show, kind="attend", icon="inbox")
