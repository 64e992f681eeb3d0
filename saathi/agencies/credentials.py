"""Credentials of a member of staff: address, password, second factors, single sign-on.

They form one record for each account, sealed with a key outside the database and bound to the id of
the account (`sign_in.sealing`). A password hash read from the database can therefore not be guessed
offline, and nothing that SQL alone wrote, copied or removed is accepted, whoever wrote it. A PIN is
kept in the same way, in a record of its own.

The web role cannot read or write the table. Functions do both, each with a proof that an injected
statement cannot make (`change_proofs`). One case is not detected: the owner of the database
restores a whole earlier record with its factors.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection

from saathi.agencies import change_proofs
from saathi.agencies.sign_in import sealing
from saathi.vault.errors import VaultError

SIGN_IN, PIN = "sign_in", "pin"


class SignInDetailsTampered(Exception):
    """The sign-in details of this account were written, copied or removed by SQL alone."""

    def __init__(self, staff_id: UUID) -> None:
        super().__init__("Sign-in details were changed outside Saathi.")
        self.staff_id = staff_id


@dataclass(frozen=True)
class SignInDetails:
    """The opened record. `factors` maps the id of each second factor to a digest of its content."""

    email: str
    password: str = ""
    factors: Mapping[int, str] = field(default_factory=dict)
    identity: tuple[str, str] | None = None  # issuer and subject at the single sign-on provider
    version: int = 0  # version of the stored row; 0 if there is none yet

    def with_password(self, raw: str) -> "SignInDetails":
        """The details with another password."""
        return replace(self, password=make_password(raw))

    def accepts_password(self, raw: str | None) -> bool:
        """Whether this is the password."""
        return bool(self.password) and check_password(raw, self.password)


@dataclass(frozen=True)
class StoredSecondFactor:
    """A second factor as stored in its table."""

    id: int
    type: str
    data: dict[str, Any]

    @property
    def digest(self) -> str:
        """The digest that the sealed record keeps."""
        return second_factor_digest(self.type, self.data)


def second_factor_digest(factor_type: str, data: Mapping[str, Any]) -> str:
    """A digest of a second factor's content; the time of its last use is not part of it."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{factor_type}|{text}".encode()).hexdigest()


def read_details(staff_id: UUID, email: str) -> SignInDetails | None:
    """The details of this account; None if none were ever made, or a reset removed them."""
    stored = _stored(staff_id, SIGN_IN)
    return None if stored is None else open_sign_in_details(staff_id, email, *stored)


def open_sign_in_details(staff_id: UUID, email: str, sealed: str, version: int) -> SignInDetails:
    """The details in a stored record. `SignInDetailsTampered` if SQL alone wrote or changed it."""
    try:
        text = sealing.open_sealed(sealed, purpose=SIGN_IN, row=str(staff_id))
    except (VaultError, ValueError):
        raise SignInDetailsTampered(staff_id) from None
    fields = json.loads(text)
    if fields["email"] != email:
        raise SignInDetailsTampered(staff_id)
    return SignInDetails(
        email=fields["email"],
        password=fields["password"],
        factors={int(key): value for key, value in fields["factors"].items()},
        identity=tuple(fields["identity"]) if fields["identity"] else None,
        version=version,
    )


def read_checked_details(staff_id: UUID, email: str) -> SignInDetails | None:
    """The details; `SignInDetailsTampered` unless the stored factors match them exactly."""
    details = read_details(staff_id, email)
    sealed_factors = dict(details.factors) if details else {}
    if {factor.id: factor.digest for factor in stored_second_factors(staff_id)} != sealed_factors:
        raise SignInDetailsTampered(staff_id)
    return details


