"""Queries for a child's complaints, and for all complaints that wait for an answer."""

from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.models import Complaint

PAGE_SIZE = 50


def file_of_complaint(staff: Staff, complaint_id: UUID) -> UUID:
    """The file of a complaint that the reader may read; 404 for all others."""
    complaints = access.visible(staff, Complaint).filter(pk=complaint_id)
    file_id = complaints.values_list("file_id", flat=True).first()
    if file_id is None:
        raise access.NotAllowed
    return file_id


def list_all_complaints(staff: Staff, *, which: str = "", page: int = 1) -> list[Complaint]:
    """Complaints of all children whose files the staff member may read.

    Those that wait come first, by the promised day.
    """
    complaints = (
        _waiting_complaints(staff) if which == "waiting" else access.visible(staff, Complaint)
    )
    order = Case(
        When(state__in=rules.WAITING_STATES, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    ordered = complaints.select_related("child").order_by(order, "answer_by", "pk")
    start = (max(page, 1) - 1) * PAGE_SIZE
    return list(ordered[start : start + PAGE_SIZE + 1])


def count_waiting_complaints(staff: Staff) -> int:
    """How many children wait for an answer from this staff member or those they lead."""
    return _waiting_complaints(staff).count()


def _waiting_complaints(staff: Staff) -> QuerySet[Complaint]:
    waiting = access.visible(staff, Complaint).filter(state__in=rules.WAITING_STATES)
    leads = Q(file__office__in=[leader_id for leader_id in staff.acts_as if leader_id != staff.id])
    return waiting.filter(Q(handler=staff.id) | leads)
