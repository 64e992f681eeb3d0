"""Gives and ends rights to a file, hides it, and opens it in an emergency; each with its entry.

The database functions of the same names decide what the caller may give; see `functions`.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

from saathi import audit
from saathi.agencies import access, context
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES, Permission
from saathi.agencies.sections import EMERGENCY, TEAM, Section
from saathi.agencies.vocabulary import GrantKind
from saathi.audit import queries as looks
from saathi.infra import clock

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
    calls = ["access_end(%s, %s)"] * len(ends)
    calls += ["access_give(%s, %s, %s, %s, %s, NULL)"] * len(given)
    values: list[UUID | str | int] = [value for one in ends for value in (file_id, one.id)]
    for staff_id, _role, reads, writes in given:
        values += [file_id, staff_id, GrantKind.TEAM.value, reads, writes]
    if calls:
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(calls), values)
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

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_give(%s, %s, %s, %s, %s, %s)",
            [file_id, to.id, GrantKind.REFERRAL.value, int(reads), int(writes), until],
        )
        grant: UUID = cursor.fetchone()[0]

    detail = {"staff": to.id, "reads": int(reads), "writes": int(writes), "ends_at": until}
    _record_right(audit.Kind.GRANTED, file_id, detail, by)
    return grant


@transaction.atomic
def end_referral(*, file_id: UUID, grant: UUID, of: UUID, by: Staff) -> bool:
    """Whether this right by a referral ended now; her other rights to the file stay."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_end_referral(%s, %s, %s)", [file_id, grant, of])
        ended = bool(cursor.fetchone()[0])

    if ended:
        _record_right(audit.Kind.GRANT_ENDED, file_id, {"staff": of}, by)
    return ended


@transaction.atomic
def hand_over(*, file_id: UUID, to: Staff, keeps: bool, by: Staff) -> None:
    """The work on a report's file in the hands of a colleague; her own right ends unless she keeps it.

    The office that holds the file, and those who lead it, keep theirs.
    """
    access.require(by, Permission.RECORD_REPORT)

    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hand_over(%s, %s, %s)", [file_id, to.id, keeps])
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

    _set_hidden(file_id, principal, hide=True)

    _record_right(audit.Kind.HIDDEN, file_id, {"principal": principal}, by)


@transaction.atomic
def show_again(*, file_id: UUID, principal: UUID, by: Staff) -> None:
    """Ends the hiding of a file; what rights there were hold again."""
    access.require(by, Permission.HIDE)

    _set_hidden(file_id, principal, hide=False)

    _record_right(audit.Kind.SHOWN_AGAIN, file_id, {"principal": principal}, by)


# A mistyped code is forgiven; with a million children, some seven hundred guesses meet one.
WRONG_CODES = 10  # an hour, for one person


class TooManyCodes(Exception):
    """So many codes that opened nothing, within an hour, are guesses."""


def break_glass(*, code: str, reason: str, hours: int, by: Staff) -> UUID | None:
    """The file that is now open to `by` for some hours; None for any code that does not open.

    On a connection that commits by itself: what was opened stays on record, whatever happens to
    the request. Those who lead the office that holds the file are told by the function itself.
    """
    access.require(by, Permission.BREAK_GLASS)
    if not 1 <= hours <= settings.SAATHI_GLASS_HOURS:
        raise ValueError("A file is opened in an emergency for a few hours only.")

    with transaction.atomic(using=ALONE):
        context.enter(staff=by.id, agency=by.agency_id, using=ALONE)
        _one_at_a_time(by)
        since = clock.now() - dt.timedelta(hours=1)
        if looks.refusals_of(by.id, "break_glass", since, using=ALONE) >= WRONG_CODES:
            raise TooManyCodes
        with connections[ALONE].cursor() as cursor:
            cursor.execute("SELECT access_break_glass(%s, %s)", [code, hours])
            file_id: UUID | None = cursor.fetchone()[0]

        audit.record(
            audit.Kind.GLASS_BROKEN if file_id else audit.Kind.REFUSED,
            by=by.id,
            agency=by.agency_id,
            file_id=file_id,
            detail=_glass_detail(reason, hours) if file_id else {"action": "break_glass"},
            using=ALONE,
        )
    return file_id


def _one_at_a_time(by: Staff) -> None:
    """Makes this person's codes wait for each other: sent at once, none would know of the others."""
    with connections[ALONE].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7305012, hashtext(%s))", [str(by.id)])


def _glass_detail(reason: str, hours: int) -> dict[str, object]:
    ends_at = clock.now() + dt.timedelta(hours=hours)
    return {"reason": str(reason), "ends_at": ends_at, "reads": int(EMERGENCY)}


def _set_hidden(file_id: UUID, principal: UUID, *, hide: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_hide(%s, %s, %s)", [file_id, principal, hide])


def _record_right(kind: audit.Kind, file_id: UUID, detail: dict[str, object], by: Staff) -> None:
    audit.record(kind, by=by.id, agency=by.agency_id, file_id=file_id, detail=detail)
