"""What the supervisor's pages show, ready for their templates."""

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
from saathi.protection.care_plans import queries as plans
from saathi.protection.care_plans.models import Plan
from saathi.protection.care_plans.pages import CarePlanPanel, build_plan_panel
from saathi.protection.cases.models import Approval, Closing
from saathi.protection.cases.queries import office_procedure
from saathi.protection.cases.vocabulary import ApprovalDecision, ApprovalSubject
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
    """What the address asks the list for: an office of hers, plans or closings, a later page."""

    office: queries.LedOffice | None = None
    subject: str = ""
    after: PageKey | None = None

    def query_string(self, office: UUID | None, **more: object) -> str:
        """The same with another office, or a later page, as an address says it."""
        asked = {"office": office or "", "subject": self.subject, **more}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class ApprovalListPage:
    """What waits for her, and how the work of her offices is spread: by worker, or first by office."""

    waiting: DisplayTable | None
    next_page: str
    offices: DisplayTable | None = None
    workloads: DisplayTable | None = None
    overload_note: str = ""


@dataclass(frozen=True)
class ApprovalPage:
    """One request with what is asked about beside it."""

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
    """The page of what waits, for a supervisor."""
    offices = [list_filter.office] if list_filter.office else led
    keys = [one.pk for one in offices]
    found = queries.list_waiting_approvals(
        staff, keys, subject=list_filter.subject, after=list_filter.after
    )
    shown, more = found[: queries.PAGE_SIZE], len(found) > queries.PAGE_SIZE
    last = PageKey(shown[-1].asked_at, shown[-1].pk) if more else None
    later = (
        list_filter.query_string(list_filter.office.pk if list_filter.office else None, after=last)
        if last
        else ""
    )
    # A long name of an office is cut short in the filter: the table says the whole of it.
    where = list_filter.office.name if list_filter.office else ""
    waiting = _waiting(staff, shown, where) if shown else None
    if queries.needs_office_choice(offices):
        waits = queries.count_waiting_by_office(staff, keys, subject=list_filter.subject)
        return ApprovalListPage(waiting, later, offices=_offices(staff, led, waits, list_filter))
    today = staff.office.today()
    loads = queries.list_workloads(offices, today)
    limit = office_procedure(staff.office, on=today).cases_per_worker
    over = _over(sum(load.cases > limit for load in loads), limit)
    return ApprovalListPage(
        waiting, later, workloads=_loads(loads, limit) if loads else None, overload_note=over
    )


def _waiting(staff: Staff, shown: Sequence[Approval], where: str) -> DisplayTable:
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
        note=where,
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
    wanted: ApprovalFilter,
) -> DisplayTable:
    """Those where most waits first; each leads to what waits there and to its workers."""
    none = queries.WaitingSummary(0, None)
    rows = [(one, waits.get(one.pk, none)) for one in led]
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
                DisplayTableCell(office.name, url=wanted.query_string(office.pk)),
                DisplayTableCell(str(office.people)),
                DisplayTableCell(str(there.count)),
                DisplayTableCell(
                    date_format(staff.office.local(there.oldest), "j F Y") if there.oldest else "–"
                ),
            ]
            for office, there in rows[: queries.MAX_OFFICES]
        ],
    )


def _of_all_offices(count: int) -> str:
    text = gettext("The %(shown)d where most waits, of %(count)d. Choose any other in the filter.")
    return text % {"shown": queries.MAX_OFFICES, "count": count}


def _loads(loads: Sequence[queries.Workload], limit: int) -> DisplayTable:
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


def _over(workers: int, limit: int) -> str:
    text = ngettext(
        "%(count)d worker has more open cases than the procedure allows: at most %(limit)d.",
        "%(count)d workers have more open cases than the procedure allows: at most %(limit)d.",
        workers,
    )
    return text % {"count": workers, "limit": limit} if workers else ""


def approval_page(
    staff: Staff, approval: Approval, child: Child, subject: "ApprovalTarget"
) -> ApprovalPage:
    """One request, for somebody who reads the case."""
    said = records.open_texts(approval)
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
        question=str(said.get("question", "")),
        answer=str(said.get("answer", "")),
        plan=plan,
        closing=closing,
    )


@dataclass(frozen=True)
class ApprovalTarget:
    """What is asked about, of the same file as the request: a plan or a closing."""

    plan: Plan | None = None
    replaces: Sequence[Plan] = ()  # the approved plans whose place it would take
    closing: Closing | None = None


def get_target(approval: Approval) -> ApprovalTarget:
    """What is asked about; NotAllowed where it is not there."""
    file_id, subject_id = approval.file_id, approval.subject_id
    subject = ApprovalTarget()
    if approval.subject == ApprovalSubject.PLAN:
        subject = ApprovalTarget(*plans.get_plans_to_approve(file_id, subject_id))
    else:
        found = Closing.objects.filter(file_id=file_id, pk=subject_id)
        subject = ApprovalTarget(closing=found.select_related("case__office").first())
    if not (subject.plan or subject.closing):
        raise access.NotAllowed
    return subject
