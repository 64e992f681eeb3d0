"""For which children a screening suggests itself, and whether that was answered. Reads only.

Worked out from what is on record of her anywhere, so that nobody has to remember it. An answer
counts for what was recorded before it; what comes later asks again where it says more (`standing`).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Either
from django.db.models import CharField, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Greatest, JSONObject

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.consent.models import Accompaniment
from saathi.consent.vocabulary import AccompanimentStatus
from saathi.infra.any_of import AnyOf
from saathi.people.models import Child
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus
from saathi.protection.intake.models import Report
from saathi.protection.intake.vocabulary import Concern
from saathi.protection.orders.models import BrokenSafeguard, Order, RunningTimeLimit
from saathi.protection.orders.vocabulary import AuthorityKind, LimitTrigger, OrderKind, Safeguard
from saathi.protection.screening import active_prompts, rules
from saathi.protection.screening.active_prompts import (
    PromptAnswer,
    PromptEvidence,
    PromptEvidenceKind,
)
from saathi.protection.screening.models import (
    Migration,
    PossibleMisidentification,
    ScreeningPromptReply,
)
from saathi.protection.screening.rules import FOLLOWS_FROM_TRAFFICKING
from saathi.protection.screening.vocabulary import (
    ImmigrationStatus,
    MisidentificationKind,
    PromptReply,
)

OPEN_CASE_STATUSES = (CaseStatus.OPEN, CaseStatus.CLOSING_ASKED)
MAX_PROMPTED_CHILDREN = 100  # children on one list; those who have more of them lead an office

type PromptEvidenceRow = Mapping[str, str]  # one record that tells of the three, or one answer

_CONCERNS = {
    MisidentificationKind.UNDOCUMENTED: Concern.ON_THE_MOVE,
    MisidentificationKind.UNACCOMPANIED: Concern.SEPARATED,
    MisidentificationKind.OFFENDER: Concern.DETAINED,
}
_REPLY = "reply"
# What a juvenile justice board orders for a child whom it deals with as one to be protected.
_MENDS = (OrderKind.PROTECTION, OrderKind.RESTORATION, OrderKind.REPATRIATION, OrderKind.STATUS)
# What stands on record, in the words of reports or as one of the three itself.
_AS = {concern.value: kind for kind, concern in _CONCERNS.items()} | {
    k.value: k for k in MisidentificationKind
}


def list_open_prompts_of_file(staff: Staff, file_id: UUID) -> list[MisidentificationKind]:
    """The prompts of a file that nobody answered yet; nothing where this person reads nothing of it."""
    return sorted(find_open_prompts(staff, [file_id]).get(file_id, ()))


def find_open_prompts(
    staff: Staff, files: Collection[UUID]
) -> dict[UUID, set[MisidentificationKind]]:
    """The unanswered prompts by file: two queries, whatever the number of files."""
    found: dict[UUID, list[PromptEvidenceRow]] = {}
    for row in _on_record(staff, access.readable_sections(staff, files)):
        found.setdefault(UUID(row["file"]), []).append(row)
    kinds = {file: find_active_prompts(staff, rows) for file, rows in found.items()}
    return {file: prompted for file, prompted in kinds.items() if prompted}


def prompt_evidence_subquery(rights: FileRights, replied_after: dt.date) -> ArraySubquery:
    """All that `standing_in` goes by of one file, for the query that reads its child: no query more.

    `replied_after` is the day of `holds_after`.
    """
    told = access.visible(rights.staff, Report).filter(about=rights.file_id)
    return ArraySubquery(_united(rights.records, told, replied_after))


def find_active_prompts(
    staff: Staff, rows: Iterable[PromptEvidenceRow]
) -> set[MisidentificationKind]:
    """Which of the three stand by what is on record of one child (see `standing.is_prompt_active`)."""
    told, answers = _by_kind(staff, rows)
    return {
        kind
        for kind, its in told.items()
        if active_prompts.is_prompt_active(its, answers.get(kind, ()))
    }


def list_prompt_evidence(rights: FileRights, kind: MisidentificationKind) -> list[PromptEvidence]:
    """All that is on record of a file and amounts to one of the three, answered or not; one query."""
    rows = _on_record(rights.staff, {rights.file_id: rights.reads})
    told, _answers = _by_kind(rights.staff, rows)
    return told.get(kind, [])


def _by_kind(
    staff: Staff, rows: Iterable[PromptEvidenceRow]
) -> tuple[
    dict[MisidentificationKind, list[PromptEvidence]],
    dict[MisidentificationKind, list[PromptAnswer]],
]:
    zone = ZoneInfo(staff.office.time_zone)
    told: dict[MisidentificationKind, list[PromptEvidence]] = {}
    answers: dict[MisidentificationKind, list[PromptAnswer]] = {}
    for row in rows:
        known_at = dt.datetime.fromisoformat(row["known_at"])
        day = _day(row["day"], zone)
        for kind in (_AS[each] for each in row["as_what"].split() if each in _AS):
            if row["tells"] == _REPLY:
                answers.setdefault(kind, []).append(PromptAnswer(day, known_at))
            else:
                one = PromptEvidence(PromptEvidenceKind(row["tells"]), day, known_at, row["says"])
                told.setdefault(kind, []).append(one)
    return told, answers


def _day(text: str, zone: ZoneInfo) -> dt.date:
    """The day of a date, or of a moment as the office reckons it."""
    if "T" not in text:
        return dt.date.fromisoformat(text)
    return dt.datetime.fromisoformat(text).astimezone(zone).date()


def find_prompts_in_open_cases(staff: Staff) -> dict[UUID, set[MisidentificationKind]]:
    """The unanswered prompts in the open cases that this person works on."""
    mine = access.visible(staff, Case).filter(worker=staff.id, status__in=OPEN_CASE_STATUSES)
    # The ids, not a query within the query: with it the planner might read every report there is.
    files = list(mine.order_by().values_list("file", flat=True))
    return find_open_prompts(staff, files) if files else {}


def get_prompted_staff_id(staff: Staff, child: Child) -> UUID | None:
    """On whose day the prompt of a child stands: the worker of her latest case."""
    cases = access.visible(staff, Case).filter(child=child).order_by("-opened_on", "-pk")
    found: UUID | None = cases.values_list("worker", flat=True).first()
    return found


def last_expired_reply_day(staff: Staff) -> dt.date:
    """Until which day a "not now" no longer answers: it does for a fortnight."""
    return rules.not_now_holds_after(staff.office.today())


def _holds(replied_after: dt.date) -> Q:
    """The condition that a reply still answers."""
    return ~Q(reply=PromptReply.NOT_NOW) | Q(replied_on__gt=replied_after)


def _on_record(staff: Staff, reads: Mapping[UUID, Section]) -> list[PromptEvidenceRow]:
    """Of each file: what suggests a screening, or that it was answered, and since when. One query.

    The rights were asked before, so that it need not prove them for each row of nine tables.
    """
    legal, situation = (
        [file for file, sections in reads.items() if section in sections]
        for section in (Section.LEGAL, Section.SITUATION)
    )
    return _rows(staff, legal, situation, list(reads), last_expired_reply_day(staff))


@compiled_query
def _rows(
    staff: Staff,
    legal: list[UUID],
    situation: list[UUID],
    files: list[UUID],
    replied_after: dt.date,
) -> QuerySet[Any, PromptEvidenceRow]:
    read = {Section.LEGAL: legal, Section.SITUATION: situation}

    def among[RecordT: Scoped](model: type[RecordT]) -> QuerySet[RecordT]:
        return access.records_in_files(staff, read[model.section], model)

    told = access.visible(staff, Report).filter(AnyOf("about", files))
    return _united(among, told, replied_after)


class _Records(Protocol):
    """Gives the records of a kind that this person reads."""

    def __call__[RecordT: Scoped](self, model: type[RecordT], /) -> QuerySet[RecordT]: ...


def _united(
    records: _Records, told: QuerySet[Report], replied_after: dt.date
) -> QuerySet[Any, PromptEvidenceRow]:
    """What is recorded anywhere and amounts to one of the three, and the answers.

    That an offence follows from trafficking is an answer as well, and so is that a move to
    protection was asked: whoever said so has looked.
    """
    undocumented, unaccompanied, offender = (Value(kind.value) for kind in MisidentificationKind)
    event = Value(PromptEvidenceKind.EVENT.value)
    moved = records(Migration).exclude(papers=ImmigrationStatus.NOT_KNOWN)
    way = Concat("country", Value("/"), "from_country")
    hurt = records(BrokenSafeguard).filter(safeguard__in=[Safeguard.DETAINED, Safeguard.CHARGED])
    held = records(RunningTimeLimit).filter(happening=LimitTrigger.APPREHENDED)
    board = records(Order).filter(authority=AuthorityKind.JUVENILE_BOARD).exclude(kind__in=_MENDS)
    came = records(Accompaniment).exclude(state=AccompanimentStatus.NOT_KNOWN)
    replies = records(ScreeningPromptReply).filter(_holds(replied_after))
    words = Func(F("concerns"), Value(" "), function="array_to_string", output_field=CharField())
    concerned = told.filter(concerns__overlap=[one.value for one in _CONCERNS.values()])
    said = Either(When(follows__in=FOLLOWS_FROM_TRAFFICKING, then=Value(_REPLY)), default=event)
    moves = records(BrokenSafeguard).filter(safeguard=Safeguard.NOT_MOVED)
    parts = [
        _part(
            records(PossibleMisidentification), F("kind"), said, "happened_on", says=F("offence")
        ),
        _part(moved, undocumented, _state(papers=ImmigrationStatus.WITHOUT), "as_of", says=way),
        _part(came, unaccompanied, _state(state=AccompanimentStatus.ALONE), "as_of"),
        _part(held, offender, event, "happened_at"),
        _part(hurt, offender, event, "happened_on"),
        _part(moves, offender, Value(_REPLY), "happened_on"),
        _part(board, offender, event, "made_on"),
        _part(replies, F("kind"), Value(_REPLY), "replied_on"),
        _part(
            concerned, words, Value(PromptEvidenceKind.REPORT.value), "received_at", file="about"
        ),
    ]
    return parts[0].union(*parts[1:], all=True)


def _state(**is_so: str) -> Either:
    return Either(
        When(**is_so, then=Value(PromptEvidenceKind.STATE.value)),
        default=Value(PromptEvidenceKind.OTHERWISE.value),
    )


def _part(  # noqa: PLR0913 - one part of the union, each column named
    found: QuerySet[Any],
    as_what: Combinable,
    tells: Combinable,
    day: str,
    *,
    says: Combinable = Value(""),  # noqa: B008 - it is never changed
    file: str = "file",
) -> QuerySet[Any, PromptEvidenceRow]:
    """One part, as one value; a report tells of her once it was said to be about her."""
    known_at = Greatest("recorded_at", "outcome_at") if found.model is Report else F("recorded_at")
    # PostgreSQL 15 wants to be told what kind a value is that goes into an object.
    row = JSONObject(
        file=F(f"{file}_id"),
        as_what=Cast(as_what, TextField()),
        tells=Cast(tells, TextField()),
        day=F(day),
        says=Cast(says, TextField()),
        known_at=known_at,
    )
    return found.order_by().values_list(row, flat=True)
