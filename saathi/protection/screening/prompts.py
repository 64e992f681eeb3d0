"""For which children a screening suggests itself, and whether that was answered. Reads only.

Worked out from what is on record of her anywhere, so that nobody has to remember it. An answer
counts for what was recorded before it: what comes later asks again.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.assembled import assembled
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.consent.models import Accompaniment
from saathi.consent.vocabulary import Accompanied
from saathi.infra.one_of import OneOf
from saathi.people.models import Child
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus
from saathi.protection.intake.models import Report
from saathi.protection.intake.vocabulary import Concern
from saathi.protection.orders.models import BrokenSafeguard, CountedLimit
from saathi.protection.orders.vocabulary import Happening, Safeguard
from saathi.protection.screening import rules
from saathi.protection.screening.models import Migration, RecordedAs, Reply
from saathi.protection.screening.vocabulary import Misread, Papers, PromptReply

OPEN = (CaseStatus.OPEN, CaseStatus.CLOSING_ASKED)
MOST = 100  # children on one list; those who have more of them lead an office

# What is recorded elsewhere that amounts to one of the three: model, condition, which of them.
_AMOUNTS: tuple[tuple[type[Scoped], Q, Misread], ...] = (
    (Migration, Q(papers=Papers.WITHOUT), Misread.UNDOCUMENTED),
    (Accompaniment, Q(state=Accompanied.ALONE), Misread.UNACCOMPANIED),
    (CountedLimit, Q(happening=Happening.APPREHENDED), Misread.OFFENDER),
    (
        BrokenSafeguard,
        Q(safeguard__in=[Safeguard.DETAINED, Safeguard.CHARGED]),
        Misread.OFFENDER,
    ),
)
_CONCERNS = {
    Misread.UNDOCUMENTED: Concern.ON_THE_MOVE,
    Misread.UNACCOMPANIED: Concern.SEPARATED,
    Misread.OFFENDER: Concern.DETAINED,
}
# What stands on record, in the words of reports or as one of the three itself.
_AS = {concern.value: kind for kind, concern in _CONCERNS.items()} | {k.value: k for k in Misread}


def open_kinds(staff: Staff, file_id: UUID) -> list[Misread]:
    """The prompts of a file that nobody answered yet; nothing where this person reads nothing of it."""
    return sorted(open_prompts(staff, [file_id]).get(file_id, ()))


def open_prompts(staff: Staff, files: Collection[UUID]) -> dict[UUID, set[Misread]]:
    """The unanswered prompts by file: two queries, whatever the number of files."""
    recorded: dict[tuple[UUID, Misread], dt.datetime] = {}
    answered: dict[tuple[UUID, Misread], dt.datetime] = {}
    for file, kinds, at, is_reply in _on_record(staff, access.reads_of(staff, files)):
        latest = answered if is_reply else recorded
        for kind in kinds:
            latest[file, kind] = max(at, latest.get((file, kind), at))
    found: dict[UUID, set[Misread]] = {}
    for (file, kind), at in recorded.items():
        if rules.stands(at, answered.get((file, kind))):
            found.setdefault(file, set()).add(kind)
    return found


def is_prompted(rights: FileRights, replied_after: dt.date) -> Q:
    """The condition that a prompt of the child waits, for the query that reads her: no query more.

    `rules.stands` for the database. `replied_after` is the day of `holds_after`.
    """
    replies = rights.records(Reply).filter(_holds(replied_after))
    told = access.visible(rights.staff, Report).filter(about=OuterRef("file"))
    found = Q()
    for kind in Misread:
        rows: list[QuerySet[Any]] = [rights.records(RecordedAs).filter(kind=kind)]
        rows += [
            rights.records(model).filter(condition)
            for model, condition, amounts_to in _AMOUNTS
            if amounts_to == kind
        ]
        hers = [row.filter(file=OuterRef("file")) for row in rows]
        hers.append(told.filter(concerns__contains=[_CONCERNS[kind].value]))
        for row in hers:
            answers = replies.filter(kind=kind, recorded_at__gte=OuterRef("known_at"))
            found |= Q(Exists(row.annotate(known_at=_known_at(row)).filter(~Exists(answers))))
    return found


def _known_at(found: QuerySet[Any]) -> Combinable:
    """When it was recorded of the child: a report only once it was said to be about her."""
    if found.model is Report:
        return Greatest("recorded_at", "outcome_at")
    return F("recorded_at")


def of_open_cases(staff: Staff) -> dict[UUID, set[Misread]]:
    """The unanswered prompts in the open cases that this person works on."""
    mine = access.visible(staff, Case).filter(worker=staff.id, status__in=OPEN)
    # The ids, not a query within the query: with it the planner might read every report there is.
    files = list(mine.order_by().values_list("file", flat=True))
    return open_prompts(staff, files) if files else {}


def asked(staff: Staff, child: Child) -> UUID | None:
    """On whose day the prompt of a child stands: the worker of her latest case."""
    cases = access.visible(staff, Case).filter(child=child).order_by("-opened_on", "-pk")
    found: UUID | None = cases.values_list("worker", flat=True).first()
    return found


def holds_after(staff: Staff) -> dt.date:
    """Until which day a "not now" no longer answers: it does for a fortnight."""
    return rules.not_now_holds_after(staff.office.today())


def _holds(replied_after: dt.date) -> Q:
    """The condition that a reply still answers."""
    return ~Q(reply=PromptReply.NOT_NOW) | Q(replied_on__gt=replied_after)


def _on_record(
    staff: Staff, reads: Mapping[UUID, Section]
) -> Iterator[tuple[UUID, list[Misread], dt.datetime, bool]]:
    """Of a file: what suggests a screening, or that it was answered, and since when. One query.

    The rights were asked before, so that it need not prove them for each row of eight tables.
    """
    legal, situation = (
        [file for file, sections in reads.items() if section in sections]
        for section in (Section.LEGAL, Section.SITUATION)
    )
    for row in _rows(staff, legal, situation, list(reads), holds_after(staff)):
        kinds = [_AS[each] for each in row["as_what"].split() if each in _AS]
        yield row["of_file"], kinds, row["known_at"], row["is_reply"]


@assembled
def _rows(
    staff: Staff,
    legal: list[UUID],
    situation: list[UUID],
    files: list[UUID],
    replied_after: dt.date,
) -> QuerySet[Any, dict[str, Any]]:
    read = {Section.LEGAL: legal, Section.SITUATION: situation}

    def among[RecordT: Scoped](model: type[RecordT]) -> QuerySet[RecordT]:
        return access.among(staff, read[model.section], model)

    parts = [
        _columns(among(model).filter(condition), "file", Value(kind.value))
        for model, condition, kind in _AMOUNTS
    ]
    parts += [
        _columns(among(RecordedAs), "file", F("kind")),
        _columns(among(Reply).filter(_holds(replied_after)), "file", F("kind"), is_reply=True),
        _reports(staff, files),
    ]
    return parts[0].union(*parts[1:], all=True)


def _reports(staff: Staff, files: list[UUID]) -> QuerySet[Any, Any]:
    """What reports about these children name; a report is a file of its own, with its own rights."""
    concerns = [concern.value for concern in _CONCERNS.values()]
    told = access.visible(staff, Report).filter(OneOf("about", files), concerns__overlap=concerns)
    words = Func(F("concerns"), Value(" "), function="array_to_string", output_field=CharField())
    return _columns(told, "about", words)


def _columns(
    found: QuerySet[Any], file: str, as_what: Combinable, *, is_reply: bool = False
) -> QuerySet[Any, Any]:
    return found.order_by().values(
        of_file=Cast(F(f"{file}_id"), UUIDField()),
        as_what=Cast(as_what, CharField()),
        known_at=_known_at(found),
        is_reply=Value(is_reply, BooleanField()),
    )
