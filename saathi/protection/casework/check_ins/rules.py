"""When a check-in is overdue, and who may end it. Pure functions."""

import datetime as dt
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.check_ins.vocabulary import CheckInState

# Time from the expected end until supervisors are alerted [derived, to be agreed with
# practitioners].
GRACE: Final = dt.timedelta(minutes=15)
# Time from an alert until the next leaders above are alerted too. Less than the hour in which an
# urgent report is accepted: by the procedure on the page, colleagues are on their way by then
# [derived].
ESCALATION: Final = dt.timedelta(minutes=30)
EXTENSION: Final = dt.timedelta(minutes=30)  # how long one click postpones the expected end


def is_overdue(state: CheckInState, expected_end: dt.datetime, now: dt.datetime) -> bool:
    """Whether the worker should have checked in and the grace period is over."""
    return state == CheckInState.OUT and expected_end + GRACE <= now


def reasons_against_check_in(
    state: CheckInState, *, is_own: bool, supervises: bool
) -> tuple[Reason, ...]:
    """Why this person cannot record the worker as safe: only the worker or a supervisor can."""
    if state != CheckInState.OUT:
        return (Reason("state", _("This visit has already ended.")),)
    if not is_own and not supervises:
        return (Reason("state", _("Only the worker or a supervisor can record this.")),)
    return ()


def extended_end(expected_end: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The new expected end: half an hour after the old one, or after now if that has passed."""
    return max(expected_end, now) + EXTENSION
