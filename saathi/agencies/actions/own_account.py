"""Changes staff make to their own account: PIN, delivery of notices, key for unsent forms."""

from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import credentials, definer_functions, offline_keys, sessions
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import NoticesByMail


@transaction.atomic
def set_pin(*, actor: Staff, pin: str) -> Staff:
    """The member of staff with a new PIN for the screen lock, stored as a sealed slow hash."""
    credentials.write_pin(actor.pk, pin)

    audit.record(
        audit.AuditKind.KEY_ADDED, by=actor.id, agency=actor.agency_id, detail={"method": "pin"}
    )
    return actor


@transaction.atomic
def end_own_sessions(*, actor: Staff, session_key: str, handle: UUID | None) -> int:
    """Ends one other session of the actor, or all others; returns how many ended."""
    ended = sessions.end_own_sessions(actor.pk, session_key, handle)
    if ended:
        detail = {"reason": "ended_by_owner"}
        audit.record(audit.AuditKind.SIGNED_OUT, by=actor.id, agency=actor.agency_id, detail=detail)
    return ended


@transaction.atomic
def set_notice_delivery(*, actor: Staff, choice: NoticesByMail) -> Staff:
    """The member of staff with the chosen delivery of notices: on screen only, or by mail as well."""
    actor.notices_by_mail = choice
    actor.save(update_fields=["notices_by_mail"])

    audit.record(
        audit.AuditKind.STAFF_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[actor.id],
        detail={"action": "notices", "method": choice.value},
    )
    return actor


@transaction.atomic
def renew_unsent_key(*, actor: Staff) -> Staff:
    """The actor with a new key pair for forms that browsers keep while offline.

    Forms sealed with the previous pair can no longer be opened: its private half is gone.
    """
    actor.unsent_public, actor.unsent_private = offline_keys.make_key_pair(actor)
    definer_functions.make_change(
        "unsent_set_pair", [actor.unsent_public, actor.unsent_private], by=actor.pk
    )

    detail = {"method": offline_keys.SEAL_PURPOSE}
    audit.record(audit.AuditKind.KEY_ADDED, by=actor.id, agency=actor.agency_id, detail=detail)
    return actor
