"""Who joins an agency, in which role, and who leaves it. The database functions decide again.

A change into or out of a powerful role, and a new way to sign in, take two persons: `ask_*` by the
one and `decide` by the other.
"""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from saathi import audit
from saathi.agencies import access, notices, queries
from saathi.agencies.models import Office, Staff, StaffChange
from saathi.agencies.permissions import BUNDLES, POWERFUL, Permission
from saathi.agencies.vocabulary import ChangeKind, NoticeKind


class AddressTaken(Exception):
    """Somebody signs in with this address already."""


class NotPossible(Exception):
    """The change cannot be made now: the account is closed, or another change of it waits."""


@dataclass(frozen=True)
class Place:
    """What a member of staff is: her office, her bundle of permissions, her title."""

    office: Office
    bundle: str
    title: str = ""


@dataclass(frozen=True)
class Invited:
    """An invitation that was made: the token of its link, shown once, and whether it waits."""

    staff_id: UUID
    token: str
    waits: bool


def new_token() -> str:
    """A token of 256 random bits, as the letters of a link."""
    return secrets.token_urlsafe(32)


@transaction.atomic
def invite(*, by: Staff, name: str, email: str, place: Place) -> Invited:
    """The invitation of a new member of staff, who cannot sign in before she accepts it."""
    access.require(by, Permission.MANAGE_STAFF)

    if queries.staff_by_email(email):
        raise AddressTaken
    waits = place.bundle in POWERFUL
    token = new_token()

    values = [email, name, place.office.id, place.bundle, place.title, token]
    her: UUID = _ask("SELECT staff_invite(%s, %s, %s, %s, %s, %s)", values)

    _note(audit.Kind.INVITED, by, her, role=place.bundle, office=place.office.id)
    if waits:
        _tell_confirmers(by, her, record=queries.waiting_change_of(her).id)
    return Invited(her, token, waits)


@transaction.atomic
def accept(*, token: str, password: str) -> UUID | None:
    """The member of staff whose password this now is; None where the link is used up or waits."""
    her: UUID | None = _ask("SELECT staff_accept(%s, %s)", [token, make_password(password)])

    if her is not None:
        agency = queries.agency_of(her)
        audit.record(audit.Kind.KEY_ADDED, by=her, agency=agency, detail={"method": "password"})
    return her


@transaction.atomic
def ask_change(*, by: Staff, staff: Staff, place: Place) -> StaffChange:
    """The change of role, office and title: in effect, or waiting for a second person."""
    access.require(by, Permission.MANAGE_STAFF)

    _refuse_while_another_waits(staff)
    if place.bundle not in BUNDLES or staff.deactivated_at:
        raise NotPossible

    values = [staff.id, place.bundle, place.office.id, place.title]
    change_id: UUID = _ask("SELECT staff_ask_change(%s, %s, %s, %s)", values)
    change = queries.change(by.agency_id, change_id)

    outcome = change.outcome
    _note(audit.Kind.STAFF_CHANGED, by, staff.id, role=place.bundle, outcome=str(outcome))
    if change.needs_second:
        _tell_confirmers(by, staff.id, record=change.id)
    return change


@transaction.atomic
def ask_reset(*, by: Staff, staff: Staff) -> StaffChange:
    """The request that somebody gets a new way to sign in; a second person gives it."""
    access.require(by, Permission.MANAGE_STAFF)

    _refuse_while_another_waits(staff)
    if not staff.is_active:
        raise NotPossible

    change_id: UUID = _ask("SELECT staff_ask_reset(%s)", [staff.id])

    _note(audit.Kind.STAFF_CHANGED, by, staff.id, action="reset", outcome="waits")
    _tell_confirmers(by, staff.id, record=change_id)
    return queries.change(by.agency_id, change_id)


@transaction.atomic
def decide(*, by: Staff, change: StaffChange, agree: bool) -> str:
    """The token of a new link where the change was a reset, else nothing."""
    access.require(by, Permission.CONFIRM_STAFF)

    if by.id in {change.asked_by, change.staff_id}:
        raise access.NotAllowed
    token = new_token() if agree and change.kind == ChangeKind.RESET else ""

    done = _ask("SELECT staff_decide(%s, %s, %s)", [change.id, agree, token])
    if not done:
        raise NotPossible

    is_reset = agree and change.kind == ChangeKind.RESET
    kind = audit.Kind.KEY_RESET if is_reset else audit.Kind.STAFF_CHANGED
    outcome = "agreed" if agree else "refused"
    _note(kind, by, change.staff_id, second=change.asked_by, outcome=outcome, role=change.to_bundle)
    return token


@transaction.atomic
def deactivate(*, by: Staff, staff: Staff) -> None:
    """Ends an account at once: sessions, rights of the offices she led, factors, open invitations."""
    access.require(by, Permission.MANAGE_STAFF)

    _ask("SELECT staff_deactivate(%s)", [staff.id])

    _note(audit.Kind.DEACTIVATED, by, staff.id, role=staff.bundle)


def _ask(statement: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _refuse_while_another_waits(staff: Staff) -> None:
    if queries.has_waiting_change(staff.id):
        raise NotPossible


def _note(kind: audit.Kind, by: Staff, staff_id: UUID, **detail: Any) -> None:
    details = {key: value for key, value in detail.items() if value not in {"", None}}
    audit.record(kind, by=by.id, agency=by.agency_id, objects=[staff_id], detail=details)


def _tell_confirmers(by: Staff, subject: UUID, *, record: UUID) -> None:
    for person in queries.confirmers(by.agency_id):
        if person.id != subject:
            notices.tell(person.id, kind=NoticeKind.STAFF_CHANGE, record=record, by=by)
