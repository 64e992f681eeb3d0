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
from saathi.desk.approving import queries
from saathi.desk.closing.pages import ClosingPart, closing_part
from saathi.people import queries as people
from saathi.people.models import Child
from saathi.protection.care_plans import queries as plans
from saathi.protection.care_plans.models import Plan
from saathi.protection.care_plans.pages import PlanPart, plan_part
from saathi.protection.cases.models import Approval, Closing
from saathi.protection.cases.queries import procedure_of
from saathi.protection.cases.vocabulary import ApprovalDecision, ApprovalSubject
from saathi.web.paging import Key
from saathi.web.parts import Cell, ChildHeader, Column, Table, isolated


@dataclass(frozen=True)
class Wanted:
    """What the address asks the list for: an office of hers, plans or closings, a later page."""

    office: queries.Led | None = None
    subject: str = ""
    after: Key | None = None

    def query(self, office: UUID | None, **more: object) -> str:
        """The same with another office, or a later page, as an address says it."""
        asked = {"office": office or "", "subject": self.subject, **more}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class ListPage:
    """What waits for her, and how the work of her offices is spread: by worker, or first by office."""

    waiting: Table | None
    later: str
    offices: Table | None = None
    loads: Table | None = None
    over: str = ""


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
    plan: PlanPart | None
    closing: ClosingPart | None


def list_page(staff: Staff, led: Sequence[queries.Led], wanted: Wanted) -> ListPage:
    """The page of what waits, for a supervisor."""
    offices = [wanted.office] if wanted.office else led
    keys = [one.pk for one in offices]
    found = queries.waiting(staff, keys, subject=wanted.subject, after=wanted.after)
    shown, more = found[: queries.ROWS], len(found) > queries.ROWS
    last = Key(shown[-1].asked_at, shown[-1].pk) if more else None
    later = wanted.query(wanted.office.pk if wanted.office else None, after=last) if last else ""
    # A long name of an office is cut short in the filter: the table says the whole of it.
    where = wanted.office.name if wanted.office else ""
    waiting = _waiting(staff, shown, where) if shown else None
    if queries.is_too_many(offices):
        waits = queries.waiting_by_office(staff, keys, subject=wanted.subject)
        return ListPage(waiting, later, offices=_offices(led, waits, wanted))
    today = staff.office.today()
    loads = queries.loads(offices, today)
    limit = procedure_of(staff.office, on=today).cases_per_worker
    over = _over(sum(load.cases > limit for load in loads), limit)
    return ListPage(waiting, later, loads=_loads(loads, limit) if loads else None, over=over)


def _waiting(staff: Staff, shown: Sequence[Approval], where: str) -> Table:
    codes = queries.codes(staff, shown)
    names = names_of(approval.recorded_by for approval in shown)
    rows = [
        [
            Cell(
                ApprovalSubject(approval.subject).label,
                url=reverse("desk:show_approval", args=[approval.pk]),
            ),
            Cell(codes.get(approval.file_id, gettext("not open to you"))),
            Cell(names.get(approval.recorded_by, "")),
            Cell(date_format(approval.asked_at, "j F Y")),
        ]
        for approval in shown
    ]
    return Table(
        caption=_("Waiting for you, the oldest first"),
        note=where,
        columns=[
            Column(_("What is asked")),
            Column(_("Child’s code")),
            Column(_("Asked by")),
            Column(_("Asked on")),
        ],
        rows=rows,
    )


