"""Queries of operations: those of the agency, and the children in one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.vault import store as vault

PAGE_SIZE = 50
MAX_CHILDREN = 500  # of one operation, whose rationales are compared


def list_operations(staff: Staff, page: int = 1) -> list[Operation]:
    """The operations of the agency, latest first; one more than fits on a page."""
    start = (max(page, 1) - 1) * PAGE_SIZE
    operations = Operation.objects.filter(agency=staff.agency_id).select_related("office")
    return list(operations.order_by("-happened_on", "-recorded_at")[start : start + PAGE_SIZE + 1])


def get_operation(staff: Staff, operation_id: UUID) -> Operation:
    """One operation of the agency; 404 to other agencies."""
    operation = Operation.objects.filter(agency=staff.agency_id, pk=operation_id).first()
    if operation is None:
        raise access.NotAllowed
    return operation


def list_first_decisions(staff: Staff, operation: Operation) -> list[FirstDecision]:
    """The children of an operation whose reports this person may read, latest first."""
    decisions = _readable_decisions(staff, operation).select_related("report")
    return list(decisions.order_by("-recorded_at", "-pk")[:MAX_CHILDREN])


def open_sealed_texts(decisions: list[FirstDecision]) -> Mapping[UUID, Mapping[str, Any]]:
    """The decrypted texts of each decision."""
    return vault.open_many(decisions)


def list_other_rationales(staff: Staff, operation: Operation) -> list[str]:
    """The rationales for the other children of the operation that this person may read."""
    decisions = list(_readable_decisions(staff, operation)[:MAX_CHILDREN])
    return [str(texts.get("rationale", "")) for texts in open_sealed_texts(decisions).values()]


def _readable_decisions(staff: Staff, operation: Operation) -> QuerySet[FirstDecision]:
    return access.visible(staff, FirstDecision).filter(operation=operation)
