"""Asking to close a case, closing it, and opening it again. What happens after can be recorded."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Reason
from saathi.protection.cases import closings, rules
from saathi.protection.cases.actions import approvals, duties
from saathi.protection.cases.models import Approval, Case, Closing, Due
from saathi.protection.cases.queries import procedure_of
from saathi.protection.cases.vocabulary import (
    ApprovalSubject,
    CaseStatus,
    ReopenReason,
    Stage,
)

ENDED = frozenset({CaseStatus.CLOSED, CaseStatus.TRANSFERRED})


@dataclass(frozen=True)
class NewClosing:
    """Why a case shall close, with the child's evaluation or why there is none.

    `statement` is her evaluation as `participation` keeps it; `other_case` names the case that
    goes on, where this one is the same child twice.
    """

    reason: str
    evaluation: str
    statement: UUID | None = None
    summary: str = ""
    where_to_get_help: str = ""
    knows_what_it_means: bool = False
    other_case: str = ""

    def payload(self) -> dict[str, object]:
        """What is sealed."""
        return {
            "summary": self.summary,
            "where_to_get_help": self.where_to_get_help,
            "knows_what_it_means": self.knows_what_it_means,
            "other_case": self.other_case,
        }


@transaction.atomic
def ask(*, case: Case, new: NewClosing, version: int, by: Staff, answer: str = "") -> Approval:
    """The request to close a case. Gaps do not stop the asking; they stop the approval."""
    access.require(by, Permission.WORK_ON_CASE, case)

    if case.status not in {CaseStatus.OPEN, CaseStatus.CLOSING_ASKED}:
        raise access.NotAllowed

    writing.change(
        case, by=by, version=version, status=CaseStatus.CLOSING_ASKED, stage=Stage.CLOSING
    )
    closing = Closing(
        file_id=case.file_id,
        case=case,
        reason=new.reason,
        asked_on=case.office.today(),
        evaluation=new.evaluation,
        statement=new.statement,
    )
    writing.add(closing, by=by, payload=new.payload())
    return approvals.ask(
        case=case, subject=ApprovalSubject.CLOSING, record=closing, by=by, answer=answer
    )


@transaction.atomic
def withdraw(*, approval: Approval, case: Case, by: Staff) -> Case:
    """The case open as before; nobody is asked any more."""
    approvals.withdraw(approval=approval, by=by)
    return _back_to_work(case, by)


@transaction.atomic
def send_back(*, approval: Approval, case: Case, question: str, by: Staff) -> Case:
    """The case open as before, with the supervisor's question."""
    approvals.send_back(approval=approval, question=question, by=by)
    return _back_to_work(case, by)


@transaction.atomic
def close(*, case: Case, closing: Closing, open_matters: Sequence[Reason], by: Staff) -> Case:
    """The case closed, as was asked; NotApproved with every reason against.

    `open_matters` is what is open in any domain, gathered by the one who calls (`desk.actions`);
    it has no default, so that nobody forgets to look.
    """
    access.require(by, Permission.APPROVE, case)
    approval = closings.waiting_request(closing)
    if approval is None:
        raise approvals.NotApproved([rules.ALREADY_DECIDED])

    today = case.office.today()
    against = rules.reasons_not_to_close(
        closings.facts(closing, by),
        open_matters=open_matters,
        procedure=procedure_of(case.office, on=today),
        today=today,
    )
    approvals.approve(approval=approval, version_now=closing.version, by=by, further=against)

    # Nothing is due any more; late ones were open matters.
    writing.change_where(Due.objects.filter(case=case, done_on=None), by=by, done_on=today)
    return writing.change(
        case,
        by=by,
        status=CaseStatus.CLOSED,
        closed_on=today,
        closing_reason=closing.reason,
    )


@dataclass(frozen=True)
class Reopening:
    """Why a closed case goes on, and since when; `words` are sealed."""

    why: ReopenReason
    words: str
    on: dt.date


@transaction.atomic
def reopen(*, case: Case, told: Reopening, version: int, by: Staff) -> Case:
    """The case open again, with the reason on record: every way leads back to help.

    It is the same case, and its closing stays as it was; another closing follows in its time. Where
    the one who worked on it has left, whoever opens it again works on it.
    """
    access.require(by, Permission.WORK_ON_CASE, case)

    before = CaseStatus(case.status)
    if not told.words.strip() or before not in ENDED or not rules.may_move(before, CaseStatus.OPEN):
        raise access.NotAllowed

    last = closings.last_closing(case)
    if last is not None:
        said = dict(records.words_of(last))
        said |= {"reopened": told.words}
        writing.change(last, by=by, payload=said, reopened_on=told.on, reopened_why=told.why)
    writing.change(
        case,
        by=by,
        version=version,
        status=CaseStatus.OPEN,
        stage=Stage.REVIEW,
        closed_on=None,
        closing_reason="",
        worker=case.worker if case.worker.is_active else by,
    )
    duties.renew(case=case, by=by)

    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        file_id=case.file_id,
        objects=[case.pk],
        detail={"action": "reopened", "from_state": before, "to_state": case.status},
    )
    return case


def _back_to_work(case: Case, by: Staff) -> Case:
    return writing.change(case, by=by, status=CaseStatus.OPEN, stage=Stage.REVIEW)
