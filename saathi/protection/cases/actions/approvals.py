"""Asking a supervisor, and her answer. What is asked about belongs to the caller: plan or closing.

Nobody approves what she asked for; the database refuses it as well.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import NoticeKind
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.protection.cases import rules
from saathi.protection.cases.models import Approval, Case
from saathi.protection.cases.vocabulary import ApprovalDecision, ApprovalSubject


class NotApproved(Refused):
    """An approval that the rules refuse; `reasons` say why, for the page to show."""


@transaction.atomic
def ask(
    *, case: Case, subject: ApprovalSubject, record: Scoped, by: Staff, answer: str = ""
) -> Approval:
    """A waiting request about `record` as it is now; an earlier one about the same is withdrawn.

    `answer` is what the asker says to a question with which an earlier request came back.
    """
    access.require(by, Permission.WORK_ON_CASE, case)

    writing.change_where(
        waiting(case, subject),
        by=by,
        decision=ApprovalDecision.WITHDRAWN,
        decided_by=by.id,
        decided_at=clock.now(),
    )
    approval = Approval(
        file_id=case.file_id,
        case=case,
        office_id=case.office_id,
        subject=subject,
        subject_id=record.pk,
        subject_version=record.version,
        asked_at=clock.now(),
    )
    writing.add(approval, by=by, payload={"answer": answer} if answer else None)

    notices.tell_leaders(
        of_file=case.file_id, kind=NoticeKind.APPROVAL_ASKED, record=approval.pk, by=by
    )
    return approval


def waiting(case: Case, subject: ApprovalSubject) -> QuerySet[Approval]:
    """The requests of this kind that wait in a case: at most one, unless two asked at once."""
    return Approval.objects.filter(case=case, subject=subject, decision=ApprovalDecision.WAITING)


@transaction.atomic
def withdraw(*, approval: Approval, by: Staff) -> Approval:
    """The request taken back, by whoever works on the case."""
    access.require(by, Permission.WORK_ON_CASE, approval)

    if approval.decision != ApprovalDecision.WAITING:
        raise NotApproved([rules.ALREADY_DECIDED])
    return _decide(approval, ApprovalDecision.WITHDRAWN, by)


def reasons_against(approval: Approval, *, version_now: int, by: Staff) -> tuple[Reason, ...]:
    """Why this person may not approve this request now; empty when she may."""
    facts = rules.ApprovalFacts(
        requested_by=str(approval.recorded_by),
        decision=ApprovalDecision(approval.decision),
        version_asked=approval.subject_version,
        version_now=version_now,
    )
    leads = approval.office_id in by.acts_as and access.may(by, Permission.APPROVE)
    return rules.reasons_not_to_approve(facts, approver=str(by.id), supervises=leads)


@transaction.atomic
def approve(
    *, approval: Approval, version_now: int, by: Staff, further: Sequence[Reason] = ()
) -> Approval:
    """The request approved; NotApproved with all reasons where one or a `further` one stands."""
    access.require(by, Permission.APPROVE, approval)

    reasons = (*reasons_against(approval, version_now=version_now, by=by), *further)
    if reasons:
        raise NotApproved(reasons)

    _decide(approval, ApprovalDecision.APPROVED, by)

    _log(audit.Kind.APPROVED, approval, by)
    notices.tell(approval.recorded_by, kind=NoticeKind.APPROVAL_GIVEN, record=approval.pk, by=by)
    return approval


@transaction.atomic
def send_back(*, approval: Approval, question: str, by: Staff) -> Approval:
    """The request back with the asker, with a question. What has changed since may go back too."""
    access.require(by, Permission.APPROVE, approval)

    reasons = reasons_against(approval, version_now=approval.subject_version, by=by)
    if reasons:
        raise NotApproved(reasons)

    _decide(approval, ApprovalDecision.SENT_BACK, by, question=question)

    _log(audit.Kind.SENT_BACK, approval, by)
    notices.tell(approval.recorded_by, kind=NoticeKind.SENT_BACK, record=approval.pk, by=by)
    return approval


def _decide(
    approval: Approval, decision: ApprovalDecision, by: Staff, question: str = ""
) -> Approval:
    payload = None
    if question:
        payload = {**records.words_of(approval), "question": question}
    return writing.change(
        approval,
        by=by,
        payload=payload,
        decision=decision,
        decided_by=by.id,
        decided_at=clock.now(),
    )


def _log(kind: audit.Kind, approval: Approval, by: Staff) -> None:
    audit.record(
        kind,
        by=by.id,
        agency=by.agency_id,
        file_id=approval.file_id,
        objects=[approval.pk, approval.subject_id],
        detail={"action": approval.subject, "version": approval.subject_version},
    )
