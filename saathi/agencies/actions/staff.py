"""Changes roles; closes and reopens accounts.

The database functions check again. Assigning or removing a powerful role, resetting a sign-in and
reopening a closed account take two people: one calls `request_*`, the other `decide_staff_change`.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import (
    access,
    bundles,
    change_proofs,
    definer_functions,
    invitation_tokens,
    job_orders,
    notices,
    queries,
)
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.jobs import mail_invitation_job
from saathi.agencies.models import Office, Staff, StaffChange
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.agencies.vocabulary import STAFF_CHANGE_NOTICE, ChangeKind


@dataclass(frozen=True)
class StaffPosition:
    """A position: office, role and title.

    `post` is the code of the agency's own bundle, empty for the role as Saathi ships it.
    """

    office: Office
    role_kind: str
    title: str = ""
    post: str = ""


@transaction.atomic
def request_role_change(*, actor: Staff, staff: Staff, position: StaffPosition) -> StaffChange:
    """The change of role, office and title: in effect, or waiting for a second person."""
    access.require(actor, Permission.MANAGE_STAFF)

    require_no_waiting_change(staff)
    if position.role_kind not in SHIPPED_ROLES or staff.deactivated_at:
        raise ChangeNotPossible

    values = [staff.id, position.role_kind, position.post, position.office.id, position.title]
    change_id = UUID(definer_functions.make_change("staff_ask_change", values, by=actor.id))
    change = queries.get_staff_change(actor.agency_id, change_id)

    outcome = str(change.outcome)
    log_account_change(
        audit.AuditKind.STAFF_CHANGED, actor, staff.id, role=position.role_kind, outcome=outcome
    )
    if change.needs_second:
        notify_confirmers(actor, staff.id, record=change.id)
    return change


@transaction.atomic
def request_sign_in_reset(*, actor: Staff, staff: Staff) -> StaffChange:
    """The request to reset how a person signs in; a second person decides it."""
    access.require(actor, Permission.MANAGE_STAFF)

    require_no_waiting_change(staff)
    if not staff.is_active:
        raise ChangeNotPossible

    change_id = UUID(definer_functions.make_change("staff_ask_reset", [staff.id], by=actor.id))

    log_account_change(
        audit.AuditKind.STAFF_CHANGED, actor, staff.id, action="reset", outcome="waits"
    )
    notify_confirmers(actor, staff.id, record=change_id)
    return queries.get_staff_change(actor.agency_id, change_id)


@transaction.atomic
def request_reopening(*, actor: Staff, staff: Staff, position: StaffPosition) -> StaffChange:
    """The request to reopen a closed account with this role; a second person decides it."""
    access.require(actor, Permission.MANAGE_STAFF)

    require_no_waiting_change(staff)
    if position.role_kind not in SHIPPED_ROLES or not staff.deactivated_at:
        raise ChangeNotPossible

    values = [staff.id, position.role_kind, position.post, position.office.id, position.title]
    change_id = UUID(definer_functions.make_change("staff_ask_reopen", values, by=actor.id))

    detail = {"action": "reopen", "role": position.role_kind, "outcome": "waits"}
    log_account_change(audit.AuditKind.STAFF_CHANGED, actor, staff.id, **detail)
    notify_confirmers(actor, staff.id, record=change_id)
    return queries.get_staff_change(actor.agency_id, change_id)


LINK_CHANGE_KINDS = (ChangeKind.RESET, ChangeKind.REOPEN)


@transaction.atomic
def decide_staff_change(*, actor: Staff, change: StaffChange, agree: bool) -> str:
    """Decides a change. Returns the code for signing in again if the change gives one, else ""."""
    access.require(actor, Permission.CONFIRM_STAFF)

    if actor.id in {change.asked_by, change.staff_id}:
        raise access.NotAllowed
    gives_link = agree and change.kind in LINK_CHANGE_KINDS
    token = (
        invitation_tokens.make_paper_code(change.staff_id, change.staff.email) if gives_link else ""
    )

    done = definer_functions.make_change(
        "staff_decide", [change.id, agree, invitation_tokens.normalise_code(token)], by=actor.id
    )
    if not done:
        raise ChangeNotPossible

    outcome = "agreed" if agree else "refused"
    detail = {"second": change.asked_by, "outcome": outcome, "role": change.to_bundle}
    kind = _KIND_OF.get(ChangeKind(change.kind), audit.AuditKind.STAFF_CHANGED)
    log_account_change(
        kind if agree else audit.AuditKind.STAFF_CHANGED, actor, change.staff_id, **detail
    )
    if agree and change.kind == ChangeKind.INVITE:
        invitation = queries.open_invitation(change.staff_id)
        if invitation is not None and invitation.mail_asked_at:
            job_orders.queue_job(mail_invitation_job, actor=actor, invitation=str(invitation.pk))
    return token


_KIND_OF: dict[ChangeKind, audit.AuditKind] = {
    ChangeKind.RESET: audit.AuditKind.KEY_RESET,
    ChangeKind.REOPEN: audit.AuditKind.REOPENED,
}


@transaction.atomic
def deactivate_account(*, actor: Staff, staff: Staff) -> None:
    """Closes an account: ends sessions, rights of offices led, second factors, open invitations."""
    access.require(actor, Permission.MANAGE_STAFF)

    definer_functions.make_change("staff_deactivate", [staff.id], by=actor.id)

    log_account_change(audit.AuditKind.DEACTIVATED, actor, staff.id, role=staff.role_kind)


@transaction.atomic
def end_staff_sessions(*, actor: Staff, staff: Staff) -> None:
    """Signs a colleague out everywhere; the person can sign in again at once."""
    access.require(actor, Permission.MANAGE_STAFF)

    proof = change_proofs.prove_change("staff_end_sessions", str(staff.id), actor=actor.id)
    definer_functions.call_function("SELECT staff_end_sessions(%s, %s)", [staff.id, proof])

    log_account_change(audit.AuditKind.STAFF_CHANGED, actor, staff.id, action="end_sessions")


def require_no_waiting_change(staff: Staff) -> None:
    """Raises `ChangeNotPossible` while a change for this person is waiting."""
    if queries.has_waiting_change(staff.id):
        raise ChangeNotPossible


def log_account_change(kind: audit.AuditKind, actor: Staff, staff_id: UUID, **detail: Any) -> None:
    """Logs what was done to a person's account."""
    details = {key: value for key, value in detail.items() if value not in {"", None}}
    audit.record(kind, by=actor.id, agency=actor.agency_id, objects=[staff_id], detail=details)


def notify_confirmers(actor: Staff, subject: UUID, *, record: UUID) -> None:
    """Notifies those who may confirm the change, except the person it is about."""
    for person in bundles.staff_with_permissions(actor.agency_id, Permission.CONFIRM_STAFF):
        if person.id != subject:
            notices.notify_staff(person.id, kind=STAFF_CHANGE_NOTICE, record=record, actor=actor)
