"""Which children need a screening prompt, and whether it was answered. Reads only.

Derived from all records of the child, so that no one has to remember it. An answer covers what was
recorded before it; later evidence reactivates the prompt if it is new (`active_prompts`).
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
from saathi.protection.casework.cases import covers
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.decisions.orders.models import BrokenSafeguard, Order, RunningTimeLimit
from saathi.protection.decisions.orders.vocabulary import (
    AuthorityKind,
    LimitTrigger,
    OrderKind,
    Safeguard,
)
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.protection.identification.screening import active_prompts, rules
from saathi.protection.identification.screening.active_prompts import (
    PromptAnswer,
    PromptEvidence,
    PromptEvidenceKind,
)
from saathi.protection.identification.screening.models import (
    Migration,
    PossibleMisidentification,
    ScreeningPromptReply,
)
from saathi.protection.identification.screening.rules import FOLLOWS_FROM_TRAFFICKING
from saathi.protection.identification.screening.vocabulary import (
    ImmigrationStatus,
    MisidentificationKind,
    PromptReply,
)

MAX_PROMPTED_CHILDREN = 100  # limit of one list; only office leaders have more

type PromptEvidenceRow = Mapping[
    str, str
]  # one record that indicates one of the three kinds, or one answer

_CONCERNS = {
    MisidentificationKind.UNDOCUMENTED: Concern.ON_THE_MOVE,
    MisidentificationKind.UNACCOMPANIED: Concern.SEPARATED,
    MisidentificationKind.OFFENDER: Concern.DETAINED,
}
_REPLY = "reply"
_HELD = (Safeguard.ARRESTED, Safeguard.DETAINED, Safeguard.CHARGED)
# Orders of a juvenile justice board that treat the child as in need of protection.
_MENDS = (OrderKind.PROTECTION, OrderKind.RESTORATION, OrderKind.REPATRIATION, OrderKind.STATUS)
# Evidence in reports, or records of one of the three kinds.
_AS = {concern.value: kind for kind, concern in _CONCERNS.items()} | {
    k.value: k for k in MisidentificationKind
}


def list_open_prompts_of_file(staff: Staff, file_id: UUID) -> list[MisidentificationKind]:
    """The unanswered prompts of a file; empty if the reader has no access to it."""
    return sorted(find_open_prompts(staff, [file_id]).get(file_id, ()))


def find_open_prompts(
    staff: Staff, files: Collection[UUID]
) -> dict[UUID, set[MisidentificationKind]]:
    """The unanswered prompts by file: two queries for any number of files."""
    open_prompts: dict[UUID, list[PromptEvidenceRow]] = {}
    for row in _evidence_rows(staff, access.readable_sections(staff, files)):
        open_prompts.setdefault(UUID(row["file"]), []).append(row)
    kinds = {file: find_active_prompts(staff, rows) for file, rows in open_prompts.items()}
    return {file: prompted for file, prompted in kinds.items() if prompted}


def prompt_evidence_subquery(rights: FileRights, replied_after: dt.date) -> ArraySubquery:
    """A file's evidence for `find_active_prompts`, as part of the query for the child.

    It needs no further query.

    `replied_after` is the day of `not_now_holds_after`.
    """
    reports = access.visible(rights.staff, Report).filter(child_file=rights.file_id)
    return ArraySubquery(_union_of_evidence(rights.records, reports, replied_after))


def find_active_prompts(
    staff: Staff, rows: Iterable[PromptEvidenceRow]
) -> set[MisidentificationKind]:
    """The active kinds for the evidence of one child (see `active_prompts.is_prompt_active`)."""
    evidence, answers = _by_kind(staff, rows)
    return {
        kind
        for kind, its in evidence.items()
        if active_prompts.is_prompt_active(its, answers.get(kind, ()))
    }


def list_prompt_evidence(rights: FileRights, kind: MisidentificationKind) -> list[PromptEvidence]:
    """All evidence of a file for one of the three kinds, answered or not; one query."""
    rows = _evidence_rows(rights.staff, {rights.file_id: rights.reads})
    evidence, _answers = _by_kind(rights.staff, rows)
    return evidence.get(kind, [])


def _by_kind(
    staff: Staff, rows: Iterable[PromptEvidenceRow]
) -> tuple[
    dict[MisidentificationKind, list[PromptEvidence]],
    dict[MisidentificationKind, list[PromptAnswer]],
]:
    zone = ZoneInfo(staff.office.time_zone)
    evidence: dict[MisidentificationKind, list[PromptEvidence]] = {}
    answers: dict[MisidentificationKind, list[PromptAnswer]] = {}
    for row in rows:
        known_at = dt.datetime.fromisoformat(row["known_at"])
        day = _day(row["day"], zone)
        for kind in (_AS[word] for word in row["as_what"].split() if word in _AS):
            if row["tells"] == _REPLY:
                answers.setdefault(kind, []).append(PromptAnswer(day, known_at))
            else:
                item = PromptEvidence(PromptEvidenceKind(row["tells"]), day, known_at, row["says"])
                evidence.setdefault(kind, []).append(item)
    return evidence, answers


def _day(text: str, zone: ZoneInfo) -> dt.date:
    """The day of a date, or of a moment in the time zone of the office."""
    if "T" not in text:
        return dt.date.fromisoformat(text)
    return dt.datetime.fromisoformat(text).astimezone(zone).date()


def find_prompts_in_open_cases(staff: Staff) -> dict[UUID, set[MisidentificationKind]]:
    """Unanswered prompts in open cases that the staff member works on or covers, by file."""
    today = staff.office.today()
    open_cases = access.visible(staff, Case, by_row=True).filter(
        Q(worker=staff.id) | Q(covers.is_covered_by(staff, "pk", today)),
        status__in=OPEN_STATUSES,
    )
    # Ids instead of a subquery: otherwise the planner may scan all reports.
    files = list(open_cases.order_by().values_list("file", flat=True))
    return find_open_prompts(staff, files) if files else {}


def get_prompted_staff_id(staff: Staff, child: Child) -> UUID | None:
    """The staff member who is prompted for a child: the worker of the latest case."""
    cases = access.visible(staff, Case).filter(child=child).order_by("-opened_on", "-pk")
    worker: UUID | None = cases.values_list("worker", flat=True).first()
    return worker


def last_expired_reply_day(staff: Staff) -> dt.date:
    """The last day on which a "not now" has expired: it is valid for a fortnight."""
    return rules.last_expired_not_now_day(staff.office.today())


def _is_valid_reply(replied_after: dt.date) -> Q:
    """The condition that a reply is still valid."""
    return ~Q(reply=PromptReply.NOT_NOW) | Q(replied_on__gt=replied_after)


def _evidence_rows(staff: Staff, reads: Mapping[UUID, Section]) -> list[PromptEvidenceRow]:
    """Evidence and answers by file, with their days. One query.

    Rights were already checked, so row security need not check them for each row of nine tables.
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
    readable = {Section.LEGAL: legal, Section.SITUATION: situation}

    def among[RecordT: Scoped](model: type[RecordT]) -> QuerySet[RecordT]:
        return access.records_in_files(staff, readable[model.section], model)

    reports = access.visible(staff, Report).filter(AnyOf("child_file", files))
    return _union_of_evidence(among, reports, replied_after)


