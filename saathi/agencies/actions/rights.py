"""Grants and ends rights to a file, hides and unhides it; each action is logged.

The database decides again what the caller may grant and hide: `access_give`, `access_end` and the
other functions in `functions/rights.sql`. Emergency access is in `people.emergency_access`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from saathi import audit
from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES, Permission
from saathi.agencies.sections import TEAM_MEMBER_SECTIONS, Section
from saathi.agencies.vocabulary import GrantKind
from saathi.infra.reasons import Reason, Refused
from saathi.infra.reasons import mark_for_translation as _

LEADS_ABOVE = Reason(
    "above",
    _(
        "This person supervises your work on this file, so you cannot hide it from them. If a report is "
        "about this person, name them in the report."
    ),
)
LAST_SUPERVISOR = Reason(
    "last",
    _(
        "No other supervisor would still be able to read this file. If a report is about "
        "this person, name them in the report."
    ),
)


class HidingRefused(Refused):
    """A file that cannot be hidden from this person; `reasons` say why."""


class SeatRights(NamedTuple):
    """The rights of a role in the child's team: who gets them, and when they expire, if they do."""

    staff: Staff
    role: str
    ends_at: dt.datetime | None = None


@transaction.atomic
def grant_seat_rights(*, file_id: UUID, to: Staff, role: str, actor: Staff) -> None:
    """Grants the rights to the sections that a role in the child's team needs, until ended."""
    replace_seat_rights(file_id=file_id, ends=[], gives=[SeatRights(to, role)], actor=actor)


@transaction.atomic
def replace_seat_rights(
    *, file_id: UUID, ends: Sequence[Staff], gives: Sequence[SeatRights], actor: Staff
) -> None:
    """Ends every personal right of the staff in `ends`, then grants what the new roles need.

    Rights of offices stay. All this is one statement; the database executes the calls in order, and
    grants no temporary right for longer than cover may last (`functions/rights.sql`).
    """
    access.require(actor, Permission.ASSIGN)

    # An interpreter works with the child and gets no access to the file.
    grants = [
        (to.id, str(role), int(TEAM_READS[role]), int(TEAM_WRITES[role]), ends_at)
        for to, role, ends_at in gives
        if TEAM_READS[role]
    ]
    calls: list[tuple[str, list[Any]]] = [("access_end", [file_id, person.id]) for person in ends]
    team = GrantKind.TEAM.value
    calls += [
        ("access_give", [file_id, staff_id, team, reads, writes, ends_at])
        for staff_id, _role, reads, writes, ends_at in grants
    ]
    if calls:
        definer_functions.make_changes(calls, by=actor.id)
    for person in [*ends, *(given.staff for given in gives)]:
        access.forget_cached_rights(person, file_id)

    for person in ends:
        _record_right(audit.AuditKind.GRANT_ENDED, file_id, {"staff": person.id}, actor)
    for staff_id, role, reads, writes, ends_at in grants:
        detail = {"staff": staff_id, "role": role, "reads": reads, "writes": writes}
        until = {"ends_at": ends_at} if ends_at else {}
        _record_right(audit.AuditKind.GRANTED, file_id, detail | until, actor)


@transaction.atomic
def grant_referral_rights(
    *, file_id: UUID, to: Staff, reads: Section, until: dt.datetime, actor: Staff
) -> UUID:
    """Lets a member of staff of the agency that received a referral read these sections.

    They can write only support records: their response and the help given. The right expires at
    `until`.
    """
    access.require(actor, Permission.ASSIGN)
    writes = Section.SUPPORT & reads

    values = [file_id, to.id, GrantKind.REFERRAL.value, int(reads), int(writes), until]
    grant = UUID(definer_functions.make_change("access_give", values, by=actor.id))

    detail = {"staff": to.id, "reads": int(reads), "writes": int(writes), "ends_at": until}
    _record_right(audit.AuditKind.GRANTED, file_id, detail, actor)
    return grant


@transaction.atomic
def end_referral_rights(*, file_id: UUID, grant: UUID, staff_id: UUID, actor: Staff) -> bool:
    """Whether this referral right has ended now; the person's other rights to the file stay."""
    ended = bool(
        definer_functions.make_change(
            "access_end_referral", [file_id, grant, staff_id], by=actor.id
        )
    )

    if ended:
        _record_right(audit.AuditKind.GRANT_ENDED, file_id, {"staff": staff_id}, actor)
    return ended


@transaction.atomic
def hand_over_report(*, file_id: UUID, to: Staff, keeps: bool, actor: Staff) -> None:
    """Passes the work on a report's file to a colleague; the actor's own right ends unless kept.

    The office that holds the file, and those who lead it, keep their rights.
    """
    access.require(actor, Permission.RECORD_REPORT)

    definer_functions.make_change("access_hand_over", [file_id, to.id, keeps], by=actor.id)
    access.forget_cached_rights(actor, file_id)

    detail = {
        "staff": to.id,
        "reads": int(TEAM_MEMBER_SECTIONS),
        "writes": int(TEAM_MEMBER_SECTIONS),
    }
    _record_right(audit.AuditKind.GRANTED, file_id, detail, actor)
    if not keeps:
        _record_right(audit.AuditKind.GRANT_ENDED, file_id, {"staff": actor.id}, actor)


@transaction.atomic
def pass_on_new_file(*, file_id: UUID, to: Staff, actor: Staff) -> None:
    """Passes a child's file that the actor has just opened to the colleague who works on it.

    The actor's own right ends; leaders of the office can read it like every file of the office. The
    function refuses a file on which others already work.
    """
    access.require(actor, Permission.OPEN_CASE)

    definer_functions.make_change("access_pass_on", [file_id, to.id], by=actor.id)
    access.forget_cached_rights(actor, file_id)

    sections = int(TEAM_MEMBER_SECTIONS)
    detail = {"staff": to.id, "reads": sections, "writes": sections}
    _record_right(audit.AuditKind.GRANTED, file_id, detail, actor)
    _record_right(audit.AuditKind.GRANT_ENDED, file_id, {"staff": actor.id}, actor)


@transaction.atomic
def hide_file(*, file_id: UUID, principal: UUID, actor: Staff) -> None:
    """Hides a file from a member of staff or an agency, such as a relative or an accused person.

    The nearest supervisor above is notified. Raises `HidingRefused` for a leader above the actor,
    and for the last other supervisor who can read the file.
    """
    access.require(actor, Permission.HIDE)

    try:
        definer_functions.make_change("access_hide", [file_id, principal, True], by=actor.id)
    except definer_functions.ChangeNotPossible as error:
        is_last = isinstance(error.__cause__, IntegrityError)  # `file_keep_leaders`
        raise HidingRefused([LAST_SUPERVISOR if is_last else LEADS_ABOVE]) from error

    _record_right(audit.AuditKind.HIDDEN, file_id, {"principal": principal}, actor)


@transaction.atomic
def unhide_file(*, file_id: UUID, principal: UUID, actor: Staff) -> None:
    """Unhides a file; existing rights apply again."""
    access.require(actor, Permission.HIDE)

    definer_functions.make_change("access_hide", [file_id, principal, False], by=actor.id)

    _record_right(audit.AuditKind.SHOWN_AGAIN, file_id, {"principal": principal}, actor)


def _record_right(
    kind: audit.AuditKind, file_id: UUID, detail: dict[str, object], actor: Staff
) -> None:
    audit.record(kind, by=actor.id, agency=actor.agency_id, file_id=file_id, detail=detail)
