"""Workers who are on a visit alone."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.infra.query_columns import count_column, rows_column
from saathi.protection.casework.check_ins import rules
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState

MAX_SHOWN = 5  # of each kind on My day
MAX_COUNTED = 1_000


def own_visits_column(staff: Staff, _files: object) -> Any:
    """The visits of this person that have not ended, for My day; the first to end first."""
    own = _out(staff).filter(recorded_by=staff.pk).order_by("expected_end")[:MAX_SHOWN]
    columns = ("id", "file_id", "version", "expected_end")
    return rows_column(own, **{name: name for name in columns})


def overdue_visits_column(staff: Staff, _files: object) -> Any:
    """The visits of others that are overdue, for My day: the longest overdue, and how many there are."""
    names = Staff.objects.filter(pk=OuterRef("recorded_by")).values("name")
    first = rows_column(
        list_overdue(staff)[:MAX_SHOWN],
        file_id="file_id",
        expected_end="expected_end",
        name=Subquery(names),
    )
    return JSONObject(first=first, count=count_column(list_overdue(staff), MAX_COUNTED))


def list_overdue(staff: Staff) -> QuerySet[CheckIn]:
    """The visits of others that are overdue, in the files that this person may read; longest first."""
    late = _out(staff).filter(expected_end__lte=clock.now() - rules.GRACE)
    return late.exclude(recorded_by=staff.pk).order_by("expected_end", "pk")


def _out(staff: Staff) -> QuerySet[CheckIn]:
    return access.visible(staff, CheckIn, by_row=True).filter(state=CheckInState.OUT)
