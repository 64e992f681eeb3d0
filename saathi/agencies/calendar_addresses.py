"""The secret address of a person's calendar; only its owner can make, replace or revoke it.

There is none until a person asks for one. The address contains 256 random bits; the database keeps
only a digest of them, so that a copy of the database opens no calendar. It is removed when the
account ends.
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
    """When the address was made, and when an application last read the calendar."""

    made_at: dt.datetime
    read_at: dt.datetime | None


def get_calendar_address_state(_actor: Staff) -> CalendarAddressState | None:
    """The state of the actor's address, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_at, read_at FROM calendar_address_state()")
        row = cursor.fetchone()
    return CalendarAddressState(*row) if row else None


@transaction.atomic
def make_calendar_address(*, actor: Staff) -> str:
    """The token of a new address, which is shown once; an earlier address stops working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    definer_functions.make_change("calendar_address_set", [digest_of_token(token)], by=actor.pk)
    _log(actor, "calendar_address_made")
    return token


@transaction.atomic
def revoke_calendar_address(*, actor: Staff) -> None:
    """Revokes the actor's address."""
    definer_functions.make_change("calendar_address_set", [""], by=actor.pk)
    _log(actor, "calendar_address_revoked")


def digest_of_token(token: str) -> str:
    """The digest of a token as stored. It needs no salt, because the token is random and long."""
    return hashlib.sha256(token.encode()).hexdigest()


def _log(actor: Staff, action: str) -> None:
    audit.record(
        audit.AuditKind.STAFF_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[actor.id],
        detail={"action": action},
    )
