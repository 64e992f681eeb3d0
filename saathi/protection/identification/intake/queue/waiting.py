"""Boxes of My day: reports to accept; accepted ones whose child is not recorded as safe."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.infra.join_words import isolate_direction
from saathi.infra.query_columns import count_column, rows_column
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import queries
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.wording import (
    describe_escalation,
    moment_text,
    time_left,
)
from saathi.protection.identification.intake.unsafe_wording import as_sentence, describe_unsafe
from saathi.protection.identification.intake.vocabulary import ReportOutcome, Urgency
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, join_facts

MAX_BOXES = 4  # reports to accept that are not of immediate danger
MAX_IN_DANGER = 50  # reports to accept, immediate danger; the number of the rest is shown
MAX_CLOSED = 50  # closed reports, child not recorded as safe; the number of the rest is shown
CLOSED_PERIOD = dt.timedelta(days=90)  # reports closed earlier appear only in the list of reports
_UNSAFE = {"unsafe_at": "unsafe_at", "is_unsafe_untimed": "is_unsafe_untimed"}
MAX_ACCEPTED = 50  # accepted reports, immediate danger; the number of the rest is shown


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report that no one has accepted yet, without anything that was reported."""

    reference: str
    urgency: Urgency
    accept_by: dt.datetime
    is_overdue: bool
    time_text: str
    level: int  # 1: the first people were notified; higher: it was escalated
    url: str

    @property
    def is_urgent(self) -> bool:
        """Whether the report is shown in red: overdue, or a child in danger now."""
        return self.is_overdue or self.urgency == Urgency.NOW


def waiting_reports_column(staff: Staff, _files: object) -> Any:
    """The reports waiting for this person or their offices, most urgent first, and how many.

    Reports of immediate danger are separate, so that no others push them off the page.
    """
    waiting = queries.waiting_responses(staff).prefetch_related(None)
    of_danger = Q(urgency_rank=queries.MOST_URGENT_RANK)
    danger, others = waiting.filter(of_danger), waiting.exclude(of_danger)
    limit = queries.MAX_COUNT + 1
    return JSONObject(
        danger=_waiting_rows(danger, MAX_IN_DANGER),
        danger_count=count_column(danger, limit),
        others=_waiting_rows(others, MAX_BOXES),
        others_count=count_column(others, limit),
    )


def _waiting_rows(waiting: QuerySet[ReportResponse], at_most: int) -> ArraySubquery:
    urgency = Report.objects.filter(pk=OuterRef("report")).values("urgency")
    return rows_column(
        waiting[:at_most],
        report_id="report_id",
        urgency=Subquery(urgency),
        due_at="due_at",
        level="level",
    )


def closed_since(_staff: Staff) -> tuple[dt.datetime]:
    """The argument of `danger_reports_column`: reports closed earlier are not shown."""
    return (clock.now() - CLOSED_PERIOD,)


def danger_reports_column(staff: Staff, _files: object, since: dt.datetime) -> Any:
    """Reports of immediate danger, accepted or closed, whose child is not recorded as safe."""
    closed = closed_in_danger(staff, since).prefetch_related(None)
    outcome = Report.objects.filter(pk=OuterRef("report")).values("outcome")
    waiting = queries.accepted_danger_responses(staff).prefetch_related(None)
    assignee = Staff.objects.filter(pk=OuterRef("assigned_to")).values("name")
    first = rows_column(
        waiting[:MAX_ACCEPTED],
        report_id="report_id",
        accepted_at="accepted_at",
        assignee=Subquery(assignee),
        is_met="is_met",
        is_seen_safe="is_seen_safe",
        **_UNSAFE,
    )
    return JSONObject(
        first=first,
        count=count_column(waiting, queries.MAX_COUNT + 1),
        closed=rows_column(
            closed[:MAX_CLOSED],
            report_id="report_id",
            closed_at="due_at",
            outcome=Subquery(outcome),
            **_UNSAFE,
        ),
        closed_count=count_column(closed, queries.MAX_COUNT + 1),
    )


