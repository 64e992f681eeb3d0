"""What the pages of an operation read: those of the agency, and the children in one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.operations.models import FirstDecision, Operation
from saathi.vault import store as vault

A_PAGE = 50
MOST_CHILDREN = 500  # of one operation, whose words are compared


def operations_of(staff: Staff, page: int = 1) -> list[Operation]:
    """The operations of the agency, the latest first; one more than a page holds."""
    start = (max(page, 1) - 1) * A_PAGE
    found = Operation.objects.filter(agency=staff.agency_id).select_related("office")
    return list(found.order_by("-happened_on", "-recorded_at")[start : start + A_PAGE + 1])


def operation_of(staff: Staff, operation_id: UUID) -> Operation:
    """One operation of the agency; 404 to others."""
    found = Operation.objects.filter(agency=staff.agency_id, pk=operation_id).first()
    if found is None:
        raise access.NotAllowed
    return found


def children_of(staff: Staff, operation: Operation) -> list[FirstDecision]:
    """The children of an operation whose reports this person reads, the latest first."""
    found = _decisions(staff, operation).select_related("report")
    return list(found.order_by("-recorded_at", "-pk")[:MOST_CHILDREN])


def opened(found: list[FirstDecision]) -> Mapping[UUID, Mapping[str, Any]]:
    """What is sealed in each of them."""
    return vault.open_many(found)


def rationales(staff: Staff, operation: Operation) -> list[str]:
    """Why it was decided so for each other child of the operation that this person reads."""
    found = list(_decisions(staff, operation)[:MOST_CHILDREN])
    return [str(words.get("rationale", "")) for words in opened(found).values()]


def _decisions(staff: Staff, operation: Operation) -> QuerySet[FirstDecision]:
    return access.visible(staff, FirstDecision).filter(operation=operation)
