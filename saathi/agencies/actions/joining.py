"""How people join: invited by mail or with a code on paper, reminded, taken back. A link works once."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from psycopg.types.json import Jsonb

from saathi import audit
from saathi.agencies import (
    access,
    change_proofs,
    credentials,
    job_orders,
    queries,
    tokens,
    warden,
)
from saathi.agencies.actions.staff import Place, note, tell_confirmers
from saathi.agencies.jobs import mail_invitation_job
from saathi.agencies.models import Staff
from saathi.agencies.own_entries import recorded_as
from saathi.agencies.permissions import Permission
from saathi.agencies.warden import NotPossible


class AddressTaken(Exception):
    """Somebody signs in with this address already."""


class NoMail(Exception):
    """This installation sends no mail; the invitation goes on paper."""


@dataclass(frozen=True)
class Person:
    """Who is invited: what an invitation needs to know, and no more."""

    name: str
    email: str
    language: str = "en"


@dataclass(frozen=True)
class Invited:
    """An invitation that was made: the code on paper, empty where it is mailed; whether it waits."""

    staff_id: UUID
    code: str
    waits: bool


@transaction.atomic
def invite(*, by: Staff, person: Person, place: Place, by_mail: bool = False) -> Invited:
    """The invitation of a new member of staff, who cannot sign in before she accepts it."""
    access.require(by, Permission.MANAGE_STAFF)

    if queries.staff_by_email(person.email):
        raise AddressTaken
    new, email = uuid4(), person.email.lower()
    code, token = _secret(new, email, by_mail=by_mail)

    who = {"id": str(new), "name": person.name, "email": email, "language": person.language}
    who["title"] = place.title
    values = [Jsonb(who), place.office.id, place.bundle, place.post, token, by_mail]
    her = UUID(warden.change("staff_invite", values, by=by.id))
    waits = queries.has_waiting_change(her)

    what = {"role": place.bundle, "office": place.office.id, "method": _way(by_mail=by_mail)}
    note(audit.Kind.INVITED, by, her, **what)
    if waits:
        tell_confirmers(by, her, record=queries.waiting_change_of(her).id)
    _send(her, by, by_mail=by_mail, waits=waits)
    return Invited(her, code, waits)


@transaction.atomic
def invite_again(*, by: Staff, staff: Staff, by_mail: bool) -> Invited:
    """A new link for somebody who was invited and has not joined; the former one ends."""
    access.require(by, Permission.MANAGE_STAFF)

    if staff.is_active or staff.deactivated_at:
        raise NotPossible
    code, token = _secret(staff.id, staff.email, by_mail=by_mail)
    waited = queries.has_waiting_change(staff.id)

    values = [staff.id, token, by_mail]
    waits: bool = warden.change("staff_invite_again", values, by=by.id)

    what = {"role": staff.bundle, "action": "again", "method": _way(by_mail=by_mail)}
    note(audit.Kind.INVITED, by, staff.id, **what)
    if waits and not waited:
        tell_confirmers(by, staff.id, record=queries.waiting_change_of(staff.id).id)
    _send(staff.id, by, by_mail=by_mail, waits=waits)
    return Invited(staff.id, code, waits)


@transaction.atomic
def withdraw(*, by: Staff, staff: Staff) -> None:
    """Takes an invitation back: its link opens nothing from now on."""
    access.require(by, Permission.MANAGE_STAFF)

    if staff.is_active or staff.deactivated_at:
        raise NotPossible

    warden.change("staff_withdraw_invitation", [staff.id], by=by.id)

    note(audit.Kind.INVITATION_ENDED, by, staff.id, role=staff.bundle)


@transaction.atomic
def accept(*, token: str, password: str) -> UUID | None:
    """The member of staff whose password this now is; None where the link is used up or waits."""
    found = queries.invitation(token)
    if found is None:
        return None
    details = credentials.SignInDetails(found.email).with_password(password)
    sealed = credentials.sealed(found.staff_id, details)
    proof = change_proofs.prove("accept_invitation", f"{token}|{sealed}", actor=None)
    her: UUID | None = warden.call("SELECT staff_accept(%s, %s, %s)", [token, sealed, proof])

    if her is not None:
        staff = Staff.objects.get(pk=her)
        detail = {"method": "password"}
        with recorded_as(staff):
            audit.record(audit.Kind.KEY_ADDED, by=her, agency=staff.agency_id, detail=detail)
    return her


def _secret(staff_id: UUID, email: str, *, by_mail: bool) -> tuple[str, str]:
    """The code to be shown and the token to be compared. By mail nobody here learns the token.

    The job that sends makes its own; until then this one, which is forgotten, keeps the door shut.
    """
    if by_mail:
        if not settings.SAATHI_SENDS_MAIL:
            raise NoMail
        return "", tokens.in_a_link(staff_id, email)
    code = tokens.on_paper(staff_id, email)
    return code, tokens.plain(code)


def _way(*, by_mail: bool) -> str:
    return "mail" if by_mail else "paper"


def _send(staff_id: UUID, by: Staff, *, by_mail: bool, waits: bool) -> None:
    """Leaves the mail to a job; while a role waits for its second person, agreeing does that."""
    invitation = queries.open_invitation(staff_id) if by_mail and not waits else None
    if invitation is not None:
        job_orders.order(mail_invitation_job, by=by, invitation=str(invitation.pk))
