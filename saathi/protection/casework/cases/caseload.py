"""Open cases of each worker, counted by the database even if the reader may read none of them."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, IntegerField, OuterRef, QuerySet, Subquery

from saathi.agencies.models import Configuration, Staff
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.protection.casework.cases.procedures import parse_procedure
from saathi.protection.casework.cases.rules import Procedure


def open_case_counts(staff: Sequence[UUID]) -> Counter[UUID]:
    """The number of open cases of each staff member; 0 if there is none. For staff who assign cases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT staff, open_cases FROM complete_caseload(%s)", [list(staff)])
        return Counter(dict(cursor.fetchall()))


class StaffLoad(NamedTuple):
    """The open cases of one staff member, and until when colleagues cover them; None without cover."""

    open_cases: int = 0
    covered_until: dt.date | None = None


def staff_loads(staff: Sequence[UUID]) -> dict[UUID, StaffLoad]:
    """The load of each staff member with an open case. For staff who assign cases; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT staff, open_cases, covered_until FROM complete_caseload(%s)", [list(staff)]
        )
        return {row[0]: StaffLoad(*row[1:]) for row in cursor.fetchall()}


class WorkerCaseload(NamedTuple):
    """The open cases and overdue duties of one worker in one office."""

    worker: UUID
    office: UUID
    cases: int
    late: int
    high_risk: int = 0  # cases
    late_cases: int = 0  # cases with an overdue duty


def list_worker_caseloads(offices: Sequence[UUID], on: dt.date) -> list[WorkerCaseload]:
    """Open cases and overdue duties of each worker in these offices, for staff who approve there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT worker, office, open_cases, late, high_risk, late_cases "
            "FROM cases_spread(%s, %s)",
            [list(offices), on],
        )
        return [WorkerCaseload(*row) for row in cursor.fetchall()]


def with_open_case_counts(queryset: QuerySet[Staff], on: dt.date) -> QuerySet[Staff, Any]:
    """Staff with their open cases and their office's procedure: for one person, not for many."""
    procedures = Configuration.objects.filter(
        kind=ConfigurationKind.PROCEDURE, country=OuterRef("office__country"), valid_from__lte=on
    ).order_by("-valid_from", "-version")
    load = Func(
        F("pk"),
        template="(SELECT l.open_cases FROM complete_caseload(ARRAY[%(expressions)s]) l)",
        output_field=IntegerField(),
    )
    return queryset.annotate(open_cases=load, time_targets=Subquery(procedures.values("body")[:1]))


def open_cases_and_procedure(person: Staff, on: dt.date) -> tuple[int, Procedure]:
    """The number of open cases of a worker and the office's procedure; queried unless annotated."""
    if not hasattr(person, "open_cases"):
        person = with_open_case_counts(Staff.objects.filter(pk=person.pk), on).get()
    body = person.time_targets  # type: ignore[attr-defined]
    procedure = parse_procedure(body) if isinstance(body, dict) else Procedure()
    return person.open_cases or 0, procedure  # type: ignore[attr-defined]
