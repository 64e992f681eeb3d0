"""Records refusals and emergency access on a second connection that commits independently.

The request's own transaction is rolled back when a person gets a 404, and its log entry would be
lost with it.
"""

from django.http import HttpRequest

from saathi import audit
from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff

REFUSALS_CONNECTION = "refusals"  # commits by itself


def record_refusal(*, staff: Staff, request: HttpRequest) -> None:
    """Records that a member of staff was refused a page; the address contains opaque ids only."""
    match = request.resolver_match
    with log_as(staff, using=REFUSALS_CONNECTION):
        audit.record(
            audit.AuditKind.REFUSED,
            by=staff.id,
            agency=staff.agency_id,
            objects=[v for v in (match.kwargs.values() if match else []) if hasattr(v, "hex")],
            detail={"screen": match.view_name if match else "unknown"},
            using=REFUSALS_CONNECTION,
        )
