"""Queries of due dates: those of a child, and children who were not met at several visits in a row."""

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.queries import RECENT, office_procedure
from saathi.protection.casework.cases.vocabulary import Duty

MOST_NOT_MET = 100


def list_open_dues(rights: FileRights) -> list[Due]:
    """The open duties of a file, the earliest first."""
    dues = rights.records(Due).filter(done_on=None).order_by("due_on", "id")
    return list(dues[:RECENT])


def list_children_not_met(staff: Staff) -> list[Due]:
    """The open visits of children whom nobody met as often as the procedure allows; at most 100."""
    ordered = _not_met(staff).order_by("-attempts", "due_on", "id")
    return list(ordered.select_related("case__child", "worker")[:MOST_NOT_MET])


def count_children_not_met(staff: Staff) -> int:
    """How many there are, counted up to a hundred."""
    return len(_not_met(staff).values_list("pk", flat=True)[:MOST_NOT_MET])


def _not_met(staff: Staff) -> QuerySet[Due]:
    most = office_procedure(staff.office, on=staff.office.today()).alert_attempts
    return access.visible(staff, Due, by_row=True).filter(
        case__office__in=staff.acts_as, duty=Duty.VISIT, done_on=None, attempts__gte=most
    )


def attempts_column(rights: FileRights, _day: dt.date) -> Any:
    """The open visit's number of attempts, for the alert of a file."""
    visits = rights.records(Due).filter(
        case__child=OuterRef("pk"), duty=Duty.VISIT, done_on=None, attempts__gt=0
    )
    return ArraySubquery(visits.values("attempts")[:1])
