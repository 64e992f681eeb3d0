"""What the pages of complaints read: those of one child, and those that wait for somebody."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.protection.complaints import rules
from saathi.protection.complaints.models import Complaint
from saathi.vault import store as vault

PAGE_SIZE = 50


def list_child_complaints(staff: Staff, file_id: UUID) -> list[Complaint]:
    """The complaints of one child that this person reads, the latest first."""
    found = access.rights(staff, file_id).records(Complaint).select_related("handler")
    return list(found.order_by("-said_on", "-recorded_at")[:PAGE_SIZE])


def open_sealed_texts(complaints: Sequence[Complaint]) -> Mapping[UUID, Mapping[str, Any]]:
    """What is sealed in each of them."""
    return vault.open_many(list(complaints))


def get_complaint(staff: Staff, file_id: UUID, complaint_id: UUID) -> Complaint:
    """One complaint of a file, its look on record; 404 to strangers and to those it is about."""
    return records.get_record_of_file(staff, Complaint, file_id, complaint_id)


def file_of_complaint(staff: Staff, complaint_id: UUID) -> UUID:
    """The file of a complaint that this person reads; 404 otherwise."""
    found = access.visible(staff, Complaint).filter(pk=complaint_id)
    file_id = found.values_list("file_id", flat=True).first()
    if file_id is None:
        raise access.NotAllowed
    return file_id


def list_all_complaints(staff: Staff, *, which: str = "", page: int = 1) -> list[Complaint]:
    """Complaints of all children whose files she reads: what waits first, by the day promised."""
    found = _waiting_complaints(staff) if which == "waiting" else access.visible(staff, Complaint)
    order = Case(
        When(state__in=rules.WAITING_STATES, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    ordered = found.select_related("child").order_by(order, "answer_by", "pk")
    start = (max(page, 1) - 1) * PAGE_SIZE
    return list(ordered[start : start + PAGE_SIZE + 1])


def count_waiting_complaints(staff: Staff) -> int:
    """How many children wait for an answer from her, or from those she leads."""
    return _waiting_complaints(staff).count()


def _waiting_complaints(staff: Staff) -> QuerySet[Complaint]:
    found = access.visible(staff, Complaint).filter(state__in=rules.WAITING_STATES)
    leads = Q(file__office__in=[one for one in staff.acts_as if one != staff.id])
    return found.filter(Q(handler=staff.id) | leads)
