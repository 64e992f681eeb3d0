"""In which search a verification is filed: in the search for this person, with the claim. Pure functions.

What the child answered about contact and return is asked for a search. A verification of another person
in it would use the child's answers about someone else. The database enforces the same
(`functions/filing.sql`).
"""

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


def reasons_against_filing(relation: str, sought: str, claimed: str) -> tuple[Reason, ...]:
    """Why a verification is not filed in a search, or with a claim: these are of other relationships.

    `sought` and `claimed`: the relationship of the person sought, and of the claimant; empty without
    a claim.
    """
    reasons = []
    if relation != sought:
        text = _(
            "This search is for a person of another relationship. Trace this person first, with "
            "“Trace a person”, and verify the relationship in that search."
        )
        reasons.append(Reason("relation", text))
    if claimed and claimed != relation:
        text = _(
            "This claim is about another relationship. Choose another claim, or correct the claim "
            "first."
        )
        reasons.append(Reason("claim", text))
    return tuple(reasons)


def reasons_against_other_person(
    before: str, after: str, *, has_verification: bool
) -> tuple[Reason, ...]:
    """Why a search is not changed to another relationship: a verification in it has begun."""
    if before == after or not has_verification:
        return ()
    text = _(
        "A verification in this search has begun, so the relationship stays. Trace the other person "
        "in a search of their own."
    )
    return (Reason("relation", text),)
