"""Gives and ends rights to a file, hides it, and opens it in an emergency; each with its entry.

The database functions of the same names decide what the caller may give; see `functions`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, transaction
from psycopg.errors import ProgramLimitExceeded

from saathi import audit
from saathi.agencies import access, context, warden
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES, Permission
from saathi.agencies.sections import TEAM, Section
from saathi.agencies.vocabulary import GrantKind

ALONE = "refusals"  # the connection that commits by itself


@transaction.atomic
def give_seat(*, file_id: UUID, to: Staff, role: str, by: Staff) -> None:
    """Rights to the sections of a file that a role in the child's team needs, until they end."""
    change_seats(file_id=file_id, ends=[], gives=[(to, role)], by=by)


@transaction.atomic
def change_seats(
    *, file_id: UUID, ends: Sequence[Staff], gives: Sequence[tuple[Staff, str]], by: Staff
) -> None:
    """First ends every right of some to a file, not those of an office, then gives what roles need.

    One statement; the database goes through it in order.
    """
    access.require(by, Permission.ASSIGN)

    # An interpreter sits with the child and opens nothing.
    given = [
        (to.id, str(role), int(TEAM_READS[role]), int(TEAM_WRITES[role]))
        for to, role in gives
        if TEAM_READS[role]
    ]
    calls: list[tuple[str, list[Any]]] = [("access_end", [file_id, one.id]) for one in ends]
    team = GrantKind.TEAM.value
    calls += [
        ("access_give", [file_id, staff_id, team, reads, writes, None])
        for staff_id, _role, reads, writes in given
    ]
    if calls:
        warden.changes(calls, by=by.id)
    for person in [*ends, *(to for to, _role in gives)]:
        access.rights_changed(person, file_id)

    for one in ends:
        _record_right(audit.Kind.GRANT_ENDED, file_id, {"staff": one.id}, by)
    for staff_id, role, reads, writes in given:
        detail = {"staff": staff_id, "role": role, "reads": reads, "writes": writes}
        _record_right(audit.Kind.GRANTED, file_id, detail, by)


@transaction.atomic
def give_referral(
    *, file_id: UUID, to: Staff, reads: Section, until: dt.datetime, by: Staff
) -> UUID:
    """The right of somebody of the agency that a child was referred to, to read these sections.

    She writes of the support alone: her answer, the help she gives. It ends by itself.
    """
    access.require(by, Permission.ASSIGN)
    writes = Section.SUPPORT & reads

    values = [file_id, to.id, GrantKind.REFERRAL.value, int(reads), int(writes), until]
    grant = UUID(warden.change("access_give", values, by=by.id))

    detail = {"staff": to.id, "reads": int(reads), "writes": int(writes), "ends_at": until}
    _record_right(audit.Kind.GRANTED, file_id, detail, by)
    return grant


@transaction.atomic
def end_referral(*, file_id: UUID, grant: UUID, of: UUID, by: Staff) -> bool:
    """Whether this right by a referral ended now; her other rights to the file stay."""
    ended = bool(warden.change("access_end_referral", [file_id, grant, of], by=by.id))

    if ended:
        _record_right(audit.Kind.GRANT_ENDED, file_id, {"staff": of}, by)
    return ended


@transaction.atomic
def hand_over(*, file_id: UUID, to: Staff, keeps: bool, by: Staff) -> None:
    """The work on a report's file in the hands of a colleague; her own right ends unless she keeps it.

    The office that holds the file, and those who lead it, keep theirs.
    """
    access.require(by, Permission.RECORD_REPORT)

    warden.change("access_hand_over", [file_id, to.id, keeps], by=by.id)
    access.rights_changed(by, file_id)

    detail = {"staff": to.id, "reads": int(TEAM), "writes": int(TEAM)}
    _record_right(audit.Kind.GRANTED, file_id, detail, by)
    if not keeps:
        _record_right(audit.Kind.GRANT_ENDED, file_id, {"staff": by.id}, by)


@transaction.atomic
def end(*, file_id: UUID, of: Staff, by: Staff) -> None:
    """Ends every right of a member of staff to a file, but not those of the office she leads."""
    change_seats(file_id=file_id, ends=[of], gives=[], by=by)


@transaction.atomic
def hide(*, file_id: UUID, principal: UUID, by: Staff) -> None:
    """Hides a file from a member of staff or an agency: a relative, a neighbour, an accused."""
    access.require(by, Permission.HIDE)

    warden.change("access_hide", [file_id, principal, True], by=by.id)

    _record_right(audit.Kind.HIDDEN, file_id, {"principal": principal}, by)


@transaction.atomic
def show_again(*, file_id: UUID, principal: UUID, by: Staff) -> None:
    """Ends the hiding of a file; what rights there were hold again."""
    access.require(by, Permission.HIDE)

    warden.change("access_hide", [file_id, principal, False], by=by.id)

    _record_right(audit.Kind.SHOWN_AGAIN, file_id, {"principal": principal}, by)


# The limits of `functions/break_glass.sql`, which enforces them and says why.
FILES_AN_HOUR = 10
FILES_A_DAY = 30
WRONG_CODES = 10  # an hour


class TooManyCodes(Exception):
    """The person opened too many files in emergencies, or gave too many codes that open nothing."""


def break_glass(*, code: str, reason: str, hours: int, by: Staff) -> UUID | None:
    """The file that is now open to `by` for some hours; None for any code that does not open.

    On a connection that commits by itself: what was opened stays on record, whatever happens to
    the request. The database counts, writes the entry and tells those who lead the office that holds
    the file; the right holds from the next request on.
    """
    access.require(by, Permission.BREAK_GLASS)
    if not 1 <= hours <= settings.SAATHI_GLASS_HOURS:
        raise ValueError("A file is opened in an emergency for a few hours only.")

    with transaction.atomic(using=ALONE):
        context.enter(staff=by.id, agency=by.agency_id, using=ALONE)
        values = [code, hours, str(reason)]
        try:
            found = warden.change("access_break_glass", values, by=by.id, using=ALONE)
        except OperationalError as error:
            if isinstance(error.__cause__, ProgramLimitExceeded):
                raise TooManyCodes from None
            raise
    return UUID(found) if found else None


def _record_right(kind: audit.Kind, file_id: UUID, detail: dict[str, object], by: Staff) -> None:
    audit.record(kind, by=by.id, agency=by.agency_id, file_id=file_id, detail=detail)
