"""When danger began, and whether a visit was surely later; in the database `functions/danger.sql`.

Which visits end danger is in `queue.report_danger_conditions` for a report, and in
`casework.cases.danger` for a case.
"""

import datetime as dt
from typing import Any

from django.db.models import BooleanField, DateTimeField, Func, Value

from saathi.agencies.models import Office
from saathi.protection.identification.intake.models import Report

_DAY = dt.timedelta(days=1)
_MOMENT = dt.timedelta(microseconds=1)


class IsAfterDanger(Func):
    """A condition: a visit that found the child safe was surely later than the moment danger began.

    Of each, the moment and whether its time is unknown; then the office whose day counts.
    """

    function = "danger_is_ended"
    output_field = BooleanField()

    def __init__(self, began: tuple[Any, Any], safe: tuple[Any, Any], office: Any) -> None:
        began_at, began_untimed = began
        if isinstance(began_untimed, bool):
            began_untimed = Value(began_untimed)
        super().__init__(began_at, began_untimed, *safe, office)


class DangerBegan(Func):
    """When the danger of a report began: received, whether the time is unknown, recorded; the office."""

    function = "danger_began"
    output_field = DateTimeField()


def danger_began(report: Report, office: Office) -> dt.datetime:
    """When the danger of a report began, at the latest: the rule of `DangerBegan`."""
    if not report.is_time_unknown:
        return report.received_at
    return min(report.recorded_at, end_of_day(report.received_at, office))


def end_of_day(moment: dt.datetime, office: Office) -> dt.datetime:
    """The last second of the day of a moment at this office: after each time that is typed."""
    return next_day(moment, office) - dt.timedelta(seconds=1)


def next_day(moment: dt.datetime, office: Office) -> dt.datetime:
    """The midnight at which the day of a moment ends at this office."""
    return office.start_of(office.date_of(moment) + _DAY)


def place_in_day(moment: dt.datetime, earlier: dt.datetime | None, office: Office) -> dt.datetime:
    """The moment of a visit without a time: after what was recorded of its day before, within the day."""
    if earlier is None or earlier < moment:
        return moment
    return min(earlier + _MOMENT, next_day(moment, office) - _MOMENT)
