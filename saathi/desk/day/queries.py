"""What My day shows. Few queries whatever the number of cases; names are opened with one more."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from saathi.agencies import access, notices
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.declared_kinds import notice_kinds
from saathi.agencies.models import Draft, Notice, Staff
from saathi.agencies.offline import drafts
from saathi.agencies.permissions import Permission
from saathi.people import names
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Approval, Case, Due
from saathi.protection.casework.cases.vocabulary import ApprovalDecision, CaseStatus
from saathi.protection.identification.intake.models import EnquiryMatch
from saathi.protection.identification.intake.vocabulary import EnquiryState
from saathi.vault import store as vault

# Who finds something on My day: cases, enquiries, reports, notices, entries of a register.
HAS_A_DAY = frozenset(
    {
        Permission.WORK_ON_CASE,
        Permission.ANSWER_ENQUIRY,
        Permission.RECORD_REPORT,
        Permission.KEEP_SERVICES,
    }
)
PAGE_SIZE = 50
MAX_NOTICES = 20
MAX_CASES = 50
OPEN_STATUSES = (CaseStatus.OPEN, CaseStatus.CLOSING_ASKED)


@dataclass(frozen=True, slots=True)
class DuePage:
    """One page of due tasks, earliest first, and the key of the next page."""

    dues: list[Due]
    after: str


def get_due_page(staff: Staff, after: str = "") -> DuePage:
    """The due tasks of `staff` for the children of their cases, fifty per page."""
    dues = _dues(staff, *(_key(after) or (None, None)))
    more = (
        f"{dues[PAGE_SIZE - 1].due_on.isoformat()}_{dues[PAGE_SIZE - 1].id}"
        if len(dues) > PAGE_SIZE
        else ""
    )
    return DuePage(dues[:PAGE_SIZE], more)


@compiled_query
def _dues(staff: Staff, on: dt.date | None, last: UUID | None) -> QuerySet[Due]:
    dues = access.visible(staff, Due, by_row=True).filter(worker=staff.id, done_on=None)
    if on is not None:
        dues = dues.filter(due_on__gte=on).filter(Q(due_on__gt=on) | Q(id__gt=last))
    return dues.select_related("case__child").order_by("due_on", "id")[: PAGE_SIZE + 1]


def list_open_cases(staff: Staff) -> list[Case]:
    """The open cases that `staff` works on, latest first."""
    return _open_cases(staff)


@compiled_query
def _open_cases(staff: Staff) -> QuerySet[Case]:
    cases = access.visible(staff, Case, by_row=True).filter(
        worker=staff.id, status__in=OPEN_STATUSES
    )
    return cases.select_related("child").order_by("-opened_on", "id")[:MAX_CASES]


def list_case_stages(staff: Staff) -> list[tuple[UUID, str]]:
    """The file and stage of each open case of `staff`."""
    return _stages(staff)


@compiled_query
def _stages(staff: Staff) -> QuerySet[Any, tuple[UUID, str]]:
    cases = access.visible(staff, Case, by_row=True).filter(
        worker=staff.id, status__in=OPEN_STATUSES
    )
    return cases.order_by().values_list("file_id", "stage")


def count_waiting_approvals(staff: Staff) -> int:
    """How many requests wait in the offices that `staff` leads, without their own requests."""
    approvals = access.visible(staff, Approval, by_row=True).filter(
        office__in=staff.acts_as, decision=ApprovalDecision.WAITING
    )
    return approvals.exclude(recorded_by=staff.id).count()


def count_waiting_enquiries(staff: Staff) -> int:
    """How many enquiries wait for a decision by `staff`."""
    return access.visible(staff, EnquiryMatch).filter(state=EnquiryState.WAITING).count()


def list_unread_notices(staff: Staff) -> list[tuple[Notice, int]]:
    """Unread notices, latest first; of those that lead to one list, the latest and their number.

    A kind that this version does not know has no text, and is left out.
    """
    return [(n, n.same if n.kind in notices.grouped_notice_kinds() else 1) for n in _notices(staff)]


@compiled_query
def _notices(staff: Staff) -> QuerySet[Any, Any]:
    unread = Notice.objects.filter(staff=staff.id, read_at=None, kind__in=list(notice_kinds()))
    same = Window(Count("pk"), partition_by=[F("kind")])
    latest = Window(RowNumber(), partition_by=[F("kind")], order_by=F("given_at").desc())
    lines = unread.annotate(same=same, place=latest).filter(
        ~Q(kind__in=notices.grouped_notice_kinds()) | Q(place=1)
    )
    return lines.order_by("-given_at")[:MAX_NOTICES]


def list_drafts_with_codes(staff: Staff) -> list[tuple[Draft, str]]:
    """The drafts of `staff`, latest first, each with the code of its child's file."""
    begun = drafts.list_drafts(staff)
    files = [draft.file_id for draft in begun]
    seen = access.visible(staff, Child).filter(file__in=files)
    codes = dict(seen.values_list("file_id", "code")) if files else {}
    return [(draft, codes.get(draft.file_id, "")) for draft in begun]


def child_names(children: dict[UUID, Child]) -> dict[UUID, str]:
    """Each child's name as the child writes it, by child; without children whose name is erased."""
    opened = vault.open_many(list(children.values()))
    return {child_id: first_own_name(payload) for child_id, payload in opened.items()}


def first_own_name(payload: dict[str, object]) -> str:
    """The first name in an envelope that is marked as the child's own; empty if there is none."""
    return names.display_name(names.names_in_payload(payload)).primary


def _key(after: str) -> tuple[dt.date, UUID] | None:
    day, _, last = after.partition("_")
    try:
        return dt.date.fromisoformat(day), UUID(last)
    except ValueError:
        return None