class _ReadableRecords(Protocol):
    """Gives the records of a model that the reader may read."""

    def __call__[RecordT: Scoped](self, model: type[RecordT], /) -> QuerySet[RecordT]: ...


def _union_of_evidence(
    records: _ReadableRecords, reports: QuerySet[Report], replied_after: dt.date
) -> QuerySet[Any, PromptEvidenceRow]:
    """All evidence of the three kinds, and the answers, as one union.

    A statement that an offence follows from trafficking, or a request for protection, is an answer
    as well: its author has considered the question.
    """
    undocumented, unaccompanied, offender = (Value(kind.value) for kind in MisidentificationKind)
    event = Value(PromptEvidenceKind.EVENT.value)
    report = Value(PromptEvidenceKind.REPORT.value)
    recorded = records(PossibleMisidentification)
    moved = records(Migration).exclude(papers__in=["", ImmigrationStatus.NOT_KNOWN])
    journey = Concat("country", Value("/"), "from_country")
    hurt = records(BrokenSafeguard).filter(safeguard__in=_HELD)
    apprehensions = records(RunningTimeLimit).filter(happening=LimitTrigger.APPREHENDED)
    board = records(Order).filter(authority=AuthorityKind.JUVENILE_BOARD).exclude(kind__in=_MENDS)
    accompaniments = records(Accompaniment).exclude(state=AccompanimentStatus.NOT_KNOWN)
    replies = records(ScreeningPromptReply).filter(_is_valid_reply(replied_after))
    kinds = Func(F("concerns"), Value(" "), function="array_to_string", output_field=CharField())
    concerned = reports.filter(concerns__overlap=[concern.value for concern in _CONCERNS.values()])
    follows = Either(When(follows__in=FOLLOWS_FROM_TRAFFICKING, then=Value(_REPLY)), default=event)
    moves = records(BrokenSafeguard).filter(safeguard=Safeguard.NOT_MOVED)
    parts = [
        _part(recorded, F("kind"), follows, "happened_on", says=F("offence")),
        _part(moved, undocumented, _state(papers=ImmigrationStatus.WITHOUT), "as_of", says=journey),
        _part(accompaniments, unaccompanied, _state(state=AccompanimentStatus.ALONE), "as_of"),
        _part(apprehensions, offender, event, "happened_at"),
        _part(hurt, offender, event, "happened_on"),
        _part(moves, offender, Value(_REPLY), "happened_on"),
        _part(board, offender, event, "made_on"),
        _part(replies, F("kind"), Value(_REPLY), "replied_on"),
        _part(concerned, kinds, report, "received_at", file="child_file"),
    ]
    return parts[0].union(*parts[1:], all=True)


def _state(**is_so: str) -> Either:
    return Either(
        When(**is_so, then=Value(PromptEvidenceKind.STATE.value)),
        default=Value(PromptEvidenceKind.OTHERWISE.value),
    )


def _part(  # noqa: PLR0913 - one part of the union, each column named
    records: QuerySet[Any],
    as_what: Combinable,
    tells: Combinable,
    day: str,
    *,
    says: Combinable = Value(""),  # noqa: B008 - it is never changed
    file: str = "file",
) -> QuerySet[Any, PromptEvidenceRow]:
    """One part of the union, a JSON value a row; reports count once linked to the child."""
    known_at = (
        Greatest("recorded_at", "outcome_at") if records.model is Report else F("recorded_at")
    )
    # PostgreSQL 15 needs explicit types for values in a JSON object.
    row = JSONObject(
        file=F(f"{file}_id"),
        as_what=Cast(as_what, TextField()),
        tells=Cast(tells, TextField()),
        day=F(day),
        says=Cast(says, TextField()),
        known_at=known_at,
    )
    return records.order_by().values_list(row, flat=True)
