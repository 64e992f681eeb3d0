"""What a member of staff changes in her own row: her PIN, how notices reach her, the key of what waits."""

from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import credentials, sessions, unsent_keys, warden
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import NoticesByMail


@transaction.atomic
def set_pin(*, by: Staff, pin: str) -> Staff:
    """The member of staff with a new PIN for a locked screen; it is kept as a sealed slow hash."""
    credentials.write_pin(by.pk, pin)

    audit.record(audit.Kind.KEY_ADDED, by=by.id, agency=by.agency_id, detail={"method": "pin"})
    return by


@transaction.atomic
def end_sessions(*, by: Staff, session_key: str, handle: UUID | None) -> int:
    """Ends one other session of the actor, or all others; returns how many."""
    ended = sessions.end_own(by.pk, session_key, handle)
    if ended:
        detail = {"reason": "ended_by_owner"}
        audit.record(audit.Kind.SIGNED_OUT, by=by.id, agency=by.agency_id, detail=detail)
    return ended


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


@transaction.atomic
def renew_unsent_key(*, by: Staff) -> Staff:
    """Her row with a new pair of keys for what browsers keep when the line is down.

    What was kept with the pair before opens nowhere from now on: the half that opens it is gone.
    """
    by.unsent_public, by.unsent_private = unsent_keys.make_pair(by)
    warden.change("unsent_set_pair", [by.unsent_public, by.unsent_private], by=by.pk)

    detail = {"method": unsent_keys.UNSENT}
    audit.record(audit.Kind.KEY_ADDED, by=by.id, agency=by.agency_id, detail=detail)
    return by
