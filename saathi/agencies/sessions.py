"""Sessions that cannot be stolen from the database: the key is hashed, the rest is sealed.

Each row opens only with its own key, so that a copied row does not open another's session. The web
role reaches a row by its key alone, through the functions in `sessions.sql`: it cannot list, copy
or end sessions whose key it does not know.

The key that a session gets at sign-in proves, without the database, who signed in within the last
twelve hours. The web server uses this to tell signed-in people from others, and from each other,
before it accepts what they send; pages check the database. The person is identified by a keyed
digest.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from saathi.agencies import change_proofs
from saathi.agencies.sign_in import sealing
from saathi.infra import clock
from saathi.vault.errors import VaultError

# Only names that distinguish a person's own devices, most specific first, because many browsers
# also name others.
BROWSER_NAMES = (
    ("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR", "Opera"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEM_NAMES = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


TIME_LENGTH, PERSON_LENGTH, PROOF_LENGTH = 8, 16, 32
# the greatest clock difference allowed between two machines that serve the same people
SKEW_SECONDS = 60


@dataclass(frozen=True)
class OwnSessionDetails:
    """A session of the current person, without the key that opens it."""

    handle: UUID
    device: str
    started_at: dt.datetime
    used_at: dt.datetime
    is_current: bool


def stored_key(session_key: str) -> str:
    """The stored name of a session: 160 bits of a digest, from which no cookie can be made."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def proved_person_digest(cookies: str) -> str:
    """The digest of the signed-in person that a `Cookie` header proves, or an empty text.

    It is the same in all sessions of the person. A session that ended early still proves its person
    for the rest of its twelve hours.
    """
    for cookie in cookies.split(";"):
        name, _sign, key = cookie.strip().partition("=")
        if name == settings.SESSION_COOKIE_NAME and (person := _person_of(key)):
            return person
    return ""


def _with_proof(key: str, staff_id: str) -> str:
    person = _digest("person", staff_id, settings.SECRET_KEY)[:PERSON_LENGTH]
    text = f"{key}{_seconds():08x}{person}"
    return text + _proof(text, settings.SECRET_KEY)


def _person_of(key: str) -> str:
    """The person proved by a key; empty if the key has no proof, or an old one."""
    text, proof = key[:-PROOF_LENGTH], key[-PROOF_LENGTH:]
    before, person = text[:-PERSON_LENGTH], text[-PERSON_LENGTH:]
    try:
        age = _seconds() - int(before[-TIME_LENGTH:], 16)
    except ValueError:
        return ""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_proved = -SKEW_SECONDS <= age <= settings.SESSION_COOKIE_AGE and any(
        constant_time_compare(proof, _proof(text, secret)) for secret in secrets
    )
    return person if is_proved else ""


def _proof(text: str, secret: str) -> str:
    return _digest("proof", text, secret)[:PROOF_LENGTH]


def _digest(purpose: str, text: str, secret: str) -> str:
    salt = f"saathi.agencies.sessions.{purpose}"
    return salted_hmac(salt, text, secret=secret, algorithm="sha256").hexdigest()


def _seconds() -> int:
    return int(clock.now().timestamp())


def device_kind(user_agent: str) -> str:
    """Browser and system as text, such as `Firefox, Android`; empty if neither is known."""
    browser = next((name for mark, name in BROWSER_NAMES if mark in user_agent), "")
    system = next((name for mark, name in SYSTEM_NAMES if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)


def record_session_owner(session_key: str, staff_id: UUID, user_agent: str) -> None:
    """Records the owner of a session and the kind of device, for the page of own sessions."""
    key, device = stored_key(session_key), device_kind(user_agent)
    proof = change_proofs.prove_change("session_note", f"{key}|{device}", actor=staff_id)
    _call("SELECT session_note(%s, %s, %s, %s)", key, staff_id, device, proof)


def list_own_sessions(session_key: str) -> list[OwnSessionDetails]:
    """The active sessions of the current person, the last used first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM session_list(%s)", [stored_key(session_key)])
        return [OwnSessionDetails(*row) for row in cursor.fetchall()]


def end_own_sessions(staff_id: UUID, session_key: str, handle: UUID | None) -> int:
    """Ends one other session of the actor, or all others; returns how many ended."""
    key = stored_key(session_key)
    proof = change_proofs.prove_change("session_end", f"{handle or 'others'}|{key}", actor=staff_id)
    return int(_call("SELECT session_end(%s, %s, %s)", handle, key, proof))


def _call(statement: str, *values: Any) -> Any:
    # Without the ORM, which takes longer than the answer: every request asks for a session.
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


class SessionStore(db.SessionStore):
    """Django's database sessions, hashed and sealed. Served by threads only, never async."""

    def _get_new_session_key(self) -> str:
        key: str = super()._get_new_session_key()  # type: ignore[misc]
        content = self._get_session(no_load=True)  # type: ignore[attr-defined]
        return _with_proof(key, content[SESSION_KEY]) if SESSION_KEY in content else key

    def load(self) -> dict[str, Any]:
        """The content of the session, empty if there is none."""
        row = None
        if self.session_key:
            row = _call("SELECT session_load(%s)", stored_key(self.session_key))
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row)

    def exists(self, session_key: str) -> bool:
        """Whether a session with this key exists."""
        return bool(_call("SELECT session_exists(%s)", stored_key(session_key)))

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Stores the content; `CreateError` if the key is in use, `UpdateError` if it ended."""
        if self.session_key is None:
            self.create()
            return
        content = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        key, ends = stored_key(self.session_key), self.get_expiry_date().replace(microsecond=0)
        body = "|".join(
            [key, str(int(ends.timestamp())), "new" if must_create else "known", content]
        )
        proof = change_proofs.prove_change("session_save", body, actor=None)
        values = (key, content, ends, must_create, proof)
        if not _call("SELECT session_save(%s, %s, %s, %s, %s)", *values):
            raise CreateError if must_create else UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session."""
        key = session_key or self.session_key
        if key:
            _call("SELECT session_delete(%s)", stored_key(key))

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The content in its stored form."""
        text = self.serializer().dumps(session_dict)
        return sealing.seal_text(text, purpose="session", row=self.session_key or "")

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content; empty if it was sealed with another key or for another session."""
        text = session_data if isinstance(session_data, str) else session_data.decode("ascii")
        try:
            opened = sealing.open_sealed(text, purpose="session", row=self.session_key or "")
        except (VaultError, ValueError):
            return {}
        content: dict[str, Any] = self.serializer().loads(opened)
        return content
