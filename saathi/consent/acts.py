"""The significant acts of a child's file, from all domains, each with its answer to the four principles."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, TruncDate

from saathi.agencies import access, domains
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.significant_acts import SignificantAct
from saathi.consent.models import Decision
from saathi.infra.any_of import AnyOf
from saathi.web.components import join_facts

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class RecordedSignificantAct:
    """One significant act, the person who acted or recorded it, and the decision that answers for it."""

    kind: SignificantAct
    act_id: UUID
    on: dt.date
    code: str
    by: UUID | None
    decision: UUID | None
    file_id: UUID

    @property
    def text(self) -> str:
        """What was done."""
        return self.kind.describe(self.code)

    @property
    def label(self) -> str:
        """What was done, and when."""
        return join_facts([self.text, format_day(self.on)])

    @property
    def key(self) -> str:
        """The act as a form value."""
        return act_key(self.kind.name, self.act_id)


def act_key(name: str, act_id: UUID) -> str:
    """An act as a form value; `parse_key` reverses it."""
    return f"{name}:{act_id}"


def parse_key(key: str) -> tuple[str, UUID | None]:
    """The name and id of an act; empty and None for anything else."""
    name, _colon, act_id = key.partition(":")
    try:
        return name, UUID(act_id)
    except ValueError:
        return "", None


def list_acts(
    rights: FileRights, *, missing_only: bool = False, start: int = 0
) -> list[RecordedSignificantAct]:
    """One page of readable acts, latest first, plus the act after it. One query."""
    united = _united(
        [_acts_of(rights, kind, missing_only=missing_only) for kind in _readable(rights)]
    )
    if united is None:
        return []
    rows = united.order_by("-on", "-recorded", "what", "act")[start : start + PAGE_SIZE + 1]
    return [_act(row) for row in rows]


def count_acts(rights: FileRights, *, missing_only: bool = False) -> int:
    """The number of acts of the file that the reader may read. One query."""
    united = _united(
        [_acts_of(rights, kind, missing_only=missing_only) for kind in _readable(rights)]
    )
    return 0 if united is None else united.count()


def find_act(rights: FileRights, name: str, act_id: UUID | None) -> RecordedSignificantAct | None:
    """An act of the file by its kind's name and id; None if there is none the reader may read."""
    kind = domains.significant_acts().get(name)
    if kind is None or act_id is None or not rights.may_read(kind.model.section):
        return None
    row = _acts_of(rights, kind, missing_only=False).filter(**{kind.key: act_id}).first()
    return _act(row) if row else None


def list_unanswered_acts(
    staff: Staff, files: Sequence[UUID], since: dt.date, *, start: int = 0
) -> list[RecordedSignificantAct]:
    """One page of acts of these files without an answer, latest first, plus the act after it.

    One query; only acts that `staff` may read, since that day.
    """
    rows = _unanswered(staff, files, since).order_by("-on", "-recorded", "what", "act")
    return [_act(row) for row in rows[start : start + PAGE_SIZE + 1]]


def count_unanswered_acts(staff: Staff, files: Sequence[UUID], since: dt.date) -> int:
    """The number of acts of these files since that day without an answer. One query."""
    return _unanswered(staff, files, since).count()


def _unanswered(staff: Staff, files: Sequence[UUID], since: dt.date) -> QuerySet[Any, Any]:
    in_files = AnyOf("file_id", list(files))
    answers = access.visible(staff, Decision, by_row=True)
    parts: list[QuerySet[Any, Any]] = []
    for kind in domains.significant_acts().values():
        records = access.visible(staff, kind.model, by_row=True).filter(in_files)
        rows = _rows(kind, records, answers, staff.office.time_zone)
        parts.append(_columns(kind, rows.filter(on__gte=since, answered__isnull=True)))
    united = _united(parts)
    assert united is not None  # there are kinds of acts
    return united


def _readable(rights: FileRights) -> list[SignificantAct]:
    kinds = domains.significant_acts().values()
    return [kind for kind in kinds if rights.may_read(kind.model.section)]


def _united(parts: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any] | None:
    if not parts:
        return None
    first, *others = parts
    return first.union(*others, all=True) if others else first.order_by()


def _acts_of(rights: FileRights, kind: SignificantAct, *, missing_only: bool) -> QuerySet[Any, Any]:
    """Acts of one kind as rows with common columns; times count as dates at the reader's office."""
    time_zone = rights.staff.office.time_zone
    rows = _rows(kind, rights.records(kind.model), rights.records(Decision), time_zone)
    return _columns(kind, rows.filter(answered__isnull=True) if missing_only else rows)


def _rows(
    kind: SignificantAct, records: QuerySet[Any], answers: QuerySet[Decision], time_zone: str
) -> QuerySet[Any]:
    """The records that are acts, each with its day `on` and the decision that answers for it."""
    days = [_day(kind, column, time_zone) for column in kind.on]
    of_act = answers.filter(act=kind.name, act_id=OuterRef(kind.key))
    answer: Any = Subquery(of_act.order_by("-recorded_at").values("pk")[:1])
    if kind.answers_itself:
        answer = F(kind.key)
    acts: QuerySet[Any] = (
        records.filter(**kind.only)
        .annotate(
            on=Cast(Coalesce(*days) if len(days) > 1 else days[0], DateField()),
            answered=answer,
        )
        .filter(on__isnull=False)
    )
    return acts


def _columns(kind: SignificantAct, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The common columns of acts of one kind."""
    by = [F(column) for column in kind.by]
    columns: QuerySet[Any, Any] = rows.order_by().values(
        "on",
        "answered",
        "file_id",
        what=Value(kind.name, output_field=CharField()),
        recorded=Cast("recorded_at", DateTimeField()),
        act=F(kind.key),
        act_code=Cast(F(kind.code) if kind.code else Value(""), CharField()),
        acted_by=Coalesce(*by) if len(by) > 1 else by[0],
    )
    return columns


def _day(kind: SignificantAct, column: str, time_zone: str) -> Any:
    is_moment = isinstance(kind.model._meta.get_field(column), DateTimeField)
    return TruncDate(column, tzinfo=ZoneInfo(time_zone)) if is_moment else F(column)


def _act(row: Mapping[str, Any]) -> RecordedSignificantAct:
    kind = domains.significant_acts()[row["what"]]
    return RecordedSignificantAct(
        kind,
        row["act"],
        row["on"],
        row["act_code"],
        row["acted_by"],
        row["answered"],
        row["file_id"],
    )
