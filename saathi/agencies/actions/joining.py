"""Invitations by mail or paper code: sent, repeated, withdrawn, accepted. A link works once."""

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
    definer_functions,
    invitation_tokens,
    job_orders,
    queries,
)
from saathi.agencies.actions.staff import StaffPosition, log_account_change, notify_confirmers
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.jobs import mail_invitation_job
from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission


class EmailAddressTaken(Exception):
    """Another account already signs in with this address."""


class MailNotConfigured(Exception):
    """This installation sends no mail; the invitation is given on paper."""


@dataclass(frozen=True)
class InviteeInput:
    """The person who is invited: only what an invitation needs."""

    name: str
    email: str
    language: str = "en"


@dataclass(frozen=True)
class CreatedInvitation:
    """A new invitation: its paper code (empty if mailed), and whether it waits for confirmation."""

    staff_id: UUID
    code: str
    waits: bool


@transaction.atomic
def invite_staff(
    *, actor: Staff, invitee: InviteeInput, position: StaffPosition, by_mail: bool = False
) -> CreatedInvitation:
    """The invitation of a new member of staff, who cannot sign in before accepting it."""
    access.require(actor, Permission.MANAGE_STAFF)

    if queries.staff_by_email(invitee.email):
        raise EmailAddressTaken
    new, email = uuid4(), invitee.email.lower()
    code, token = _code_and_token(new, email, by_mail=by_mail)

    person = {"id": str(new), "name": invitee.name, "email": email, "language": invitee.language}
    person["title"] = position.title
    values = [Jsonb(person), position.office.id, position.role_kind, position.post, token, by_mail]
    staff_id = UUID(definer_functions.make_change("staff_invite", values, by=actor.id))
    waits = queries.has_waiting_change(staff_id)

    detail = {
        "role": position.role_kind,
        "office": position.office.id,
        "method": _delivery_method(by_mail=by_mail),
    }
    log_account_change(audit.AuditKind.INVITED, actor, staff_id, **detail)
    if waits:
        notify_confirmers(actor, staff_id, record=queries.waiting_change_of(staff_id).id)
    _queue_mail(staff_id, actor, by_mail=by_mail, waits=waits)
    return CreatedInvitation(staff_id, code, waits)


@transaction.atomic
def invite_again(*, actor: Staff, staff: Staff, by_mail: bool) -> CreatedInvitation:
    """A new link for a person who was invited and has not joined; the previous one expires."""
    access.require(actor, Permission.MANAGE_STAFF)

    if staff.is_active or staff.deactivated_at:
        raise ChangeNotPossible
    code, token = _code_and_token(staff.id, staff.email, by_mail=by_mail)
    was_waiting = queries.has_waiting_change(staff.id)

    values = [staff.id, token, by_mail]
    waits: bool = definer_functions.make_change("staff_invite_again", values, by=actor.id)

    detail = {
        "role": staff.role_kind,
        "action": "again",
        "method": _delivery_method(by_mail=by_mail),
    }
    log_account_change(audit.AuditKind.INVITED, actor, staff.id, **detail)
    if waits and not was_waiting:
        notify_confirmers(actor, staff.id, record=queries.waiting_change_of(staff.id).id)
    _queue_mail(staff.id, actor, by_mail=by_mail, waits=waits)
    return CreatedInvitation(staff.id, code, waits)


@transaction.atomic
def withdraw_invitation(*, actor: Staff, staff: Staff) -> None:
    """Withdraws an invitation: its link no longer opens anything."""
    access.require(actor, Permission.MANAGE_STAFF)

    if staff.is_active or staff.deactivated_at:
        raise ChangeNotPossible

    definer_functions.make_change("staff_withdraw_invitation", [staff.id], by=actor.id)

    log_account_change(audit.AuditKind.INVITATION_ENDED, actor, staff.id, role=staff.role_kind)


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> UUID | None:
    """The id of the person whose password was set; None if the link was used or is unconfirmed."""
    invitation = queries.get_invitation_details(token)
    if invitation is None:
        return None
    details = credentials.SignInDetails(invitation.email).with_password(password)
    sealed = credentials.seal_details(invitation.staff_id, details)
    proof = change_proofs.prove_change("accept_invitation", f"{token}|{sealed}", actor=None)
    staff_id: UUID | None = definer_functions.call_function(
        "SELECT staff_accept(%s, %s, %s)", [token, sealed, proof]
    )

    if staff_id is not None:
        staff = Staff.objects.get(pk=staff_id)
        detail = {"method": "password"}
        with log_as(staff):
            audit.record(
                audit.AuditKind.KEY_ADDED, by=staff_id, agency=staff.agency_id, detail=detail
            )
    return staff_id


def _code_and_token(staff_id: UUID, email: str, *, by_mail: bool) -> tuple[str, str]:
    """The code to show and the token to compare. If mailed, the web process never learns the token.

    The mail job makes its own token; until then the invitation cannot be opened, because its token
    is random and not stored.
    """
    if by_mail:
        if not settings.SAATHI_SENDS_MAIL:
            raise MailNotConfigured
        return "", invitation_tokens.make_link_token(staff_id, email)
    code = invitation_tokens.make_paper_code(staff_id, email)
    return code, invitation_tokens.normalise_code(code)


def _delivery_method(*, by_mail: bool) -> str:
    return "mail" if by_mail else "paper"


def _queue_mail(staff_id: UUID, actor: Staff, *, by_mail: bool, waits: bool) -> None:
    """Queues the mail. For a role that waits for a second person, their confirmation does so."""
    invitation = queries.open_invitation(staff_id) if by_mail and not waits else None
    if invitation is not None:
        job_orders.queue_job(mail_invitation_job, actor=actor, invitation=str(invitation.pk))
