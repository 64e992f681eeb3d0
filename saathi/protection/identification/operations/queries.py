"""Queries of operations: those of the agency, and the children in one."""

from django.db.models import QuerySet

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.protection.identification.operations.models import FirstDecision, Operation

MAX_CHILDREN = 500  # of one operation, whose rationales are compared


def operations_of_agency(staff: Staff) -> QuerySet[Operation]:
    """The operations of the agency, latest first."""
    operations = Operation.objects.filter(agency=staff.agency_id)
    return operations.order_by("-happened_on", "-recorded_at")


def list_first_decisions(staff: Staff, operation: Operation) -> list[FirstDecision]:
    """The children of an operation whose reports this person may read, opened, latest first."""
    order = ("-recorded_at", "-pk")
    return records.list_opened(staff, FirstDecision, *order, most=MAX_CHILDREN, operation=operation)


def list_other_rationales(staff: Staff, operation: Operation) -> list[str]:
    """The rationales for the other children of the operation that this person may read."""
    return [decision.rationale for decision in list_first_decisions(staff, operation)]