def closed_in_danger(staff: Staff, since: dt.datetime) -> QuerySet[ReportResponse]:
    """Reports of immediate danger closed without a case or a safe child, earliest first.

    In this order, no later report pushes an earlier one out. If a report led to a case, the case
    shows the danger.
    """
    in_case = Report.objects.filter(pk=OuterRef("report"), child_file__isnull=False)
    closed = queries.closed_danger_responses(staff, since).filter(~Exists(in_case))
    return closed.order_by("due_at", "id")


def danger_report_boxes(staff: Staff, waiting: Mapping[str, Any]) -> list[AlertBox]:
    """A box for each of these reports with what to record; the number of the rest by kind."""
    return [*_accepted_boxes(staff, waiting), *_closed_boxes(staff, waiting)]


def _closed_boxes(staff: Staff, waiting: Mapping[str, Any]) -> list[AlertBox]:
    boxes = [_closed_box(row, staff) for row in waiting["closed"]]
    more = waiting["closed_count"] - len(boxes)
    if more > 0:
        title = ngettext(
            "%(count)d more closed report of immediate danger: child not recorded as safe",
            "%(count)d more closed reports of immediate danger: child not recorded as safe",
            more,
        ) % {"count": more}
        address = f"{reverse('intake:list_reports')}?tab=closed&scope=all&child=not_safe&order=time"
        boxes.append(AlertBox(title, action=_show(address), rank=UrgentRank.IN_DANGER))
    return boxes


def _closed_box(row: Mapping[str, Any], staff: Staff) -> AlertBox:
    report_id, outcome = UUID(row["report_id"]), ReportOutcome(row["outcome"])
    title = _("Immediate danger: report %(reference)s was closed, child not recorded as safe")
    page, label = "intake:record_report_outcome", _("Confirm or change the outcome")
    if outcome == ReportOutcome.CHILD_NOT_FOUND:
        title = _("Immediate danger: child of report %(reference)s not yet located")
        page, label = "intake:record_visit", _("Record a visit to the child")
    moment = moment_text(dt.datetime.fromisoformat(row["closed_at"]), staff.office)
    place = _place(row, "closed_at")
    if outcome == ReportOutcome.CHILD_NOT_FOUND:
        place["rank"] = UrgentRank.NOT_LOCATED
    return AlertBox(
        _unsafe_title(row, staff) or title % {"reference": report_reference(report_id)},
        join_facts([str(outcome.label), moment]),
        ActionLink(label, reverse(page, args=[report_id]), "home"),
        **place,
    )


def _accepted_boxes(staff: Staff, waiting: Mapping[str, Any]) -> list[AlertBox]:
    boxes = [_danger_box(row, staff) for row in waiting["first"]]
    more = waiting["count"] - len(boxes)
    if more > 0:
        title = ngettext(
            "%(count)d more report of immediate danger: child not recorded as safe",
            "%(count)d more reports of immediate danger: child not recorded as safe",
            more,
        ) % {"count": more}
        address = f"{reverse('intake:list_reports')}?tab=assigned&urgency={Urgency.NOW}"
        boxes.append(AlertBox(title, action=_show(address), rank=UrgentRank.IN_DANGER))
    return boxes


def _danger_box(row: Mapping[str, Any], staff: Staff) -> AlertBox:
    report_id = UUID(row["report_id"])
    title = _("Immediate danger: child of report %(reference)s not met yet")
    if row["is_seen_safe"]:
        title = _(
            "Immediate danger: child of report %(reference)s met, but the alert has not ended"
        )
    elif row["is_met"]:
        title = _("Immediate danger: child of report %(reference)s met, but not recorded as safe")
    moment = moment_text(dt.datetime.fromisoformat(row["accepted_at"]), staff.office)
    accepted = _("accepted by %(name)s, %(moment)s") % {"name": row["assignee"], "moment": moment}
    address = reverse("intake:record_visit", args=[report_id])
    return AlertBox(
        _unsafe_title(row, staff) or title % {"reference": report_reference(report_id)},
        isolate_direction(accepted),
        ActionLink(_("Record a visit to the child"), address, "home"),
        **_place(row, "accepted_at"),
    )


