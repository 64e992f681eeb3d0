"""Why a person cannot decide on a record, and how long agreements last. Pure functions."""

import datetime as dt
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

ASKED = "asked"  # the state before the decision, the same for every kind of record
# After this time an agreement is renewed, with reasons.
MAX_AGREEMENT_DURATION = dt.timedelta(days=2 * 366)


def reasons_not_to_decide(state: str, made_by: UUID, actor_id: UUID) -> tuple[Reason, ...]:
    """Why the person with the id `actor_id` cannot decide: it is decided already, or is their own record."""
    reasons = []
    if state != ASKED:
        reasons.append(Reason("state", _("A decision has already been made.")))
    if actor_id == made_by:
        reasons.append(Reason("own", _("You recorded this entry. A second person must decide.")))
    return tuple(reasons)


def reasons_against_time(until: dt.date, today: dt.date) -> tuple[Reason, ...]:
    """Why an agreement cannot end on this date."""
    if until <= today:
        return (Reason("until", _("Enter an end date in the future.")),)
    if until - today > MAX_AGREEMENT_DURATION:
        return (
            Reason(
                "until",
                _("Enter an end date within 2 years. A new agreement is needed after that."),
            ),
        )
    return ()
