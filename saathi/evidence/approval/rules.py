"""The reasons why a person cannot decide on a record, and the time of agreements. Pure functions."""

import datetime as dt
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _

ASKED = "asked"  # for each kind of record, the state before the decision
# After this time an agreement is renewed, with reasons.
MAX_AGREEMENT_DURATION = dt.timedelta(days=2 * 366)


def reasons_not_to_decide(state: str, made_by: UUID, by: UUID) -> tuple[Reason, ...]:
    """Why the person with the id `by` cannot decide: it is decided already, or is their own record."""
    reasons = []
    if state != ASKED:
        reasons.append(Reason("state", _("It was decided already.")))
    if by == made_by:
        reasons.append(Reason("own", _("You wrote it down yourself. A second person decides.")))
    return tuple(reasons)


def reasons_against_time(until: dt.date, today: dt.date) -> tuple[Reason, ...]:
    """Why an agreement cannot run until this date."""
    if until <= today:
        return (Reason("until", _("The end of the agreement must lie ahead.")),)
    if until - today > MAX_AGREEMENT_DURATION:
        return (Reason("until", _("Two years are the most; then the agreement is made anew.")),)
    return ()
