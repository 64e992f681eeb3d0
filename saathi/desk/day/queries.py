"""Queries for My day: few, whatever the number of cases; one more opens names."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    When,
    Window,
)
from django.db.models import Case as Wrapped
from django.db.models.functions import RowNumber
from django.utils.translation import gettext

from saathi.agencies import access, notices
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.declared_kinds import notice_kinds
from saathi.agencies.has_right import HasRight
from saathi.agencies.models import Notice, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.desk.day.rules import ChildWork, OpenDuty
from saathi.infra.any_of import AnyOf
from saathi.infra.query_columns import count_column, rows_column
from saathi.people import names
from saathi.people.models import Child
from saathi.people.romanised_names import automatic_form, recorded_form
from saathi.protection.casework.cases import covers
from saathi.protection.casework.cases.danger import (
    annotate_danger,
    describe_danger,
    describe_seen_unsafe,
    last_seen_unsafe,
)
from saathi.protection.casework.cases.due_rules import duty_order
from saathi.protection.casework.cases.models import Approval, Case, Due, Visit
from saathi.protection.casework.cases.urgent_work import child_was_met, may_know_danger_condition
from saathi.protection.casework.cases.vocabulary import (
    OPEN_STATUSES,
    RISK_ORDER,
    ApprovalDecision,
    RiskLevel,
)
from saathi.protection.casework.documents.models import Document
from saathi.protection.casework.documents.queries import validity_end_column
from saathi.protection.identification.intake.models import EnquiryMatch
from saathi.protection.identification.intake.vocabulary import EnquiryState
from saathi.vault import store as vault
from saathi.web.components import join_facts

# The permissions that give My day content: cases, enquiries, reports, notices,
# registers, requests that await a second person.
HAS_A_DAY = frozenset(
    {
        Permission.WORK_ON_CASE,
        Permission.ANSWER_ENQUIRY,
        Permission.RECORD_REPORT,
        Permission.KEEP_SERVICES,
        Permission.KEEP_AGREEMENTS,
        Permission.KEEP_FACILITIES,
        Permission.CONFIRM_STAFF,
        Permission.INSPECT,
    }
)
MAX_NOTICES = 20  # lines on the page
MAX_REQUESTS = 3  # own requests waiting for approval
MAX_ENQUIRIES = 1_000  # counted up to this number
MAX_NOTICE_ROWS = 200  # rows searched for urgent notices
# Open cases and duties of one user. Procedures allow about 25 cases with three duties each, but
# supervisors also have cases without a case worker; the page says how many more there are.
MAX_CASES = 2_500
MAX_DUTIES = 7_500
# Keys in the child's envelope: how and when the child may be contacted, and who must not know.
SAFE_CONTACT_KEYS = ("contact_how", "contact_when", "contact_unsafe")


class _CaseRow(NamedTuple):
    """The columns of a case that My day needs."""

    id: UUID
    file_id: UUID
    child_id: UUID
    code: str
    risk: str
    stage: str
    worker_id: UUID
    worker: str
    knows_risk: bool
    may_act: bool
    is_never_met: bool
    danger_since: dt.datetime | None
    is_in_danger: bool
    unsafe_at: dt.datetime | None
    is_unsafe_untimed: bool | None
    unsafe_kind: str | None
    cover_until: dt.date | None  # the last day on which the reader covers for the worker


_CASE_COLUMNS = (
    "id", "file_id", "child_id", "child__code", "risk", "stage", "worker_id", "worker__name",
    "knows_risk", "may_act", "is_never_met", "danger_since", "is_in_danger", "unsafe_at",
    "is_unsafe_untimed", "unsafe_kind", "cover_until",
)  # fmt: skip


@dataclass(frozen=True)
class DayWork:
    """The work of one user: each child with its duties, and the stages of the user's own cases.

    The files are those of own and covered cases. `more_cases` is the number of lower-risk cases
    left out; with `has_more_duties`, the duties due last are left out.
    """

    children: Sequence[ChildWork] = ()
    stages: Sequence[str] = ()
    files: Sequence[UUID] = ()
    more_cases: int = 0
    has_more_duties: bool = False


def get_day_work(staff: Staff) -> DayWork:
    """The open cases of `staff`, cases they cover, and duties in these and colleagues' cases."""
    today = staff.office.today()
    found_cases, dues = (
        _open_cases(staff, today, MAX_CASES + 1),
        _dues(staff, today, MAX_DUTIES + 1),
    )
    listed = [_CaseRow(*row) for row in found_cases[:MAX_CASES]]
    cases = {row.id: row for row in listed}
    duties: dict[UUID, list[OpenDuty]] = defaultdict(list)
    ordered = sorted(dues[:MAX_DUTIES], key=lambda due: duty_order(due[2], due[1]))
    for case, duty, due_on, attempts, worker, valid_until in ordered:
        # For a covered case, its worker's tasks, not those of other colleagues.
        if worker == staff.id or (case in cases and worker == cases[case].worker_id):
            duties[case].append(OpenDuty(duty, due_on, attempts, valid_until))
    if others := [case for case in duties if case not in cases]:
        found = _cases_of(staff, today, others)
        cases |= {row.id: row for row in (_CaseRow(*row) for row in found)}
    children = [_child_work(row, duties.get(row.id, ()), staff) for row in cases.values()]
    own = [row.stage for row in listed if row.worker_id == staff.id]
    is_cut = len(found_cases) > MAX_CASES
    return DayWork(
        children,
        own,
        [row.file_id for row in listed],
        more_cases=_own_and_covered(staff, today).count() - MAX_CASES if is_cut else 0,
        has_more_duties=len(dues) > MAX_DUTIES,
    )


