"""Refusals and emergencies are recorded on a second connection that commits by itself.

The request's own transaction is rolled back when a stranger gets 404; its record would go too.
"""

from django.http import HttpRequest

from saathi import audit
from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff


def record_refusal(*, staff: Staff, request: HttpRequest) -> None:
    """Writes down that a member of staff was refused a page; the address holds opaque ids only."""
    match = request.resolver_match
    with log_as(staff, using="refusals"):
        audit.record(
            audit.AuditKind.REFUSED,
            by=staff.id,
            agency=staff.agency_id,
            objects=[v for v in (match.kwargs.values() if match else []) if hasattr(v, "hex")],
            detail={"screen": match.view_name if match else "unknown"},
            using="refusals",
        )
