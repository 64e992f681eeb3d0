"""Workers who are on a visit alone."""

import datetime as dt
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


def overdue_since(_staff: Staff) -> tuple[dt.datetime]:
    """The value for `overdue_visits_column`: a visit expected to end before it is overdue."""
    return (clock.now() - rules.GRACE,)


def overdue_visits_column(staff: Staff, _files: object, since: dt.datetime) -> Any:
    """The overdue visits of others for My day: the longest overdue, and the total number."""
    names = Staff.objects.filter(pk=OuterRef("recorded_by")).values("name")
    first = rows_column(
        _overdue(staff, since)[:MAX_SHOWN],
        file_id="file_id",
        expected_end="expected_end",
        name=Subquery(names),
    )
    return JSONObject(first=first, count=count_column(_overdue(staff, since), MAX_COUNTED))


def list_overdue(staff: Staff) -> QuerySet[CheckIn]:
    """Overdue visits of others in files that this person may read, longest overdue first."""
    return _overdue(staff, *overdue_since(staff))


def _overdue(staff: Staff, since: dt.datetime) -> QuerySet[CheckIn]:
    late = _out(staff).filter(expected_end__lte=since)
    return late.exclude(recorded_by=staff.pk).order_by("expected_end", "pk")


def _out(staff: Staff) -> QuerySet[CheckIn]:
    return access.visible(staff, CheckIn, by_row=True).filter(state=CheckInState.OUT)
