"""For which children a screening suggests itself, and whether that was answered. Reads only.

Worked out from what is on record of her anywhere, so that nobody has to remember it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Scoped, Staff
from saathi.consent.models import Accompaniment
from saathi.consent.vocabulary import Accompanied
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


def open_kinds(staff: Staff, file_id: UUID) -> list[Misread]:
    """The prompts of a file that nobody answered yet; nothing where this person reads nothing of it."""
    return sorted(open_prompts(staff, [file_id]).get(file_id, ()))


def open_prompts(staff: Staff, files: Collection[UUID]) -> dict[UUID, set[Misread]]:
    """The unanswered prompts by file: one query, whatever the number of files."""
    found: dict[UUID, set[Misread]] = {}
    for row in _misread(staff, files):
        found.setdefault(row["of_file"], set()).add(Misread(row["as_what"]))
    return found


def is_prompted(rights: FileRights) -> Q:
    """The condition that a prompt of the child waits, for the query that reads her: no query more."""
    holds = _holds(rights.staff)
    found = Q()
    for kind in Misread:
        rows: list[QuerySet[Any]] = [
            rights.records(RecordedAs).filter(file=OuterRef("file"), kind=kind)
        ]
        rows += [
            rights.records(model).filter(condition, file=OuterRef("file"))
            for model, condition, amounts_to in _AMOUNTS
            if amounts_to == kind
        ]
        concern = [_CONCERNS[kind].value]
        told = access.visible(rights.staff, Report)
        rows.append(told.filter(about=OuterRef("file"), concerns__contains=concern))
        is_so = Q()
        for one in rows:
            is_so |= Q(Exists(one))
        answered = rights.records(Reply).filter(holds, file=OuterRef("file"), kind=kind)
        found |= is_so & ~Q(Exists(answered))
    return found


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


def _holds(staff: Staff) -> Q:
    """The condition that a reply still answers: "not now" does for a fortnight."""
    after = rules.not_now_holds_after(staff.office.today())
    return ~Q(reply=PromptReply.NOT_NOW) | Q(replied_on__gt=after)


def _misread(staff: Staff, files: Collection[UUID]) -> QuerySet[Any, Any]:
    parts = [_rows(staff, RecordedAs, Q(file__in=files), None)]
    parts += [
        _rows(staff, model, Q(file__in=files) & condition, kind)
        for model, condition, kind in _AMOUNTS
    ]
    parts += [
        _rows(staff, Report, Q(about__in=files, concerns__contains=[concern.value]), kind, "about")
        for kind, concern in _CONCERNS.items()
    ]
    return parts[0].union(*parts[1:])


def _rows(
    staff: Staff, model: type[Scoped], condition: Q, kind: Misread | None, file: str = "file"
) -> QuerySet[Any, Any]:
    """File and kind of the records like that, without those answered; no kind: the record's own."""
    of_kind = OuterRef("kind") if kind is None else kind.value
    answered = access.visible(staff, Reply).filter(_holds(staff), file=OuterRef(file), kind=of_kind)
    as_what = F("kind") if kind is None else Value(kind.value)
    return (
        access.visible(staff, model)
        .filter(condition)
        .exclude(Exists(answered))
        .order_by()
        .values(of_file=Cast(F(f"{file}_id"), UUIDField()), as_what=Cast(as_what, CharField()))
    )
