"""How the role of somebody changes, and how an account ends and opens again.

The database functions decide again. A change into or out of a powerful role, a new way to sign in
and a closed account that opens again take two persons: `ask_*` by the one and `decide` by the other.
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
    job_orders,
    notices,
    queries,
    tokens,
    warden,
)
from saathi.agencies.jobs import mail_invitation_job
from saathi.agencies.models import Office, Staff, StaffChange
from saathi.agencies.permissions import BUNDLES, Permission
from saathi.agencies.vocabulary import ChangeKind, NoticeKind
from saathi.agencies.warden import NotPossible


@dataclass(frozen=True)
class Place:
    """What a member of staff is: her office, her bundle of permissions, her title.

    `bundle` is the kind of her role; `post` the code of the agency's own bundle, empty where she
    holds the role as Saathi ships it.
    """

    office: Office
    bundle: str
    title: str = ""
    post: str = ""


@transaction.atomic
def ask_change(*, by: Staff, staff: Staff, place: Place) -> StaffChange:
    """The change of role, office and title: in effect, or waiting for a second person."""
    access.require(by, Permission.MANAGE_STAFF)

    refuse_while_another_waits(staff)
    if place.bundle not in BUNDLES or staff.deactivated_at:
        raise NotPossible

    values = [staff.id, place.bundle, place.post, place.office.id, place.title]
    change_id = UUID(warden.change("staff_ask_change", values, by=by.id))
    change = queries.change(by.agency_id, change_id)

    outcome = str(change.outcome)
    note(audit.Kind.STAFF_CHANGED, by, staff.id, role=place.bundle, outcome=outcome)
    if change.needs_second:
        tell_confirmers(by, staff.id, record=change.id)
    return change


@transaction.atomic
def ask_reset(*, by: Staff, staff: Staff) -> StaffChange:
    """The request that somebody gets a new way to sign in; a second person gives it."""
    access.require(by, Permission.MANAGE_STAFF)

    refuse_while_another_waits(staff)
    if not staff.is_active:
        raise NotPossible

    change_id = UUID(warden.change("staff_ask_reset", [staff.id], by=by.id))

    note(audit.Kind.STAFF_CHANGED, by, staff.id, action="reset", outcome="waits")
    tell_confirmers(by, staff.id, record=change_id)
    return queries.change(by.agency_id, change_id)


@transaction.atomic
def ask_reopen(*, by: Staff, staff: Staff, place: Place) -> StaffChange:
    """The request that a closed account opens again, with this role; a second person opens it."""
    access.require(by, Permission.MANAGE_STAFF)

    refuse_while_another_waits(staff)
    if place.bundle not in BUNDLES or not staff.deactivated_at:
        raise NotPossible

    values = [staff.id, place.bundle, place.post, place.office.id, place.title]
    change_id = UUID(warden.change("staff_ask_reopen", values, by=by.id))

    what = {"action": "reopen", "role": place.bundle, "outcome": "waits"}
    note(audit.Kind.STAFF_CHANGED, by, staff.id, **what)
    tell_confirmers(by, staff.id, record=change_id)
    return queries.change(by.agency_id, change_id)


GIVES_LINK = (ChangeKind.RESET, ChangeKind.REOPEN)


@transaction.atomic
def decide(*, by: Staff, change: StaffChange, agree: bool) -> str:
    """The code of a new way in, where the change gives one, else nothing."""
    access.require(by, Permission.CONFIRM_STAFF)

    if by.id in {change.asked_by, change.staff_id}:
        raise access.NotAllowed
    gives_link = agree and change.kind in GIVES_LINK
    token = tokens.on_paper(change.staff_id, change.staff.email) if gives_link else ""

    done = warden.change("staff_decide", [change.id, agree, tokens.plain(token)], by=by.id)
    if not done:
        raise NotPossible

    outcome = "agreed" if agree else "refused"
    detail = {"second": change.asked_by, "outcome": outcome, "role": change.to_bundle}
    kind = _KIND_OF.get(ChangeKind(change.kind), audit.Kind.STAFF_CHANGED)
    note(kind if agree else audit.Kind.STAFF_CHANGED, by, change.staff_id, **detail)
    if agree and change.kind == ChangeKind.INVITE:
        invitation = queries.open_invitation(change.staff_id)
        if invitation is not None and invitation.mail_asked_at:
            job_orders.order(mail_invitation_job, by=by, invitation=str(invitation.pk))
    return token


_KIND_OF: dict[ChangeKind, audit.Kind] = {
    ChangeKind.RESET: audit.Kind.KEY_RESET,
    ChangeKind.REOPEN: audit.Kind.REOPENED,
}


@transaction.atomic
def deactivate(*, by: Staff, staff: Staff) -> None:
    """Ends an account at once: sessions, rights of the offices she led, factors, open invitations."""
    access.require(by, Permission.MANAGE_STAFF)

    warden.change("staff_deactivate", [staff.id], by=by.id)

    note(audit.Kind.DEACTIVATED, by, staff.id, role=staff.bundle)


@transaction.atomic
def end_sessions(*, by: Staff, staff: Staff) -> None:
    """Signs a colleague out everywhere; the person can sign in again at once."""
    access.require(by, Permission.MANAGE_STAFF)

    proof = change_proofs.prove("staff_end_sessions", str(staff.id), actor=by.id)
    warden.call("SELECT staff_end_sessions(%s, %s)", [staff.id, proof])

    note(audit.Kind.STAFF_CHANGED, by, staff.id, action="end_sessions")


def refuse_while_another_waits(staff: Staff) -> None:
    """Nothing, where no change of this person waits; else `NotPossible`."""
    if queries.has_waiting_change(staff.id):
        raise NotPossible


def note(kind: audit.Kind, by: Staff, staff_id: UUID, **detail: Any) -> None:
    """Writes into the log what was done to somebody's account."""
    details = {key: value for key, value in detail.items() if value not in {"", None}}
    audit.record(kind, by=by.id, agency=by.agency_id, objects=[staff_id], detail=details)


def tell_confirmers(by: Staff, subject: UUID, *, record: UUID) -> None:
    """Tells those who may be the second person, but for the one it is about."""
    for person in bundles.able(by.agency_id, Permission.CONFIRM_STAFF):
        if person.id != subject:
            notices.tell(person.id, kind=NoticeKind.STAFF_CHANGE, record=record, by=by)