def _child_work(row: _CaseRow, duties: Sequence[OpenDuty], staff: Staff) -> ChildWork:
    reported_on = staff.office.date_of(row.danger_since) if row.danger_since else None
    unsafe = describe_seen_unsafe(
        row.unsafe_at, row.is_unsafe_untimed, staff.office, kind=row.unsafe_kind
    )
    return ChildWork(
        row.child_id,
        row.file_id,
        row.code,
        row.risk if row.knows_risk else None,
        tuple(duties),
        may_act=row.may_act,
        is_never_met=row.is_never_met,
        danger=describe_danger(reported_on, unsafe) if row.is_in_danger else "",
        covers_for=row.worker if row.cover_until else "",
        covers_until=row.cover_until,
    )


@compiled_query
def _dues(
    staff: Staff, today: dt.date, most: int
) -> QuerySet[Any, tuple[UUID, str, dt.date, int, UUID, dt.date | None]]:
    dues = access.visible(staff, Due, by_row=True).filter(
        Q(worker=staff.id) | Q(covers.is_covered_by(staff, "case_id", today)), done_on=None
    )
    documents = access.visible(staff, Document, by_row=True)
    columns = ("case_id", "duty", "due_on", "attempts", "worker_id", "valid_until")
    result: QuerySet[Any, Any] = dues.annotate(valid_until=validity_end_column(documents))
    return result.order_by("due_on", "id").values_list(*columns)[:most]


