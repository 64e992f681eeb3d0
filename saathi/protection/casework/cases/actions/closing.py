"""Requesting the closing of a case, closing it and reopening it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Reason, Refused
from saathi.people.vocabulary import DeathSource
from saathi.protection.casework.cases import closing_rules, closings, rules, status_rules
from saathi.protection.casework.cases.actions import approvals, duties
from saathi.protection.casework.cases.models import Approval, Case, Closing, Due
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import (
    APPROVAL_ASKED_NOTICE,
    DEATH_CLOSING_NOTICE,
    ApprovalSubject,
    CaseStatus,
    ClosingReason,
    ReopenReason,
    Stage,
)


@dataclass(frozen=True)
class ClosingInput:
    """The reason for closing, with the child's evaluation or the reason why there is none.

    `statement` is the child's evaluation as stored in `participation`; `other_case` names the case
    that continues if this one is a duplicate. Of a child who died: when, if it is known, and how it is known.
    """

    reason: str
    evaluation: str
    statement: UUID | None = None
    summary: str = ""
    where_to_get_help: str = ""
    knows_what_it_means: bool = False
    other_case: str = ""
    died_on: dt.date | None = None
    death_source: str = DeathSource.NOT_ASKED

    def payload(self) -> dict[str, object]:
        """The texts to seal."""
        return {
            "summary": self.summary,
            "where_to_get_help": self.where_to_get_help,
            "knows_what_it_means": self.knows_what_it_means,
            "other_case": self.other_case,
        }


@transaction.atomic
def request_closing(
    *, case: Case, new: ClosingInput, version: int, actor: Staff, answer: str = ""
) -> Approval:
    """Requests the closing of a case. Open matters do not block the request, only the approval.

    The supervisors are notified urgently if the child is said to have died.
    """
    access.require(actor, Permission.WORK_ON_CASE, case)

    if case.is_ended:
        raise access.NotAllowed

    writing.change(case, actor=actor, version=version, status=CaseStatus.CLOSING_ASKED)
    closing = Closing(
        file_id=case.file_id,
        case=case,
        reason=new.reason,
        asked_on=case.office.today(),
        evaluation=new.evaluation,
        statement=new.statement,
        died_on=new.died_on,
        death_source=new.death_source,
    )
    writing.add(closing, actor=actor, payload=new.payload())
    has_died = new.reason == ClosingReason.DIED
    return approvals.request_approval(
        case=case,
        subject=ApprovalSubject.CLOSING,
        record=closing,
        actor=actor,
        answer=answer,
        notice=DEATH_CLOSING_NOTICE if has_died else APPROVAL_ASKED_NOTICE,
    )


@transaction.atomic
def withdraw_closing_request(*, approval: Approval, case: Case, actor: Staff) -> Case:
    """Withdraws the request and sets the case to open again."""
    approvals.withdraw_approval_request(approval=approval, actor=actor)
    return _open_again(case, actor)


@transaction.atomic
def return_closing_request(*, approval: Approval, case: Case, question: str, actor: Staff) -> Case:
    """Returns the request with the supervisor's question and sets the case to open again."""
    approvals.return_for_revision(approval=approval, question=question, actor=actor)
    return _open_again(case, actor)


@transaction.atomic
def close_case(
    *, case: Case, closing: Closing, open_matters: Sequence[Reason], actor: Staff
) -> Case:
    """Closes the case as requested; raises ApprovalRefused with every reason.

    `open_matters` are the open matters of all domains, collected by the caller (`desk.actions`).
    The parameter has no default, so that no caller can forget to check.
    """
    access.require(actor, Permission.APPROVE, case)
    approval = closings.waiting_closing_approval(closing)
    if approval is None:
        raise approvals.ApprovalRefused([rules.ALREADY_DECIDED])

    today = case.office.today()
    against = closing_rules.reasons_not_to_close(
        closings.closing_facts(closing, actor),
        open_matters=open_matters,
        procedure=office_procedure(case.office, on=today),
        today=today,
    )
    approvals.approve_request(
        approval=approval, version_now=closing.version, actor=actor, further_reasons=against
    )

    # Open duties end with the case; overdue ones were open matters that prevent closing.
    writing.change_matching(Due.objects.filter(case=case, done_on=None), actor=actor, done_on=today)
    return writing.change(
        case,
        actor=actor,
        status=CaseStatus.CLOSED,
        stage=Stage.CLOSING,
        closed_on=today,
        closing_reason=closing.reason,
    )


class ReopeningRefused(Refused):
    """A case that cannot be reopened; `reasons` give the codes."""


@dataclass(frozen=True)
class ReopeningInput:
    """Why a closed case is reopened, and on which day; `explanation` is sealed."""

    why: ReopenReason
    explanation: str
    reopened_on: dt.date


@transaction.atomic
def reopen_case(*, case: Case, data: ReopeningInput, version: int, actor: Staff) -> Case:
    """The reopened case, with the reason on record; `ReopeningRefused` with reasons.

    It is the same case, and its closing stays as it was; it can be closed again later. If its
    worker has left, the person who reopens it becomes the worker.
    """
    access.require(actor, Permission.WORK_ON_CASE, case)

    before = CaseStatus(case.status)
    if reasons := status_rules.reasons_against_reopening(before, explanation=data.explanation):
        raise ReopeningRefused(reasons)

    last = closings.last_closing(case)
    if last is not None:
        texts = dict(records.open_texts(last))
        texts |= {"reopened": data.explanation}
        writing.change(
            last, actor=actor, payload=texts, reopened_on=data.reopened_on, reopened_why=data.why
        )
    writing.change(
        case,
        actor=actor,
        version=version,
        status=CaseStatus.OPEN,
        stage=Stage.REVIEW,
        closed_on=None,
        closing_reason="",
        worker=case.worker if case.worker.is_active else actor,
    )
    duties.renew_duties(case=case, actor=actor)

    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        file_id=case.file_id,
        objects=[case.pk],
        detail={"action": "reopened", "from_state": before, "to_state": case.status},
    )
    return case


def _open_again(case: Case, actor: Staff) -> Case:
    """The case in the stage in which its closure was requested."""
    stage = Stage.REVIEW if case.stage == Stage.CLOSING else case.stage  # requested before 2026-12
    return writing.change(case, actor=actor, status=CaseStatus.OPEN, stage=stage)
