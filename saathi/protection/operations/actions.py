"""Opens an operation, and takes in one child after the other: there is no write for many at once."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.consent.vocabulary import Heard
from saathi.infra.reasons import Refused
from saathi.protection.intake.actions import NewReport, add_report
from saathi.protection.operations import queries, rules
from saathi.protection.operations.models import FirstDecision, Operation
from saathi.protection.operations.vocabulary import FirstStep, LedBy, OperationKind


class NotOneByOne(Refused):
    """What was written is no decision for this child; `reasons` say what is missing."""


@dataclass(frozen=True)
class OperationTold:
    """What an operation is; nothing of a child."""

    name: str
    kind: OperationKind
    led_by: LedBy
    happened_on: dt.date
    expected: int | None = None


@transaction.atomic
def open_operation(*, told: OperationTold, by: Staff) -> Operation:
    """The operation of the agency, in which no child stands yet."""
    access.require(by, Permission.RECORD_REPORT)

    operation = Operation(
        agency_id=by.agency_id, office_id=by.office_id, recorded_by=by.id, **vars(told)
    )
    operation.save(force_insert=True)

    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        objects=[operation.pk],
        detail={"action": "added", "model": operation._meta.label_lower},
    )
    return operation


@dataclass(frozen=True)
class ChildTakenIn:
    """One child of an operation: what is known of her, what was decided first for her, and why."""

    report: NewReport
    step: FirstStep
    heard: Heard
    rationale: str
    her_words: str = ""


@transaction.atomic
def take_in(*, operation: Operation, told: ChildTakenIn, by: Staff) -> FirstDecision:
    """The child's own report, in a file of its own, with a decision that is hers (CAS-006).

    `NotOneByOne` without a rationale of her own. From the report her file is looked for and opened, as
    from any other.
    """
    access.require(by, Permission.RECORD_REPORT)
    others = queries.rationales(by, operation)
    heard = bool(told.heard)
    if reasons := rules.reasons_against_decision(told.rationale, others, heard=heard):
        raise NotOneByOne(reasons)

    file = writing.new_file(kind=FileKind.REPORT, office=by.office, by=by)
    report = add_report(file=file, new=told.report, by=by)
    decision = FirstDecision(
        file_id=report.file_id,
        operation=operation,
        report=report,
        kind=operation.kind,
        step=told.step,
        heard=told.heard,
        decided_on=by.office.today(),
    )
    words = {"rationale": told.rationale, "her_words": told.her_words}
    return writing.add(decision, by=by, payload={key: text for key, text in words.items() if text})
