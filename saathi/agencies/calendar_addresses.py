"""The secret address of a person's calendar: made, replaced, revoked by its owner alone.

It is off until a person asks for one. The address holds 256 random bits; the database keeps a digest
of them, so that a copy of the database opens no calendar. It is removed when the account ends.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.db import connection, transaction

from saathi import audit
from saathi.agencies import definer_functions
from saathi.agencies.models import Staff

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class CalendarAddressState:
    """When the address was made, and when an application last read it."""

    made_at: dt.datetime
    read_at: dt.datetime | None


def get_calendar_address_state(_actor: Staff) -> CalendarAddressState | None:
    """The actor's address; None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_at, read_at FROM calendar_address_state()")
        row = cursor.fetchone()
    return CalendarAddressState(*row) if row else None


@transaction.atomic
def make_calendar_address(*, actor: Staff) -> str:
    """The token of a new address, which is shown once; an earlier address ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    definer_functions.make_change("calendar_address_set", [digest_of_token(token)], by=actor.pk)
    _log(actor, "calendar_address_made")
    return token


@transaction.atomic
def revoke_calendar_address(*, actor: Staff) -> None:
    """Ends the actor's address."""
    definer_functions.make_change("calendar_address_set", [""], by=actor.pk)
    _log(actor, "calendar_address_revoked")


def digest_of_token(token: str) -> str:
    """The digest of a token as it is stored. The token is random and long: no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _log(actor: Staff, action: str) -> None:
    audit.record(
        audit.AuditKind.STAFF_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[actor.id],
        detail={"action": action},
    )
