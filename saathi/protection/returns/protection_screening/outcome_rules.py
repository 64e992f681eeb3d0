"""Who confirms the outcome of a referral for international protection. Pure functions.

An outcome ends a claim only when a second person confirmed it who may read the screening: nobody
opens contact with the country of origin alone. The database asks the same (`functions/outcomes.sql`).
"""

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.vocabulary import ClaimOutcome


def reasons_against_confirming(
    outcome: ClaimOutcome, *, is_confirmed: bool, is_author: bool, reads_signs: bool
) -> tuple[Reason, ...]:
    """Why this person cannot confirm the outcome of a referral."""
    if outcome == ClaimOutcome.WAITING:
        return (Reason("outcome", _("There is no decision to confirm.")),)
    if is_confirmed:
        return (Reason("outcome", _("This decision is confirmed already.")),)
    reasons = []
    if is_author:
        text = _("You recorded this referral or its decision. A second person confirms it.")
        reasons.append(Reason("outcome", text))
    if not reads_signs:
        text = _("Only a person who may read all screenings of this child confirms the decision.")
        reasons.append(Reason("outcome", text))
    return tuple(reasons)
