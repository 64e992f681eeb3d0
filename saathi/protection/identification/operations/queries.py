"""Queries of operations: those of an agency, and the children in one operation."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.protection.identification.operations.models import (
    FirstDecision,
    Operation,
    OperationRisk,
)
from saathi.vault import store as vault

MAX_RISKS = 100
MAX_CHILDREN = 500  # in one operation; their rationales are compared


def operations_of_agency(staff: Staff) -> QuerySet[Operation]:
    """The agency's operations, latest first, and whether a risk to children was checked."""
    risks = OperationRisk.objects.filter(operation=OuterRef("pk"))
    operations = Operation.objects.filter(agency=staff.agency_id).annotate(
        is_harm_checked=Exists(risks)
    )
    return operations.order_by("-happened_on", "-recorded_at")


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
