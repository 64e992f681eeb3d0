"""Rules of the queue: response times, remaining time, roster gaps, emergency steps.

Who may see and handle a report that names a colleague or an office is decided in the database,
because it must hold for every role (`report_is_closed_to` in `functions/queue_access.sql`). Those it names
may not handle it, nor may the staff of a named office and of those below; nor, if someone above
handles it, may their colleagues. The report is hidden from those it names and from those who lead
only such an office; if linked to a child, also from those that the child's file is hidden from.
Whoever recorded it can still read what they wrote.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from saathi.agencies.configuration_rules import EMERGENCY_PREFIX, REPORT_TARGETS
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.identification.intake.vocabulary import Urgency

DECISION_SOON: Final = dt.timedelta(hours=4)  # a decision that is due by then is shown as due
MAX_SHIFT: Final = dt.timedelta(days=14)  # as in `functions/roster.sql`
MAX_SHIFT_AHEAD: Final = dt.timedelta(days=366)
MAX_REPEATS: Final = 12  # weeks
MAX_SHIFTS_AHEAD: Final = 1_000  # of one office, as in `functions/roster.sql`
MAX_NAMES: Final = 20  # colleagues named in a report, as in `functions/queue_staff_named.sql`


@dataclass(frozen=True, slots=True)
class ResponseTargets:
    """Hours within which a report is accepted, and then until its outcome is recorded.

    The values are common practice, for a procedure that sets none; `functions/queue.sql` has the same.
    """

    now: int = 1
    today: int = 8
    soon: int = 72
    later: int = 168
    decision: int = 24

    def hours(self, urgency: str) -> int:
        """The hours to accept a report of this urgency; an unknown urgency counts as today."""
        by_urgency = {
            Urgency.NOW: self.now,
            Urgency.SOON: self.soon,
            Urgency.LATER: self.later,
        }
        return by_urgency.get(Urgency(urgency), self.today)


def response_targets(body: Mapping[str, Any]) -> ResponseTargets:
    """The targets that a procedure sets; common practice for what it leaves out or gets wrong."""
    given = {}
    for name in REPORT_TARGETS:
        value = body.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000:
            given[name.removeprefix("report_").removeprefix("hours_").removesuffix("_hours")] = (
                value
            )
    return ResponseTargets(**given)


def emergency_steps(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The steps of a procedure for a child in immediate danger, by their codes; empty if it sets none.

    Shorter codes come first, so that 10 follows 9.
    """
    codes = [code for code in body if code.startswith(EMERGENCY_PREFIX)]
    steps = [body[code] for code in sorted(codes, key=lambda code: (len(code), code))]
    return tuple(step for step in steps if isinstance(step, str))


class Shift(NamedTuple):
    """The period in which someone is on duty."""

    starts_at: dt.datetime
    ends_at: dt.datetime


COVER_IS_ON_DUTY: Final = Reason("cover", _("The backup must be another person."))
ROSTER_CHANGED: Final = Reason(
    "roster", _("The roster has changed in the meantime. Check it and try again.")
)
ALREADY_ASSIGNED: Final = Reason(
    "to", _("This colleague already has the report. Choose another one.")
)
CLOSED_WITHOUT_CASE: Final = Reason(
    "named",
    _("This report was closed without a case. Record the new information as a new report."),
)
NOBODY_IS_LEFT: Final = Reason(
    "named",
    _("Your agency has no other supervisor to handle this report. Refer it to another agency."),
)
TOO_MANY_NAMES: Final = Reason(
    "named", _("A report can name at most 20 colleagues. Enter the name of their office instead.")
)
NO_SUPERVISOR_LEFT: Final = Reason(
    "named",
    _(
        "No supervisor with access to the child’s file would be left. Refer the report to "
        "another agency."
    ),
)


def move_by_weeks(shift: Shift, weeks: int, time_zone: str) -> Shift:
    """The shift that many weeks later, at the same local time."""
    zone, later = ZoneInfo(time_zone), dt.timedelta(weeks=weeks)
    return Shift(*(moment.astimezone(zone) + later for moment in shift))


def find_gaps(shifts: Sequence[Shift], start: dt.datetime, end: dt.datetime) -> list[Shift]:
    """The times between `start` and `end` in which no one is on duty, in order."""
    gaps, covered_until = [], start
    for shift in sorted(shifts):
        if shift.starts_at >= end:
            break
        if shift.starts_at > covered_until:
            gaps.append(Shift(covered_until, shift.starts_at))
        covered_until = max(covered_until, shift.ends_at)
    if covered_until < end:
        gaps.append(Shift(covered_until, end))
    return gaps


def reasons_against_shift(
    shift: Shift, others: Sequence[Shift], now: dt.datetime
) -> tuple[Reason, ...]:
    """Why someone cannot be on duty then; `others`: the person's shifts at the same office."""
    reasons = []
    if shift.ends_at <= shift.starts_at:
        reasons.append(Reason("ends_on", _("The shift must end after it starts.")))
    elif shift.ends_at <= now:
        reasons.append(Reason("ends_on", _("This shift is over.")))
    elif shift.ends_at - shift.starts_at > MAX_SHIFT:
        reasons.append(Reason("ends_on", _("A shift can last at most 14 days.")))
    if shift.starts_at > now + MAX_SHIFT_AHEAD:
        reasons.append(Reason("starts_on", _("A shift must start within a year.")))
    if any(shift.starts_at < other.ends_at and other.starts_at < shift.ends_at for other in others):
        reasons.append(Reason("staff", _("This person is already on duty during this time.")))
    return tuple(reasons)


def reasons_against_repeats(shifts: Sequence[Shift], *, ahead: int) -> tuple[Reason, ...]:
    """Why a shift cannot be repeated as asked; `shifts` in order, besides those `ahead`."""
    reasons = []
    if any(later.starts_at < earlier.ends_at for earlier, later in pairwise(shifts)):
        reasons.append(Reason("weeks", _("A shift repeated each week can last at most 7 days.")))
    if ahead + len(shifts) > MAX_SHIFTS_AHEAD:
        reasons.append(Reason("weeks", _("The roster of an office can have at most 1,000 shifts.")))
    return tuple(reasons)
