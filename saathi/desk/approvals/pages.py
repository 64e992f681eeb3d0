"""The supervisor's pages, ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.desk.approvals import queries
from saathi.desk.closing.pages import ClosingPanel, closing_panel
from saathi.people import queries as people
from saathi.people.models import Child
from saathi.protection.casework.care_plans import queries as plans
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.care_plans.pages import CarePlanPanel, build_plan_panel
from saathi.protection.casework.cases.models import Approval, Closing
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import ApprovalDecision, ApprovalSubject
from saathi.web.components import (
    ChildHeader,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    isolate_direction,
)
from saathi.web.paging import PageKey


@dataclass(frozen=True)
class ApprovalFilter:
    """The filter in the address: an office the supervisor leads, plans or closures, a later page."""

    office: queries.LedOffice | None = None
    subject: str = ""
    after: PageKey | None = None

    def query_string(self, office: UUID | None, **more: object) -> str:
        """The query string of the same list with another office, or a later page."""
        parameters = {"office": office or "", "subject": self.subject, **more}
        return "?" + urlencode({name: value for name, value in parameters.items() if value})


@dataclass(frozen=True)
class ApprovalListPage:
    """Waiting requests, and the workload of the offices: by worker, or first by office."""

    waiting: DisplayTable | None
    next_page: str
    offices: DisplayTable | None = None
    workloads: DisplayTable | None = None
    overload_note: str = ""


@dataclass(frozen=True)
class ApprovalPage:
    """One request with its subject."""

    child: ChildHeader
    file_id: UUID
    approval: Approval
    asked: str
    state: Any
    is_waiting: bool
    question: str
    answer: str
    plan: CarePlanPanel | None
    closing: ClosingPanel | None


def list_page(
    staff: Staff, led: Sequence[queries.LedOffice], list_filter: ApprovalFilter
) -> ApprovalListPage:
    """The page of waiting requests, for a supervisor."""
    offices = [list_filter.office] if list_filter.office else led
    keys = [office.pk for office in offices]
    waiting = queries.list_waiting_approvals(
        staff, keys, subject=list_filter.subject, after=list_filter.after
    )
    shown, more = waiting[: queries.PAGE_SIZE], len(waiting) > queries.PAGE_SIZE
    last = PageKey(shown[-1].asked_at, shown[-1].pk) if more else None
    later = (
        list_filter.query_string(list_filter.office.pk if list_filter.office else None, after=last)
        if last
        else ""
    )
    # A long office name is shortened in the filter: the table has the full name.
    office_name = list_filter.office.name if list_filter.office else ""
    table = _waiting(staff, shown, office_name) if shown else None
    if queries.needs_office_choice(offices):
        waits = queries.count_waiting_by_office(staff, keys, subject=list_filter.subject)
        return ApprovalListPage(table, later, offices=_offices(staff, led, waits, list_filter))
    today = staff.office.today()
    loads = queries.list_workloads(offices, today)
    limit = office_procedure(staff.office, on=today).cases_per_worker
    overload_note = _overload_note(sum(load.cases > limit for load in loads), limit)
    return ApprovalListPage(
        table,
        later,
        workloads=_workload_table(loads, limit) if loads else None,
        overload_note=overload_note,
    )


def _waiting(staff: Staff, shown: Sequence[Approval], office_name: str) -> DisplayTable:
    codes = queries.child_codes(staff, shown)
    names = names_of(approval.recorded_by for approval in shown)
    rows = [
        [
            DisplayTableCell(
                ApprovalSubject(approval.subject).label,
                url=reverse("desk:show_approval", args=[approval.pk]),
            ),
            DisplayTableCell(codes.get(approval.file_id, gettext("not open to you"))),
            DisplayTableCell(names.get(approval.recorded_by, "")),
            DisplayTableCell(date_format(staff.office.local(approval.asked_at), "j F Y")),
        ]
        for approval in shown
    ]
    return DisplayTable(
        caption=_("Waiting for you, the oldest first"),
        note=office_name,
        columns=[
            DisplayTableColumn(_("What is asked")),
            DisplayTableColumn(_("Child’s code")),
            DisplayTableColumn(_("Asked by")),
            DisplayTableColumn(_("Asked on")),
        ],
        rows=rows,
    )


def _offices(
    staff: Staff,
    led: Sequence[queries.LedOffice],
    waits: dict[UUID, queries.WaitingSummary],
    list_filter: ApprovalFilter,
) -> DisplayTable:
    """The offices, most waiting requests first, with links to the requests and the workers."""
    none = queries.WaitingSummary(0, None)
    rows = [(office, waits.get(office.pk, none)) for office in led]
    rows.sort(key=lambda row: (-row[1].count, row[0].name))
    return DisplayTable(
        caption=_("Your offices. Choose one for its workers and their open cases"),
        note=_of_all_offices(len(rows)) if len(rows) > queries.MAX_OFFICES else "",
        columns=[
            DisplayTableColumn(_("Office")),
            DisplayTableColumn(_("Staff"), is_number=True),
            DisplayTableColumn(_("Waiting for you"), is_number=True),
            DisplayTableColumn(_("The oldest since")),
        ],
        rows=[
            [
                DisplayTableCell(office.name, url=list_filter.query_string(office.pk)),
                DisplayTableCell(str(office.people)),
                DisplayTableCell(str(summary.count)),
                DisplayTableCell(
                    date_format(staff.office.local(summary.oldest), "j F Y")
                    if summary.oldest
                    else "–"
                ),
            ]
            for office, summary in rows[: queries.MAX_OFFICES]
        ],
    )


def _of_all_offices(count: int) -> str:
    text = gettext("The %(shown)d where most waits, of %(count)d. Choose any other in the filter.")
    return text % {"shown": queries.MAX_OFFICES, "count": count}


def _workload_table(loads: Sequence[queries.Workload], limit: int) -> DisplayTable:
    return DisplayTable(
        caption=_("Workers and their open cases"),
        note=_of_all(len(loads)) if len(loads) > queries.MAX_WORKERS else "",
        columns=[
            DisplayTableColumn(_("Worker")),
            DisplayTableColumn(_("Office")),
            DisplayTableColumn(_("Open cases"), is_number=True),
            DisplayTableColumn(_("Late"), is_number=True),
        ],
        rows=[
            [
                DisplayTableCell(load.worker),
                DisplayTableCell(load.office),
                _cases(load.cases, limit),
                DisplayTableCell(str(load.late)),
            ]
            for load in loads[: queries.MAX_WORKERS]
        ],
    )


def _of_all(count: int) -> str:
    text = gettext("The %(shown)d with the most late work, of %(count)d.")
    return text % {"shown": queries.MAX_WORKERS, "count": count}


def _cases(count: int, limit: int) -> DisplayTableCell:
    if count <= limit:
        return DisplayTableCell(str(count))
    return DisplayTableCell(gettext("%(count)d, too many") % {"count": count}, tag="attend")


def _overload_note(workers: int, limit: int) -> str:
    text = ngettext(
        "%(count)d worker has more open cases than the procedure allows: at most %(limit)d.",
        "%(count)d workers have more open cases than the procedure allows: at most %(limit)d.",
        workers,
    )
    return text % {"count": workers, "limit": limit} if workers else ""


def approval_page(
    staff: Staff, approval: Approval, child: Child, subject: "ApprovalTarget"
) -> ApprovalPage:
    """One request, for a reader of the case."""
    texts = records.open_texts(approval)
    by = names_of([approval.recorded_by]).get(approval.recorded_by, "")
    plan = closing = None
    if subject.plan:
        plan = build_plan_panel(
            plans.open_plan(subject.plan), plans.list_needs(subject.plan.case_id, staff)
        )
    elif subject.closing:
        closing = closing_panel(subject.closing, subject.closing.case, staff)
    return ApprovalPage(
        child=people.child_header(child, staff=staff),
        file_id=approval.file_id,
        approval=approval,
        asked=gettext("Asked by %(name)s on %(day)s")
        % {
            "name": isolate_direction(by),
            "day": date_format(staff.office.local(approval.asked_at), "j F Y"),
        },
        state=ApprovalDecision(approval.decision).label,
        is_waiting=approval.decision == ApprovalDecision.WAITING,
        question=str(texts.get("question", "")),
        answer=str(texts.get("answer", "")),
        plan=plan,
        closing=closing,
    )


@dataclass(frozen=True)
class ApprovalTarget:
    """The subject of a request, in the same file: a plan or a closure."""

    plan: Plan | None = None
    replaces: Sequence[Plan] = ()  # the approved plans it would replace
    closing: Closing | None = None


def get_target(approval: Approval) -> ApprovalTarget:
    """The subject of a request; NotAllowed if it does not exist."""
    file_id, subject_id = approval.file_id, approval.subject_id
    subject = ApprovalTarget()
    if approval.subject == ApprovalSubject.PLAN:
        subject = ApprovalTarget(*plans.get_plans_to_approve(file_id, subject_id))
    else:
        closings = Closing.objects.filter(file_id=file_id, pk=subject_id)
        subject = ApprovalTarget(closing=closings.select_related("case__office").first())
    if not (subject.plan or subject.closing):
        raise access.NotAllowed
    return subject
