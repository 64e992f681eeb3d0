"""Reads of agencies, offices and staff: nothing of a child is among them."""

from saathi.agencies.models import Staff


def staff_by_email(email: str) -> Staff | None:
    """The member of staff who signs in with this address."""
    return Staff.objects.filter(email__iexact=email.strip()).first() if email else None


def staff_by_ending(ending: str) -> list[Staff]:
    """Active staff whose address ends so, with their offices; for the demo's people."""
    return list(Staff.objects.filter(email__endswith=ending, is_active=True).order_by("email"))
