"""Proofs that the application itself, not an injected SQL statement, requested a lasting change.

An injected statement runs in the context of the person whose request carries it, so it can do
whatever that person may do in SQL. A change that outlives the request (a password, a job, a
country's rules) therefore carries a proof: an HMAC over the action, the acting person and the exact
text of the change, made with a key that the web role cannot read. The SQL function that makes the
change calls `access_check_change`, which refuses any other change.

The owner of the database can read that key. What must be protected from the owner as well is bound
to a key outside the database (`sign_in.sealing`).
"""

import hashlib
import hmac
import secrets
import time
from uuid import UUID

from django.conf import settings

LIFETIME_SECONDS = 90  # as long as a signed context is valid, see `context`


def prove_change(action: str, body: str, *, actor: UUID | None, now: float | None = None) -> str:
    """The proof of one change: `expiry|nonce|HMAC-SHA-256 in hexadecimal`.

    The proof is accepted in one transaction only; repeating a change needs a new one.

    `body` must be exactly the text that the SQL function receives. `actor` is None before sign-in,
    for example when an invitation is accepted.
    """
    expiry = int((time.time() if now is None else now) + LIFETIME_SECONDS)
    digest = hashlib.sha256(body.encode()).hexdigest()
    nonce = secrets.token_hex(16)
    message = f"change|{action}|{actor or ''}|{digest}|{expiry}|{nonce}"
    key = hashlib.sha256(settings.CONTEXT_KEY.encode()).digest()
    return f"{expiry}|{nonce}|{hmac.new(key, message.encode(), hashlib.sha256).hexdigest()}"
