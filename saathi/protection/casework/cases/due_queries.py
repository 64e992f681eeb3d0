"""Queries of due dates: those of a child, and children who were not met at several visits in a row."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.infra.any_of import any_of_rows
from saathi.infra.query_columns import count_column
from saathi.protection.casework.cases.due_rules import duty_order
from saathi.protection.casework.cases.duty_sections import SECTIONS_OF_DUTY
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.queries import RECENT, office_procedure
from saathi.protection.casework.cases.vocabulary import (
    OPEN_STATUSES,
    Duty,
)

MOST_NOT_MET = 100


def may_know_duty(due: Due, staff: Staff, reads: Section) -> bool:
    """Whether a reader of these sections may know of a duty: it is theirs, or they read what it is about."""
    return staff.pk in {due.worker_id, due.recorded_by} or SECTIONS_OF_DUTY[Duty(due.duty)] in reads


def knows_duties(staff: Staff) -> Q:
    """The same as a condition on duties of several files."""
    knows = Q()
    for section, tells_of_it in Due.further_sections.items():
        knows &= ~tells_of_it | access.right_condition(staff, "reads", section, "file", by_row=True)
    return knows | Q(worker=staff.id) | Q(recorded_by=staff.id)


def knows_duties_of_file(rights: FileRights) -> Q:
    """The same for the duties of one file."""
    staff = rights.staff
    knows = Q()
    for section, tells_of_it in Due.further_sections.items():
        if not rights.may_read(section):
            knows &= ~tells_of_it
    return knows | Q(worker=staff.id) | Q(recorded_by=staff.id) if knows else knows


def list_open_duties(rights: FileRights) -> list[Due]:
    """The open duties of a file that the reader may know, the earliest first."""
    dues = rights.records(Due).filter(knows_duties_of_file(rights), done_on=None)
    dues = dues.order_by("due_on", "id")
    return sorted(dues[:RECENT], key=lambda due: duty_order(due.due_on, due.duty))


def list_children_not_met(staff: Staff) -> list[Due]:
    """The open visits of children not met at as many attempts as the procedure allows; at most 100."""
    not_met = _led_attempts(staff).filter(attempts__gte=_most(staff))
    ordered = not_met.order_by("-attempts", "due_on", "id")
    return list(ordered.select_related("case__child", "worker")[:MOST_NOT_MET])


def _most(staff: Staff) -> int:
    return office_procedure(staff.office, on=staff.office.today()).alert_attempts


def _led_attempts(staff: Staff) -> QuerySet[Due]:
    """Open visits of children not met, by the offices' open cases, to avoid checking every right."""
    led = Case.objects.filter(office__in=staff.acts_as, status__in=OPEN_STATUSES).order_by()
    return access.visible(staff, Due, by_row=True).filter(
        any_of_rows("case_id", led.values("pk")), duty=Duty.VISIT, done_on=None, attempts__gt=0
    )


def attempts_before_alert(staff: Staff) -> tuple[int]:
    """The column value of `not_met_column`: after how many attempts the procedure alerts the supervisor."""
    return (_most(staff),)


def not_met_column(staff: Staff, _files: object, most: int) -> Any:
    """How many children were not met at as many visits in a row as the procedure allows, up to a hundred."""
    return count_column(_led_attempts(staff).filter(attempts__gte=most), MOST_NOT_MET)


def visit_due_before(staff: Staff, case: Case, agreed: dt.date | None) -> dt.date | None:
    """The day by which the next visit is due, if it was agreed for a later one."""
    if agreed is None:
        return None
    dues = access.visible(staff, Due).filter(case=case, duty=Duty.VISIT, done_on=None)
    due_on: dt.date | None = dues.filter(due_on__lt=agreed).values_list("due_on", flat=True).first()
    return due_on


def attempts_column(rights: FileRights, _day: dt.date) -> Any:
    """The open visit's number of attempts, for the alert of a file."""
    visits = rights.records(Due).filter(
        case__child=OuterRef("pk"), duty=Duty.VISIT, done_on=None, attempts__gt=0
    )
    return ArraySubquery(visits.values("attempts")[:1])


def due_readers_among(case: Case, people: Sequence[UUID]) -> set[UUID]:
    """Which of these may have a duty of the case on My day, if the actor may write it; else none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_readers_among(%s, %s::uuid[])", [case.pk, list(people)])
        return {staff_id for (staff_id,) in cursor.fetchall()}
