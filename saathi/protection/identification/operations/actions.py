"""Opens an operation and adds children one by one: there is no action for several at once."""

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
from saathi.protection.identification.intake.actions import ReportInput, add_report
from saathi.protection.identification.operations import queries, rules
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.protection.identification.operations.vocabulary import (
    FirstStep,
    OperationKind,
    OperationLead,
)


class DecisionNotIndividual(Refused):
    """The text is not a decision for this child; `reasons` say what is missing."""


@dataclass(frozen=True)
class OperationInput:
    """The details of an operation, without data about children."""

    name: str
    kind: OperationKind
    led_by: OperationLead
    happened_on: dt.date
    expected: int | None = None


@transaction.atomic
def open_operation(*, data: OperationInput, actor: Staff) -> Operation:
    """Opens an operation of the agency, without children yet."""
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
    """One child of an operation: what is known, the first decision, and its rationale."""

    report: ReportInput
    step: FirstStep
    participation: ChildParticipation
    rationale: str
    her_words: str = ""


@transaction.atomic
def add_child_to_operation(
    *, operation: Operation, data: OperationChildInput, actor: Staff
) -> FirstDecision:
    """Adds the child's own report, in a file of its own, with an individual decision (CAS-006).

    `DecisionNotIndividual` without an individual rationale. From the report the child is searched for and a
    file opened, as from any other report.
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
    texts = {"rationale": data.rationale, "her_words": data.her_words}
    return writing.add(
        decision, actor=actor, payload={key: text for key, text in texts.items() if text}
    )
