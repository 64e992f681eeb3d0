"""The reasons why a person cannot decide on a record. Pure functions."""

from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _

ASKED = "asked"  # for each kind of record, the state before the decision


def reasons_not_to_decide(state: str, made_by: UUID, by: UUID) -> tuple[Reason, ...]:
    """Why the person with the id `by` cannot decide: it is decided already, or is their own record."""
    reasons = []
    if state != ASKED:
        reasons.append(Reason("state", _("It was decided already.")))
    if by == made_by:
        reasons.append(Reason("own", _("You wrote it down yourself. A second person decides.")))
    return tuple(reasons)
