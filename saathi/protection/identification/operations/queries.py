"""Queries of operations: those of an agency, and the children in one operation."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column
from saathi.infra.reasons import Reason
from saathi.protection.identification.operations import rules
from saathi.protection.identification.operations.models import (
    FirstDecision,
    Operation,
    OperationRisk,
)
from saathi.protection.identification.operations.vocabulary import OperationState
from saathi.vault import store as vault

MAX_RISKS = 100
MAX_COUNTED = 99
MAX_CHILDREN = 500  # in one operation; their rationales are compared


def operations_of_agency(staff: Staff) -> QuerySet[Operation]:
    """The agency's operations, latest first, and whether a risk to children was checked."""
    risks = OperationRisk.objects.filter(operation=OuterRef("pk"))
    operations = Operation.objects.filter(agency=staff.agency_id).annotate(
        is_harm_checked=Exists(risks)
    )
    return operations.order_by("-happened_on", "-recorded_at")


def reasons_not_to_approve(operation: Operation, actor: Staff) -> tuple[Reason, ...]:
    """Why this person cannot approve the operation; empty if they can."""
    return rules.reasons_not_to_approve(
        operation.state,
        operation.happened_on,
        is_own=operation.recorded_by == actor.id,
        is_harm_checked=operation.risks.exists(),
        today=actor.office.today(),
    )


def approvable_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many operations with a harm check await approval by this person."""
    planned = Operation.objects.filter(
        Exists(OperationRisk.objects.filter(operation=OuterRef("pk"))),
        agency=staff.agency_id,
        state=OperationState.PLANNED,
        happened_on__gte=today,
    ).exclude(recorded_by=staff.id)
    return count_column(planned, MAX_COUNTED)


def list_risks(operation: Operation) -> list[OperationRisk]:
    """The recorded risks of an operation: its harm check."""
    return list(operation.risks.order_by("recorded_at")[:MAX_RISKS])


def list_first_decisions(staff: Staff, operation: Operation) -> list[FirstDecision]:
    """The children of an operation whose reports this person may read, opened, latest first."""
    order = ("-recorded_at", "-pk")
    visible = access.visible(staff, FirstDecision).filter(operation=operation)
    listed = list(visible.select_related("report").order_by(*order)[:MAX_CHILDREN])
    records.open_texts_of_each(listed)
    return listed


def names_in_reports(decisions: Sequence[FirstDecision]) -> dict[UUID, str]:
    """The child's name in each report, by report; reports without a name are left out."""
    opened = vault.open_many([cast("vault.SealedRecord", each.report) for each in decisions])
    return {
        report_id: str(texts["child_names"])
        for report_id, texts in opened.items()
        if texts.get("child_names")
    }
