"""The signed context, which tells PostgreSQL who acts in one transaction.

Only the web process can sign it; the database checks it once and binds it to the transaction.
"""

import hashlib
import hmac
import time
from uuid import UUID

from django.conf import settings
from django.db import connections

BLOCK = 64  # bytes of a SHA-256 block: RFC 2104
# longer than any statement or request may take, and too short to be useful if copied
LIFETIME_SECONDS = 90


def hmac_pads(key: str) -> tuple[bytes, bytes]:
    """The key XORed with the two pads of RFC 2104, as SQL needs it to compute the HMAC."""
    raw = hashlib.sha256(key.encode()).digest().ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in raw), bytes(b ^ 0x5C for b in raw)


def signed_context(*, staff: UUID, agency: UUID, now: float | None = None) -> str:
    """The context of one member of staff, valid for `LIFETIME_SECONDS`."""
    expiry = int((time.time() if now is None else now) + LIFETIME_SECONDS)
    body = f"v1|{staff}|{agency}|{expiry}"
    key = hashlib.sha256(settings.CONTEXT_KEY.encode()).digest()
    signature = hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
    return f"{body}|{signature}"


def enter_staff_context(*, staff: UUID, agency: UUID, using: str = "default") -> list[UUID]:
    """Enters the context of a member of staff; returns the principals they act as.

    Raises an error outside a transaction.

    A setting that outlives its transaction would pass to the next client of a pooled connection, so
    the database keeps it for the transaction only. A copy of it is useless in another transaction.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("The access context is set inside a transaction only.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_enter(%s)", [signed_context(staff=staff, agency=agency)])
        acts_as: list[UUID] = cursor.fetchone()[0]
    return acts_as


def leave_context(*, using: str = "default") -> None:
    """Leaves the context for the rest of the same transaction."""
    connection = connections[using]
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('saathi.context', '', true)")


def leave_context_at_end(*, using: str = "default") -> None:
    """Leaves the context at the end of a block, unless the end of the transaction does so.

    The setting ends when the transaction commits, so leaving it explicitly would cost every request
    another round trip to the database. It outlives a savepoint, however, so inside another
    transaction it is left explicitly.
    """
    if connections[using].savepoint_ids:
        leave_context(using=using)