def _place(row: Mapping[str, Any], column: str) -> dict[str, Any]:
    """Where the box is in Act now: by the visit that found the child not safe, else by this column."""
    rank = UrgentRank.SEEN_UNSAFE if row["unsafe_at"] else UrgentRank.IN_DANGER
    return {"rank": rank, "since": dt.datetime.fromisoformat(row["unsafe_at"] or row[column])}


def _unsafe_title(row: Mapping[str, Any], staff: Staff) -> str:
    """That a visit found the child of the report not safe, before all else; empty if none did."""
    if not row["unsafe_at"]:
        return ""
    at = dt.datetime.fromisoformat(row["unsafe_at"])
    seen = describe_unsafe(at, staff.office, is_time_unknown=row["is_unsafe_untimed"])
    return _("%(seen)s: child of report %(reference)s, immediate danger") % {
        "seen": as_sentence(seen),
        "reference": report_reference(UUID(row["report_id"])),
    }


def _report(row: Mapping[str, Any], now: dt.datetime) -> WaitingReport:
    report_id, due_at = UUID(row["report_id"]), dt.datetime.fromisoformat(row["due_at"])
    return WaitingReport(
        reference=report_reference(report_id),
        urgency=Urgency(row["urgency"]),
        accept_by=due_at,
        is_overdue=due_at < now,
        time_text=time_left(due_at, now),
        level=row["level"],
        url=reverse("intake:show_report", args=[report_id]),
    )


def waiting_report_boxes(_staff: Staff, waiting: Mapping[str, Any]) -> list[AlertBox]:
    """A box for each of these reports, immediate danger first, and the number of the rest.

    Up to 50 of immediate danger, and the number of the rest of them stays an alert; up to four of
    the others, by urgency and deadline.
    """
    now = clock.now()
    danger = [_box(_report(row, now)) for row in waiting["danger"]]
    more_danger = waiting["danger_count"] - len(danger)
    others = [_box(_report(row, now)) for row in waiting["others"]]
    more = waiting["others_count"] - len(others)
    return [
        *danger,
        *([_more_in_danger(more_danger)] if more_danger > 0 else ()),
        *others,
        *([_more(more)] if more > 0 else ()),
    ]


def _box(report: WaitingReport) -> AlertBox:
    facts = [str(report.urgency.label)]
    if report.level > 1:
        facts.append(describe_escalation(report.level))
    return AlertBox(
        title=_("%(time)s: report %(reference)s to accept")
        % {"time": report.time_text, "reference": report.reference},
        text=join_facts(facts),
        action=ActionLink(_("Open report"), report.url, "inbox"),
        kind="danger" if report.is_urgent else "attend",
        icon="clock",
        rank=UrgentRank.IN_DANGER if report.urgency == Urgency.NOW else UrgentRank.OTHER,
        since=report.accept_by if report.urgency == Urgency.NOW else None,
        is_overdue=report.is_overdue and report.urgency == Urgency.NOW,
    )


def _more_in_danger(count: int) -> AlertBox:
    if count > queries.MAX_COUNT - MAX_IN_DANGER:
        title = _("More than 1,000 reports of immediate danger to accept")
    else:
        title = ngettext(
            "%(count)d more report of immediate danger to accept",
            "%(count)d more reports of immediate danger to accept",
            count,
        ) % {"count": count}
    address = f"{reverse('intake:list_reports')}?tab=new&urgency={Urgency.NOW}"
    return AlertBox(title, action=_show(address), rank=UrgentRank.IN_DANGER)


def _show(address: str) -> ActionLink:
    return ActionLink(_("Show reports"), address, "inbox")


def _more(count: int) -> AlertBox:
    if count > queries.MAX_COUNT - MAX_BOXES:
        title = _("More than 1,000 reports to accept")
    else:
        title = ngettext(
            "%(count)d more report to accept", "%(count)d more reports to accept", count
        ) % {"count": count}
    show = _show(reverse("intake:list_reports"))
    return AlertBox(title=title, action=show, kind="attend", icon="inbox")
