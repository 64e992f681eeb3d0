"""Opens an operation, and takes in one child after the other: there is no write for many at once."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.consent.vocabulary import ChildParticipation
from saathi.infra.reasons import Refused
from saathi.protection.intake.actions import ReportInput, add_report
from saathi.protection.operations import queries, rules
from saathi.protection.operations.models import FirstDecision, Operation
from saathi.protection.operations.vocabulary import FirstStep, OperationKind, OperationLead


class DecisionNotIndividual(Refused):
    """What was written is no decision for this child; `reasons` say what is missing."""


@dataclass(frozen=True)
class OperationInput:
    """What an operation is; nothing of a child."""

    name: str
    kind: OperationKind
    led_by: OperationLead
    happened_on: dt.date
    expected: int | None = None


@transaction.atomic
def open_operation(*, data: OperationInput, actor: Staff) -> Operation:
    """The operation of the agency, in which no child stands yet."""
    access.require(actor, Permission.RECORD_REPORT)

    operation = Operation(
        agency_id=actor.agency_id, office_id=actor.office_id, recorded_by=actor.id, **vars(data)
    )
    operation.save(force_insert=True)

    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[operation.pk],
        detail={"action": "added", "model": operation._meta.label_lower},
    )
    return operation


@dataclass(frozen=True)
class OperationChildInput:
    """One child of an operation: what is known of her, what was decided first for her, and why."""

    report: ReportInput
    step: FirstStep
    participation: ChildParticipation
    rationale: str
    her_words: str = ""


@transaction.atomic
def add_child_to_operation(
    *, operation: Operation, data: OperationChildInput, actor: Staff
) -> FirstDecision:
    """The child's own report, in a file of its own, with a decision that is hers (CAS-006).

    `DecisionNotIndividual` without a rationale of her own. From the report her file is looked for and
    opened, as
    from any other.
    """
    access.require(actor, Permission.RECORD_REPORT)
    others = queries.list_other_rationales(actor, operation)
    heard = bool(data.participation)
    if reasons := rules.reasons_against_decision(data.rationale, others, was_child_heard=heard):
        raise DecisionNotIndividual(reasons)

    file = writing.new_file(kind=FileKind.REPORT, office=actor.office, actor=actor)
    report = add_report(file=file, new=data.report, actor=actor)
    decision = FirstDecision(
        file_id=report.file_id,
        operation=operation,
        report=report,
        kind=operation.kind,
        step=data.step,
        heard=data.participation,
        decided_on=actor.office.today(),
    )
    words = {"rationale": data.rationale, "her_words": data.her_words}
    return writing.add(
        decision, actor=actor, payload={key: text for key, text in words.items() if text}
    )
