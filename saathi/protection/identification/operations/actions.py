"""Opens and approves an operation, and adds children one by one: no action adds several at once."""

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.access_log import log_change, log_write
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.infra import clock
from saathi.infra.reasons import Refused
from saathi.protection.identification.intake.actions import (
    ReportInput,
    add_report,
    bypass_named_staff,
)
from saathi.protection.identification.operations import queries, rules
from saathi.protection.identification.operations.models import (
    FirstDecision,
    Operation,
    OperationRisk,
)
from saathi.protection.identification.operations.vocabulary import OperationState


class OperationNotApprovable(Refused):
    """An operation that this person cannot approve now; `reasons` give the codes."""


class RiskNotAnswered(Refused):
    """A risk lacks its description or what is done about it; `reasons` say which."""


class DecisionNotIndividual(Refused):
    """The text is not an individual decision for this child; `reasons` say what is missing."""


@transaction.atomic
def open_operation(*, operation: Operation, actor: Staff) -> Operation:
    """Opens an operation of the agency, without children yet."""
    access.require(actor, Permission.RECORD_REPORT)

    operation.agency_id, operation.office_id = actor.agency_id, actor.office_id
    operation.recorded_by = actor.id
    operation.save(force_insert=True)

    log_write(operation, actor=actor, action="added")
    return operation


@transaction.atomic
def add_risk(*, operation: Operation, risk: OperationRisk, actor: Staff) -> OperationRisk:
    """Adds a risk to the harm check of an operation; `RiskNotAnswered` with reasons (RTS-002)."""
    access.require(actor, Permission.RECORD_REPORT)
    if operation.agency_id != actor.agency_id:
        raise access.NotAllowed
    if reasons := rules.reasons_against_risk(risk.kind, risk.detail, risk.response):
        raise RiskNotAnswered(reasons)

    risk.operation, risk.agency_id, risk.recorded_by = operation, actor.agency_id, actor.id
    risk.save(force_insert=True)
    log_write(risk, actor=actor, action="added")
    return risk


@transaction.atomic
def approve_operation(*, operation: Operation, version: int, actor: Staff) -> Operation:
    """Approves a planned operation as a second person; `OperationNotApprovable` with reasons (RTS-002)."""
    access.require(actor, Permission.APPROVE)
    if operation.agency_id != actor.agency_id:
        raise access.NotAllowed
    if reasons := queries.reasons_not_to_approve(operation, actor):
        raise OperationNotApprovable(reasons)

    writing.transition(
        operation,
        version,
        actor=actor,
        state=OperationState.APPROVED,
        decided_by=actor.id,
        decided_at=clock.now(),
    )
    model = operation._meta.label_lower
    log_change(audit.AuditKind.APPROVED, operation, actor=actor, action="approved", model=model)
    return operation


@transaction.atomic
def add_child_to_operation(
    *,
    decision: FirstDecision,
    report: ReportInput,
    actor: Staff,
    is_another_child: bool = False,
) -> FirstDecision:
    """Adds the child's own report in its own file, with an individual decision (CAS-006).

    `DecisionNotIndividual` without an individual rationale, or if a child of this name is already
    listed and `is_another_child` does not confirm that this is another child. The child is searched
    for and a file opened as after any other report, which goes past the colleagues that it names;
    `NamingRefused` as for any other.
    """
    access.require(actor, Permission.RECORD_REPORT)
    listed = queries.list_first_decisions(actor, decision.operation)
    names = queries.names_in_reports(listed).values()
    reasons = rules.reasons_against_decision(
        decision.rationale,
        [other.rationale for other in listed],
        was_child_heard=bool(decision.child_participation),
    )
    reasons += rules.reasons_against_repetition(
        report.texts.get("child_names", ""), names, is_confirmed=is_another_child
    )
    if reasons:
        raise DecisionNotIndividual(reasons)

    file = writing.create_file(kind=FileKind.REPORT, office=actor.office, actor=actor)
    decision.report = add_report(file=file, new=report, actor=actor)
    decision.file, decision.kind = file, decision.operation.kind
    decision.decided_on = actor.office.today()
    added = writing.add(decision, actor=actor)
    named = (report.named_staff, report.named_office)
    bypass_named_staff(report=decision.report, named=named, actor=actor)
    return added
