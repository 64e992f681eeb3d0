"""Operator actions on accounts, from the server. Runs as the maintenance role, never on the web."""

from enum import StrEnum

from django.db import transaction

from saathi import audit
from saathi.agencies import definer_functions
from saathi.agencies.models import Staff


class AccountEndReason(StrEnum):
    """Why an account is ended. A code, because the log holds no free text."""

    DISMISSED = "dismissed"
    LEFT = "left"
    DIED = "died"
    DEVICE_LOST = "device-lost"
    MISUSED = "misused"


@transaction.atomic
def end_account(*, staff: Staff, reason: AccountEndReason) -> None:
    """Ends an account as an administrator would; `ChangeNotPossible` if it has already ended."""
    definer_functions.call_function("SELECT staff_deactivate_by_operator(%s)", [staff.id])

    audit.record(
        audit.AuditKind.DEACTIVATED,
        by=None,
        agency=staff.agency_id,
        objects=[staff.id],
        detail={"role": staff.role_kind, "reason": reason.value, "method": "operator"},
    )
