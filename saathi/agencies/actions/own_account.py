"""What a member of staff changes in her own row: her PIN, her language, how she is told of notices."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from saathi import audit
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import NoticesByMail


@transaction.atomic
def set_pin(*, by: Staff, pin: str) -> Staff:
    """The member of staff with a new PIN for her locked screen; it is kept as a slow hash."""
    by.pin = make_password(pin)
    by.save(update_fields=["pin"])

    audit.record(audit.Kind.KEY_ADDED, by=by.id, agency=by.agency_id, detail={"method": "pin"})
    return by


@transaction.atomic
def choose_notices(*, by: Staff, choice: NoticesByMail) -> Staff:
    """The member of staff, told of notices as she chose: here alone, or by mail as well."""
    by.notices_by_mail = choice
    by.save(update_fields=["notices_by_mail"])

    audit.record(
        audit.Kind.STAFF_CHANGED,
        by=by.id,
        agency=by.agency_id,
        objects=[by.id],
        detail={"action": "notices", "method": choice.value},
    )
    return by