def _offices(led: Sequence[queries.Led], waits: dict[UUID, queries.Waits], wanted: Wanted) -> Table:
    """Those where most waits first; each leads to what waits there and to its workers."""
    none = queries.Waits(0, None)
    rows = [(one, waits.get(one.pk, none)) for one in led]
    rows.sort(key=lambda row: (-row[1].count, row[0].name))
    return Table(
        caption=_("Your offices. Choose one for its workers and their open cases"),
        note=_of_all_offices(len(rows)) if len(rows) > queries.OFFICES else "",
        columns=[
            Column(_("Office")),
            Column(_("Staff"), is_number=True),
            Column(_("Waiting for you"), is_number=True),
            Column(_("The oldest since")),
        ],
        rows=[
            [
                Cell(office.name, url=wanted.query(office.pk)),
                Cell(str(office.people)),
                Cell(str(there.count)),
                Cell(date_format(there.oldest, "j F Y") if there.oldest else "–"),
            ]
            for office, there in rows[: queries.OFFICES]
        ],
    )


def _of_all_offices(count: int) -> str:
    text = gettext("The %(shown)d where most waits, of %(count)d. Choose any other in the filter.")
    return text % {"shown": queries.OFFICES, "count": count}


def _loads(loads: Sequence[queries.Load], limit: int) -> Table:
    return Table(
        caption=_("Workers and their open cases"),
        note=_of_all(len(loads)) if len(loads) > queries.WORKERS else "",
        columns=[
            Column(_("Worker")),
            Column(_("Office")),
            Column(_("Open cases"), is_number=True),
            Column(_("Late"), is_number=True),
        ],
        rows=[
            [
                Cell(load.worker),
                Cell(load.office),
                _cases(load.cases, limit),
                Cell(str(load.late)),
            ]
            for load in loads[: queries.WORKERS]
        ],
    )


def _of_all(count: int) -> str:
    text = gettext("The %(shown)d with the most late work, of %(count)d.")
    return text % {"shown": queries.WORKERS, "count": count}


def _cases(count: int, limit: int) -> Cell:
    if count <= limit:
        return Cell(str(count))
    return Cell(gettext("%(count)d, too many") % {"count": count}, tag="attend")


def _over(workers: int, limit: int) -> str:
    text = ngettext(
        "%(count)d worker has more open cases than the procedure allows: at most %(limit)d.",
        "%(count)d workers have more open cases than the procedure allows: at most %(limit)d.",
        workers,
    )
    return text % {"count": workers, "limit": limit} if workers else ""


def approval_page(
    staff: Staff, approval: Approval, child: Child, subject: "Subject"
) -> ApprovalPage:
    """One request, for somebody who reads the case."""
    said = records.words_of(approval)
    by = names_of([approval.recorded_by]).get(approval.recorded_by, "")
    plan = closing = None
    if subject.plan:
        plan = plan_part(plans.opened(subject.plan), plans.needs_of(subject.plan.case_id, staff))
    elif subject.closing:
        closing = closing_part(subject.closing, subject.closing.case, staff)
    return ApprovalPage(
        child=people.header(child, staff=staff),
        file_id=approval.file_id,
        approval=approval,
        asked=gettext("Asked by %(name)s on %(day)s")
        % {"name": isolated(by), "day": date_format(approval.asked_at, "j F Y")},
        state=ApprovalDecision(approval.decision).label,
        is_waiting=approval.decision == ApprovalDecision.WAITING,
        question=str(said.get("question", "")),
        answer=str(said.get("answer", "")),
        plan=plan,
        closing=closing,
    )


@dataclass(frozen=True)
class Subject:
    """What is asked about, of the same file as the request: a plan or a closing."""

    plan: Plan | None = None
    replaces: Sequence[Plan] = ()  # the approved plans whose place it would take
    closing: Closing | None = None


def subject_of(approval: Approval) -> Subject:
    """What is asked about; NotAllowed where it is not there."""
    file_id, subject_id = approval.file_id, approval.subject_id
    subject = Subject()
    if approval.subject == ApprovalSubject.PLAN:
        subject = Subject(*plans.asked_about(file_id, subject_id))
    else:
        found = Closing.objects.filter(file_id=file_id, pk=subject_id)
        subject = Subject(closing=found.select_related("case__office").first())
    if not (subject.plan or subject.closing):
        raise access.NotAllowed
    return subject
