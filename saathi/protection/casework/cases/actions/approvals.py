"""Requests to a supervisor for approval of a plan or a closing, and the supervisor's decision.

Staff cannot approve their own request; the database refuses it as well.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.infra.reasons import Reason, Refused
from saathi.protection.casework.cases import rules
from saathi.protection.casework.cases.models import Approval, Case
from saathi.protection.casework.cases.vocabulary import (
    APPROVAL_ASKED_NOTICE,
    APPROVAL_GIVEN_NOTICE,
    SENT_BACK_NOTICE,
    ApprovalDecision,
    ApprovalSubject,
)


class ApprovalRefused(Refused):
    """An approval that the rules refuse; `reasons` say why, for the page to show."""


@transaction.atomic
def request_approval(  # noqa: PLR0913 - the request and how the supervisors learn of it
    *,
    case: Case,
    subject: ApprovalSubject,
    record: Scoped,
    actor: Staff,
    answer: str = "",
    notice: NoticeKind = APPROVAL_ASKED_NOTICE,
) -> Approval:
    """Creates a waiting request about `record` in its current version.

    It replaces an earlier waiting request about the same subject. `answer` is the requester's
    answer to the question with which an earlier request was returned; `notice` is what the
    supervisors are sent.
    """
    access.require(actor, Permission.WORK_ON_CASE, case)

    writing.change_matching(
        list_approval_requests(case, subject),
        actor=actor,
        decision=ApprovalDecision.REPLACED,
        decided_by=actor.id,
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
    writing.add(approval, actor=actor, payload={"answer": answer} if answer else None)

    notices.notify_supervisors(file_id=case.file_id, kind=notice, record=approval.pk, actor=actor)
    return approval


def list_approval_requests(case: Case, subject: ApprovalSubject) -> QuerySet[Approval]:
    """The waiting requests of this kind in a case: one at most, unless two were made at once."""
    return Approval.objects.filter(case=case, subject=subject, decision=ApprovalDecision.WAITING)


@transaction.atomic
def withdraw_approval_request(*, approval: Approval, actor: Staff) -> Approval:
    """Withdraws the request; any staff member who works on the case may do so."""
    access.require(actor, Permission.WORK_ON_CASE, approval)

    if approval.decision != ApprovalDecision.WAITING:
        raise ApprovalRefused([rules.ALREADY_DECIDED])
    return _decide(approval, ApprovalDecision.WITHDRAWN, actor)


def reasons_against_approval(
    approval: Approval, *, version_now: int, actor: Staff
) -> tuple[Reason, ...]:
    """The reasons why `actor` may not approve this request now; empty if they may."""
    facts = rules.ApprovalFacts(
        requested_by=str(approval.recorded_by),
        decision=ApprovalDecision(approval.decision),
        version_asked=approval.subject_version,
        version_now=version_now,
    )
    leads = approval.office_id in actor.acts_as and access.has_permission(actor, Permission.APPROVE)
    return rules.reasons_not_to_approve(facts, approver=str(actor.id), supervises=leads)


@transaction.atomic
def approve_request(
    *, approval: Approval, version_now: int, actor: Staff, further_reasons: Sequence[Reason] = ()
) -> Approval:
    """Approves the request; raises ApprovalRefused with all reasons, including `further_reasons`."""
    access.require(actor, Permission.APPROVE, approval)

    reasons = (
        *reasons_against_approval(approval, version_now=version_now, actor=actor),
        *further_reasons,
    )
    if reasons:
        raise ApprovalRefused(reasons)

    _decide(approval, ApprovalDecision.APPROVED, actor)

    _log(audit.AuditKind.APPROVED, approval, actor)
    notices.notify_about(approval, approval.recorded_by, kind=APPROVAL_GIVEN_NOTICE, actor=actor)
    return approval


@transaction.atomic
def return_for_revision(*, approval: Approval, question: str, actor: Staff) -> Approval:
    """Returns the request to the requester with a question, even if the record has changed since."""
    access.require(actor, Permission.APPROVE, approval)

    reasons = reasons_against_approval(approval, version_now=approval.subject_version, actor=actor)
    if reasons:
        raise ApprovalRefused(reasons)

    _decide(approval, ApprovalDecision.SENT_BACK, actor, question=question)

    _log(audit.AuditKind.SENT_BACK, approval, actor)
    notices.notify_about(approval, approval.recorded_by, kind=SENT_BACK_NOTICE, actor=actor)
    return approval


def _decide(
    approval: Approval, decision: ApprovalDecision, actor: Staff, question: str = ""
) -> Approval:
    payload = None
    if question:
        payload = {**records.open_texts(approval), "question": question}
    return writing.change(
        approval,
        actor=actor,
        payload=payload,
        decision=decision,
        decided_by=actor.id,
        decided_at=clock.now(),
    )


def _log(kind: audit.AuditKind, approval: Approval, actor: Staff) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=approval.file_id,
        objects=[approval.pk, approval.subject_id],
        detail={"action": approval.subject, "version": approval.subject_version},
    )
