"""The signed context: who acts, told to PostgreSQL for one transaction.

Only the web process can sign it; the database checks it once and binds it to the transaction.
"""

import hashlib
import hmac
import time
from uuid import UUID

from django.conf import settings
from django.db import connections

BLOCK = 64  # bytes of a SHA-256 block: RFC 2104
LIFETIME_SECONDS = 90  # longer than any statement or request may take, short enough to be useless


def hmac_pads(key: str) -> tuple[bytes, bytes]:
    """The key xor-ed with the two pads of RFC 2104, as SQL needs it to compute the HMAC."""
    raw = hashlib.sha256(key.encode()).digest().ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in raw), bytes(b ^ 0x5C for b in raw)


def signed_context(*, staff: UUID, agency: UUID, now: float | None = None) -> str:
    """The context of one member of staff, valid for `LIFETIME_SECONDS`."""
    expiry = int((time.time() if now is None else now) + LIFETIME_SECONDS)
    body = f"v1|{staff}|{agency}|{expiry}"
    key = hashlib.sha256(settings.CONTEXT_KEY.encode()).digest()
    signature = hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
    return f"{body}|{signature}"


def enter_context(*, staff: UUID, agency: UUID, using: str = "default") -> list[UUID]:
    """Tells the transaction under way who acts, and returns whom she acts as.

    Refuses outside a transaction.

    A setting that outlives its transaction would pass to the next client of a pooled connection: so
    the database keeps it for the transaction only, and a copy of it opens nothing in another one.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("The access context is set inside a transaction only.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_enter(%s)", [signed_context(staff=staff, agency=agency)])
        acts_as: list[UUID] = cursor.fetchone()[0]
    return acts_as


def leave_context(*, using: str = "default") -> None:
    """Takes the context back, for what follows in the same transaction."""
    connection = connections[using]
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('saathi.context', '', true)")


def leave_context_at_end(*, using: str = "default") -> None:
    """Takes the context back at the end of a block, where the transaction does not end with it.

    A setting for the transaction is gone with its commit: to ask for that as well would cost every
    request one more way to the database. It outlives a savepoint: within another transaction it is said.
    """
    if connections[using].savepoint_ids:
        leave_context(using=using)
