"""Reports to accept, and accepted ones whose child is in danger and not met, as boxes for My day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.infra.query_columns import count_column, rows_column
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import queries
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.wording import moment_text, time_left
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.components import ActionLink, AlertBox, join_facts

MAX_BOXES = 4
MAX_NOT_MET = 50  # children in danger; how many more there are is said


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report that nobody has accepted yet, without anything that was reported."""

    reference: str
    urgency: Urgency
    is_overdue: bool
    time_text: str
    level: int  # 1: the first people were notified; more: it was escalated
    url: str

    @property
    def is_urgent(self) -> bool:
        """Whether it is shown in red: overdue, or a child in danger now."""
        return self.is_overdue or self.urgency == Urgency.NOW


def waiting_reports_column(staff: Staff, _files: object) -> Any:
    """The reports that wait for this person or their offices: the earliest deadlines, and how many."""
    waiting = queries.waiting_responses(staff).prefetch_related(None)
    urgency = Report.objects.filter(pk=OuterRef("report")).values("urgency")
    first = rows_column(
        waiting[:MAX_BOXES],
        report_id="report_id",
        urgency=Subquery(urgency),
        due_at="due_at",
        level="level",
    )
    return JSONObject(first=first, count=count_column(waiting, queries.MAX_COUNT + 1))


def danger_reports_column(staff: Staff, _files: object) -> Any:
    """Accepted reports of immediate danger whose child nobody met: the earliest, and how many."""
    waiting = queries.accepted_danger_responses(staff).prefetch_related(None)
    assignee = Staff.objects.filter(pk=OuterRef("assigned_to")).values("name")
    first = rows_column(
        waiting[:MAX_NOT_MET],
        report_id="report_id",
        accepted_at="accepted_at",
        assignee=Subquery(assignee),
    )
    return JSONObject(first=first, count=count_column(waiting, queries.MAX_COUNT + 1))


def danger_report_boxes(staff: Staff, waiting: Mapping[str, Any]) -> list[AlertBox]:
    """Each of these reports with the form for who went to the child, and how many more there are."""
    boxes = [_not_met_box(row, staff) for row in waiting["first"]]
    more = waiting["count"] - len(boxes)
    if more > 0:
        title = ngettext(
            "%(count)d more report of immediate danger: child not met yet",
            "%(count)d more reports of immediate danger: child not met yet",
            more,
        ) % {"count": more}
        address = f"{reverse('intake:list_reports')}?tab=assigned&urgency={Urgency.NOW}"
        boxes.append(AlertBox(title, action=ActionLink(_("Show reports"), address, "inbox")))
    return boxes


def _not_met_box(row: Mapping[str, Any], staff: Staff) -> AlertBox:
    report_id = UUID(row["report_id"])
    title = _("Immediate danger: child of report %(reference)s not met yet")
    moment = moment_text(dt.datetime.fromisoformat(row["accepted_at"]), staff.office)
    accepted = _("accepted by %(name)s, %(moment)s") % {"name": row["assignee"], "moment": moment}
    address = reverse("intake:record_visit", args=[report_id])
    return AlertBox(
        title % {"reference": report_reference(report_id)},
        accepted,
        ActionLink(_("Record a visit to the child"), address, "home"),
    )


def _report(row: Mapping[str, Any], now: dt.datetime) -> WaitingReport:
    report_id, due_at = UUID(row["report_id"]), dt.datetime.fromisoformat(row["due_at"])
    return WaitingReport(
        reference=report_reference(report_id),
        urgency=Urgency(row["urgency"]),
        is_overdue=due_at < now,
        time_text=time_left(due_at, now),
        level=row["level"],
        url=reverse("intake:show_report", args=[report_id]),
    )


def waiting_report_boxes(_staff: Staff, waiting: Mapping[str, Any]) -> list[AlertBox]:
    """The most urgent of these reports as boxes, and how many more there are."""
    now = clock.now()
    boxes = [_box(_report(row, now)) for row in waiting["first"]]
    more = waiting["count"] - len(boxes)
    return [*boxes, _more(more)] if more > 0 else boxes


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
