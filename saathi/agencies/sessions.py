"""Sessions that cannot be taken from the database: the key is stored as a digest, the rest sealed.

Each row opens under its own key only, so that a copied row gives nobody another's session.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection

from saathi.agencies.sign_in import sealing
from saathi.vault.errors import VaultError

_LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"


def stored_key(session_key: str) -> str:
    """How the table names a session: 160 bits of a digest, which no cookie can be made from."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's database sessions, hashed and sealed. Served by threads only, never async."""

    def load(self) -> dict[str, Any]:
        """The content of the session, empty where there is none."""
        found = None
        if self.session_key:
            # By hand: it is asked with every request, and the ORM takes longer than the answer.
            with connection.cursor() as cursor:
                cursor.execute(_LOAD, [stored_key(self.session_key)])
                found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with this key."""
        return Session.objects.filter(session_key=stored_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=stored_key(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to be stored."""
        key = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return Session(
            session_key=stored_key(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The content as it is stored."""
        text = self.serializer().dumps(session_dict)
        return sealing.seal(text, purpose="session", row=self.session_key or "")

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content, empty where it was made with another key or for another session."""
        text = session_data if isinstance(session_data, str) else session_data.decode("ascii")
        try:
            opened = sealing.open_sealed(text, purpose="session", row=self.session_key or "")
        except (VaultError, ValueError):
            return {}
        content: dict[str, Any] = self.serializer().loads(opened)
        return content
