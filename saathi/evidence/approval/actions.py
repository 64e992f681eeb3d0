"""The write actions shared by requests, agreements and estimates.

Each domain's own actions check who may create and approve them, and under which rules.
"""

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.approval.models import SignedAgreement, TwoPersonDecision
from saathi.evidence.approval.rules import reasons_not_to_decide
from saathi.evidence.approval.vocabulary import AgreementState
from saathi.infra import clock


def add_record(row: TwoPersonDecision, action: str, actor: Staff) -> None:
    """Saves and logs the actor's new record; the caller checks permission and rules."""
    row.agency_id, row.made_by = actor.agency_id, actor.id
    row.save(force_insert=True)
    log_step(row, action, actor)


def approve_record(row: TwoPersonDecision, version: int, actor: Staff) -> None:
    """Records and logs the approval of a record; the caller checks permission and rules."""
    _record_decision(row, version, "approved", "", actor)
    log_step(row, "approved", actor, audit.AuditKind.APPROVED)


@transaction.atomic
def refuse_record(*, row: TwoPersonDecision, version: int, why: str, actor: Staff) -> None:
    """Refuses another person's record with a reason."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if reasons_not_to_decide(row.state, row.made_by, actor.id):
        raise access.NotAllowed
    _record_decision(row, version, "refused", why, actor)
    log_step(row, "refused", actor, audit.AuditKind.SENT_BACK)


@transaction.atomic
def end_agreement(*, agreement: SignedAgreement, version: int, why: str, actor: Staff) -> None:
    """Ends an approved agreement for good; `why` is what the other side says of its copies."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if agreement.state != AgreementState.APPROVED:
        raise writing.ChangedMeanwhile(agreement)
    writing.transition(
        agreement,
        version,
        actor=actor,
        state=AgreementState.ENDED,
        ending=why,
        ended_by=actor.id,
        ended_at=clock.now(),
    )
    log_step(agreement, "ended", actor)


def log_step(
    row: TwoPersonDecision,
    action: str,
    actor: Staff,
    kind: audit.AuditKind = audit.AuditKind.WROTE,
) -> None:
    """Writes the audit entry of a record's step."""
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        objects=[row.pk],
        detail={"action": action, **row.log_detail},
    )


def _record_decision(
    row: TwoPersonDecision, version: int, state: str, why: str, actor: Staff
) -> None:
    """Records the decision and its author; `ChangedMeanwhile` if the state has changed since."""
    now = clock.now()
    writing.transition(
        row, version, actor=actor, state=state, decision=why, decided_by=actor.id, decided_at=now
    )
