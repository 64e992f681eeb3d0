"""Who cannot decide on what was written down. Plain decisions, with reasons against."""

from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _

ASKED = "asked"  # the state, of each of them, in which nobody decided yet


def reasons_not_to_decide(state: str, made_by: UUID, by: UUID) -> tuple[Reason, ...]:
    """Why `by` cannot decide on it: decided already, or her own."""
    reasons = []
    if state != ASKED:
        reasons.append(Reason("state", _("It was decided already.")))
    if by == made_by:
        reasons.append(Reason("own", _("You wrote it down yourself. A second person decides.")))
    return tuple(reasons)
