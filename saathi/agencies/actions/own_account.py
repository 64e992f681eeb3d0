"""What a member of staff changes in her own row: her PIN, her language."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from saathi import audit
from saathi.agencies.models import Staff


@transaction.atomic
def set_pin(*, by: Staff, pin: str) -> Staff:
    """The member of staff with a new PIN for her locked screen; it is kept as a slow hash."""
    by.pin = make_password(pin)
    by.save(update_fields=["pin"])

    audit.record(audit.Kind.KEY_ADDED, by=by.id, agency=by.agency_id, detail={"method": "pin"})
    return by
