"""When a follow-up may be requested from a committee. Pure functions."""

import datetime as dt
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _

MAX_FOLLOW_UP_DAYS: Final = (
    180  # after this time it is requested again, if it still helps [derived]
)


def reasons_against_follow_up(
    *,
    child_called: str,
    focus_count: int,
    until: dt.date,
    today: dt.date,
    is_hidden_from_member: bool,
) -> tuple[Reason, ...]:
    """Why a follow-up may not be requested like this; empty if it may (CAS-007, report line 1431)."""
    reasons = []
    if is_hidden_from_member:
        text = _("The file is hidden from this person. Choose somebody else.")
        reasons.append(Reason("asked_of", text))
    if not child_called.strip():
        text = _("Write how the child is called there: the committee reads no other name.")
        reasons.append(Reason("called", text))
    if not focus_count:
        reasons.append(Reason("look_at", _("Say what the committee is to look at.")))
    if not today <= until <= today + dt.timedelta(days=MAX_FOLLOW_UP_DAYS):
        reasons.append(Reason("until", _("Say a day within the next 180 days.")))
    return tuple(reasons)
