"""What is said when a placement is recorded for a child who is missing from care."""

from django.contrib import messages
from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.placements import queries
from saathi.protection.care.placements.models import Placement


def warn_still_missing(request: StaffRequest, placement: Placement) -> None:
    """Says that the child of a placement that was saved is still missing, and what ends that."""
    left = access.visible(request.staff, Placement).filter(
        queries.is_missing(), file_id=placement.file_id
    )
    if left.exists():
        text = gettext(
            "Saved. The child is still recorded as missing from care, until someone has seen the child: "
            "record it with “Child found or back”."
        )
        messages.warning(request, text)
