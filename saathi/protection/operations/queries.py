"""What the pages of an operation read: those of the agency, and the children in one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.operations.models import FirstDecision, Operation
from saathi.vault import store as vault

PAGE_SIZE = 50
MAX_CHILDREN = 500  # of one operation, whose words are compared


def list_operations(staff: Staff, page: int = 1) -> list[Operation]:
    """The operations of the agency, the latest first; one more than a page holds."""
    start = (max(page, 1) - 1) * PAGE_SIZE
    found = Operation.objects.filter(agency=staff.agency_id).select_related("office")
    return list(found.order_by("-happened_on", "-recorded_at")[start : start + PAGE_SIZE + 1])


def get_operation(staff: Staff, operation_id: UUID) -> Operation:
    """One operation of the agency; 404 to others."""
    found = Operation.objects.filter(agency=staff.agency_id, pk=operation_id).first()
    if found is None:
        raise access.NotAllowed
    return found


def list_first_decisions(staff: Staff, operation: Operation) -> list[FirstDecision]:
    """The children of an operation whose reports this person reads, the latest first."""
    found = _readable_decisions(staff, operation).select_related("report")
    return list(found.order_by("-recorded_at", "-pk")[:MAX_CHILDREN])


def open_sealed_texts(decisions: list[FirstDecision]) -> Mapping[UUID, Mapping[str, Any]]:
    """What is sealed in each of them."""
    return vault.open_many(decisions)


def list_other_rationales(staff: Staff, operation: Operation) -> list[str]:
    """Why it was decided so for each other child of the operation that this person reads."""
    found = list(_readable_decisions(staff, operation)[:MAX_CHILDREN])
    return [str(words.get("rationale", "")) for words in open_sealed_texts(found).values()]


def _readable_decisions(staff: Staff, operation: Operation) -> QuerySet[FirstDecision]:
    return access.visible(staff, FirstDecision).filter(operation=operation)