def stored_second_factors(staff_id: UUID) -> list[StoredSecondFactor]:
    """The second factors of this account in the table, whoever wrote them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, type, data::text FROM mfa_authenticator WHERE user_id = %s", [staff_id]
        )
        return [StoredSecondFactor(row[0], row[1], json.loads(row[2])) for row in cursor.fetchall()]


def seal_details(staff_id: UUID, details: SignInDetails) -> str:
    """The record in its stored form."""
    content = {
        "email": details.email,
        "password": details.password,
        "factors": {str(key): value for key, value in details.factors.items()},
        "identity": details.identity,
    }
    return sealing.seal_text(json.dumps(content).encode(), purpose=SIGN_IN, row=str(staff_id))


def write_details(staff_id: UUID, details: SignInDetails, *, ends_sessions: bool = False) -> UUID:
    """Replaces the stored details with these. Returns the new session stamp."""
    text = seal_details(staff_id, details)
    return _write(staff_id, SIGN_IN, text, details.version, ends_sessions=ends_sessions)


def has_pin(staff_id: UUID) -> bool:
    """Whether the member of staff has chosen a PIN for the screen lock."""
    return _stored(staff_id, PIN) is not None


def accepts_pin(staff_id: UUID, pin: str) -> bool:
    """Whether this is the PIN. A PIN written by SQL alone is never accepted."""
    stored = _stored(staff_id, PIN)
    if stored is None:
        return False
    try:
        opened = sealing.open_sealed(stored[0], purpose=PIN, row=str(staff_id))
    except (VaultError, ValueError):
        raise SignInDetailsTampered(staff_id) from None
    return check_password(pin, opened.decode())


def write_pin(staff_id: UUID, pin: str) -> None:
    """Stores a new PIN, as a sealed slow hash."""
    stored = _stored(staff_id, PIN)
    sealed = sealing.seal_text(make_password(pin).encode(), purpose=PIN, row=str(staff_id))
    _write(staff_id, PIN, sealed, stored[1] if stored else 0)


def prove_factor_change(staff_id: UUID, operation: str, **content: Any) -> None:
    """Allows the current transaction one exact change to this person's second factors."""
    body = json.dumps({"operation": operation, **content}, ensure_ascii=False)
    proof = change_proofs.prove_change("factor", body, actor=staff_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('saathi.factor_change', %s, true)", [f"{proof}\n{body}"])


def accounts_changed_outside() -> list[UUID]:
    """Accounts whose sign-in details SQL alone changed. Needs a role that can read all tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, s.email, c.sealed FROM agencies_staff s LEFT JOIN agencies_credential c "
            "ON c.staff_id = s.id AND c.kind = %s",
            [SIGN_IN],
        )
        accounts = cursor.fetchall()
        cursor.execute("SELECT user_id, id, type, data::text FROM mfa_authenticator")
        factors: dict[UUID, dict[int, str]] = {}
        for staff_id, number, factor_type, data in cursor.fetchall():
            of_staff = factors.setdefault(staff_id, {})
            of_staff[number] = second_factor_digest(factor_type, json.loads(data))
    changed = []
    for staff_id, email, text in accounts:
        try:
            details = (
                open_sign_in_details(staff_id, email, text, 1) if text else SignInDetails(email)
            )
        except SignInDetailsTampered:
            changed.append(staff_id)
            continue
        if dict(details.factors) != factors.get(staff_id, {}):
            changed.append(staff_id)
    return changed


def _stored(staff_id: UUID, kind: str) -> tuple[str, int] | None:
    proof = change_proofs.prove_change("read_credential", kind, actor=staff_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM credential_of(%s, %s, %s)", [staff_id, kind, proof])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def _write(
    staff_id: UUID, kind: str, text: str, version: int, *, ends_sessions: bool = False
) -> UUID:
    ends = "yes" if ends_sessions else "no"
    body = "|".join([kind, str(version), ends, text])
    proof = change_proofs.prove_change("write_credential", body, actor=staff_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT credential_write(%s, %s, %s, %s, %s, %s)",
            [staff_id, kind, version, ends_sessions, text, proof],
        )
        stamp: UUID = cursor.fetchone()[0]
    return stamp