@compiled_query
def _open_cases(staff: Staff, today: dt.date, most: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Open cases: covered ones first, because their duties depend on them, then by highest risk."""
    own_last = Wrapped(When(worker=staff.id, then=1), default=0, output_field=IntegerField())
    risks = (When(risk=risk, then=place) for risk, place in RISK_ORDER.items())
    by_risk = Wrapped(*risks, output_field=IntegerField())
    cases = _own_and_covered(staff, today).order_by(own_last, by_risk, "opened_on", "id")
    return _case_rows(staff, today, cases)[:most]


def _own_and_covered(staff: Staff, today: dt.date) -> QuerySet[Case]:
    return access.visible(staff, Case, by_row=True).filter(
        Q(worker=staff.id) | Q(covers.is_covered_by(staff, "pk", today)), status__in=OPEN_STATUSES
    )


@compiled_query
def _cases_of(staff: Staff, today: dt.date, cases: list[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    cases_of = access.visible(staff, Case, by_row=True).filter(AnyOf("pk", cases))
    return _case_rows(staff, today, cases_of)


def _case_rows(
    staff: Staff, today: dt.date, found: QuerySet[Case]
) -> QuerySet[Any, tuple[Any, ...]]:
    """The case columns, with two rights: to know the risk, and to do each duty on its own page.

    Danger, and whether no one has met a child at high risk or reported in danger, is only for those
    who may know the risk and read visits.
    """
    is_own = When(worker=staff.id, then=None)
    knows_risk = HasRight(staff, "reads", RISK_SECTIONS, "file", by_row=True)
    knows = may_know_danger_condition(staff)
    is_urgent = Q(risk=RiskLevel.HIGH) | Q(danger_since__isnull=False)
    never_met = is_urgent & Q(knows) & ~Q(child_was_met("pk"))
    annotated: QuerySet[Any, Any] = annotate_danger(found, Visit.objects.all(), knows).annotate(
        cover_until=Wrapped(
            is_own, default=covers.own_cover_until(staff, today), output_field=DateField()
        ),
        knows_risk=knows_risk,
        **{
            name: Wrapped(When(is_in_danger=True, then=column), default=None)
            for name, column in last_seen_unsafe(Visit.objects.all()).items()
        },
        may_act=HasRight(staff, "writes", Section.DECISIONS, "file", by_row=True),
        is_never_met=Wrapped(
            When(never_met, then=True), default=False, output_field=BooleanField()
        ),
    )
    return annotated.values_list(*_CASE_COLUMNS)


def own_requests_column(staff: Staff) -> Any:
    """The column of the first requests by `staff` awaiting approval at any office, oldest first."""
    waiting = access.visible(staff, Approval, by_row=True).filter(
        decision=ApprovalDecision.WAITING, recorded_by=staff.id
    )
    return rows_column(
        waiting.order_by("asked_at", "pk")[:MAX_REQUESTS],
        file_id="file_id",
        code="case__child__code",
        subject="subject",
        asked_at="asked_at",
    )


def waiting_enquiries_column(staff: Staff, files: list[UUID]) -> Any:  # noqa: ARG001 - as WaitingWork
    """The column that counts enquiries waiting for a decision by `staff`."""
    waiting = access.visible(staff, EnquiryMatch).filter(state=EnquiryState.WAITING)
    return count_column(waiting, MAX_ENQUIRIES)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """Unread notices of one kind: the latest, and how many there are."""

    id: UUID
    kind: str
    count: int
    given_at: dt.datetime
    file_id: UUID | None = None  # of the child it concerns, with the case ID
    code: str | None = None


def list_unread_notices(staff: Staff) -> list[NoticeLine]:
    """A line for each kind of unread notice and list of its subject, urgent kinds first.

    Kinds unknown to this version have no text and are left out.
    """
    kinds = notice_kinds()
    lines = [NoticeLine(*row) for row in _notices(staff)]
    lines.sort(key=lambda line: not kinds[line.kind].is_urgent)
    return lines[:MAX_NOTICES]


@compiled_query
def _notices(staff: Staff) -> QuerySet[Any, tuple[Any, ...]]:
    unread = Notice.objects.filter(staff=staff.id, read_at=None, kind__in=list(notice_kinds()))
    together = When(kind__in=notices.grouped_notice_kinds(), then=None)
    subject = Wrapped(together, default=F("record"), output_field=UUIDField())
    parts: list[Any] = [F("kind"), subject]
    same = Window(Count("pk"), partition_by=parts)
    place = Window(RowNumber(), partition_by=parts, order_by=F("given_at").desc())
    children = access.visible(staff, Child, by_row=True).filter(file=OuterRef("subject"))
    about: dict[str, Any] = {
        "subject": subject,
        "child_file": Subquery(children.values("file_id")[:1]),
        "code": Subquery(children.values("code")[:1]),
    }
    lines = unread.annotate(same=same, place=place, **about).filter(place=1).order_by("-given_at")
    return lines.values_list("pk", "kind", "same", "given_at", "child_file", "code")[
        :MAX_NOTICE_ROWS
    ]


@dataclass(frozen=True, slots=True)
class ReadableName:
    """A child's name in their own script and, if different, in Latin letters; safe contact."""

    text: str = ""
    romanised: str = ""
    safe_contact: str = ""
    transliterated: str = ""  # transliterated automatically

    @property
    def readable(self) -> str:
        """The name in Latin letters, or else in the child's own script."""
        return self.romanised or self.text


def child_names(staff: Staff, children: Collection[UUID]) -> dict[UUID, ReadableName]:
    """The names of the children, except those whose name was erased. Two queries."""
    if not children:
        return {}
    opened = vault.open_many(_children(staff, list(children)))
    return {child_id: readable_name(payload) for child_id, payload in opened.items()}


@compiled_query
def _children(staff: Staff, children: list[UUID]) -> QuerySet[Child]:
    return access.visible(staff, Child, by_row=True).filter(AnyOf("pk", children))


def readable_name(payload: dict[str, object]) -> ReadableName:
    """The name that the child prefers, from an opened envelope."""
    display = names.display_name(names.names_in_payload(payload))
    return ReadableName(
        display.primary,
        recorded_form(display),
        safe_contact_line(payload),
        automatic_form(display),
    )


def safe_contact_line(payload: dict[str, object]) -> str:
    """The safe-contact instructions in one line; empty if none is recorded."""
    how, when, unsafe = (str(payload.get(key) or "") for key in SAFE_CONTACT_KEYS)
    not_told = gettext("Do not inform: %(who)s") % {"who": unsafe} if unsafe else ""
    return join_facts(text for text in (how, when, not_told) if text)
