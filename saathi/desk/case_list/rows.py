"""What the list shows of each case, read with both access checks: a query per kind of record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import Staff
from saathi.agencies.sections import RISK_SECTIONS, Section
from saathi.desk.case_list.concerns import list_current_concerns
from saathi.infra.any_of import AnyOf
from saathi.people import names
from saathi.people.age_evidence import read_age_statements
from saathi.people.ages import AgeRange, PartialDate, age_at, age_view
from saathi.people.models import AgeStatement
from saathi.people.romanised_names import automatic_form, recorded_form
from saathi.protection.casework.cases import due_queries
from saathi.protection.casework.cases.danger import (
    annotate_danger,
    describe_seen_unsafe,
    last_seen_unsafe,
)
from saathi.protection.casework.cases.due_rules import duty_order
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.urgent_work import may_know_danger_condition
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, VisitOutcome
from saathi.protection.casework.notes import queries as notes
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.urgent_care.wording import describe_open_care
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.vault import store as vault


@dataclass(frozen=True)
class CaseRow:
    """One case of the list. Values closed to the reader are empty; see `may_read_risk` for risk."""

    case: Case
    may_read_risk: bool
    may_read_visits: bool
    name: str = ""
    latin_name: str = ""
    transliterated: str = ""  # transliterated automatically
    age: AgeRange | None = None
    concerns: Sequence[Concern] = field(default_factory=tuple)
    due: Due | None = None
    met_on: dt.date | None = None
    is_flagged: bool = False
    is_in_danger: bool = False
    unsafe: str = ""  # "seen not safe on …", of a child in danger
    open_care: str = ""  # the time left for open time-critical care, in words

    @property
    def pk(self) -> UUID:
        """The id of the case."""
        return self.case.pk


def load_case_rows(staff: Staff, ids: Sequence[UUID], *, with_names: bool) -> list[CaseRow]:
    """The rows of these cases in the same order; with names only if `with_names`."""
    cases = {case.pk: case for case in _cases(staff, list(ids))}
    files = [case.file_id for case in cases.values()]
    reads = access.readable_sections(staff, files)
    children = {case.file_id: case.child for case in cases.values()}
    opened = vault.open_many(list(children.values())) if with_names else {}
    ages = _ages(staff, [child.pk for child in children.values()])
    dues, met = _next_dues(staff, list(cases)), _last_contacts(staff, list(cases))
    care = describe_open_care(staff, files)
    flagged, concerns = _flagged(staff, list(cases)), list_current_concerns(staff, files)
    rows = []
    for case in (cases[key] for key in ids if key in cases):
        sections = reads.get(case.file_id, Section(0))
        name = names.display_name(names.names_in_payload(opened.get(case.child_id, {})))
        rows.append(
            CaseRow(
                case,
                may_read_risk=bool(sections & RISK_SECTIONS),
                may_read_visits=Section.VISITS in sections,
                name=name.primary,
                latin_name=recorded_form(name),
                transliterated=automatic_form(name),
                age=ages.get(case.child_id),
                concerns=concerns.get(case.file_id, ()),
                due=dues.get(case.pk),
                met_on=met.get(case.pk),
                is_flagged=case.pk in flagged,
                is_in_danger=case.is_in_danger and case.status in OPEN_STATUSES,
                unsafe=describe_seen_unsafe(
                    case.unsafe_at, case.is_unsafe_untimed, staff.office, kind=case.unsafe_kind
                ),
                open_care=care.get(case.file_id, ""),
            )
        )
    return rows


@compiled_query
def _cases(staff: Staff, ids: list[UUID]) -> QuerySet[Any, Any]:
    """The cases, each with whether the child may be in danger, if the reader may know this."""
    cases = access.visible(staff, Case, by_row=True).filter(AnyOf("pk", ids))
    marked: QuerySet[Any, Any] = annotate_danger(
        cases, Visit.objects.all(), may_know_danger_condition(staff)
    ).annotate(**last_seen_unsafe(Visit.objects.all()))
    return marked.select_related("child", "worker__office", "office")


def _ages(staff: Staff, children: Collection[UUID]) -> dict[UUID, AgeRange | None]:
    """The age of each child today by the best evidence. One query."""
    evidence = defaultdict(list)
    for readable in read_age_statements(_age_statements(staff, list(children))):
        evidence[readable.statement.child_id].append(readable.evidence)
    today = PartialDate.on(staff.office.today())
    return {
        child: age_at(age_view(statements).best_interval, today)
        for child, statements in evidence.items()
    }


@compiled_query
def _age_statements(staff: Staff, children: list[UUID]) -> QuerySet[AgeStatement]:
    statements = access.visible(staff, AgeStatement, by_row=True).filter(
        AnyOf("child_id", children)
    )
    return statements.order_by("as_of", "recorded_at")


def _next_dues(staff: Staff, cases: Collection[UUID]) -> dict[UUID, Due]:
    """The earliest open task of each case."""
    first: dict[UUID, Due] = {}
    dues = _open_dues(staff, list(cases))
    for due in sorted(dues, key=lambda due: duty_order(due.due_on, due.duty)):
        first.setdefault(due.case_id, due)
    return first


@compiled_query
def _open_dues(staff: Staff, cases: list[UUID]) -> QuerySet[Due]:
    dues = access.visible(staff, Due, by_row=True).filter(
        due_queries.knows_duties(staff), AnyOf("case_id", cases), done_on=None
    )
    return dues.order_by("due_on", "id")


def _last_contacts(staff: Staff, cases: Collection[UUID]) -> dict[UUID, dt.date]:
    """The day on which the child of each case was last met."""
    office = staff.office
    return {case: office.date_of(moment) for case, moment in _met(staff, list(cases))}


@compiled_query
def _met(staff: Staff, cases: list[UUID]) -> QuerySet[Any, tuple[UUID, dt.datetime]]:
    visits = access.visible(staff, Visit, by_row=True).filter(AnyOf("case_id", cases))
    met = visits.exclude(outcome=VisitOutcome.NOT_MET).order_by().values("case_id")
    return met.annotate(Max("happened_at")).values_list("case_id", "happened_at__max")


def _flagged(staff: Staff, cases: Collection[UUID]) -> set[UUID]:
    """The cases with an active flag."""
    flags = access.visible(staff, Note, by_row=True).filter(AnyOf("case_id", cases))
    active = notes.active_flags(flags, staff.office.today()).order_by()
    return set(active.values_list("case_id", flat=True))


def list_protected_cases(staff: Staff, ids: Sequence[UUID]) -> set[UUID]:
    """The cases among these whose child is under special protection: they are never exported."""
    cases = access.visible(staff, Case, by_row=True).filter(AnyOf("pk", ids))
    return set(cases.filter(file__is_protected=True).values_list("pk", flat=True))
