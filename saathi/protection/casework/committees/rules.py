"""When a follow-up may be requested from a committee. Pure functions."""

import datetime as dt
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

MAX_FOLLOW_UP_DAYS: Final = (
    180  # after this time it is requested again, if it still helps [derived]
)
REQUEST_ENDED: Final = Reason(
    "ended",
    _(
        "This request has ended, so nothing was sent. If the matter is urgent, record a "
        "report or telephone."
    ),
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
        text = _("The file is hidden from this person. Choose someone else.")
        reasons.append(Reason("asked_of", text))
    if not child_called.strip():
        text = _(
            "Write the name by which the committee knows the child. The committee sees no "
            "other name."
        )
        reasons.append(Reason("called", text))
    if not focus_count:
        reasons.append(Reason("look_at", _("Choose what the committee is to check.")))
    if not today <= until <= today + dt.timedelta(days=MAX_FOLLOW_UP_DAYS):
        reasons.append(Reason("until", _("Choose a day within the next 180 days.")))
    return tuple(reasons)


def reasons_against_observation(seen_on: dt.date, *, asked_on: dt.date) -> tuple[Reason, ...]:
    """Why an observation cannot have this date; empty if it can."""
    if seen_on < asked_on:
        return (Reason("seen_on", _("Choose a day on or after the day you were asked.")),)
    return ()
