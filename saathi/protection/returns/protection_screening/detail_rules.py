"""Details of a child's record or of other screenings that contradict "no sign", and who confirms it.

The database finds the details and keeps the gate shut (`functions/contradictions.sql`). The screening
is recorded in any case; it counts as finished once someone explained each detail and a second
person confirmed it. Pure functions.
"""

from collections.abc import Collection, Mapping
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.vocabulary import ContradictingDetail

CONTRADICTIONS: Final[Mapping[ContradictingDetail, str]] = {
    ContradictingDetail.NATIONALITY: _(
        "The child’s nationality is or was recorded as not known, disputed, or stateless. The child may "
        "need protection as a stateless child."
    ),
    ContradictingDetail.RESIDENCE: _(
        "The child’s residence status says or said that the child is a refugee or has applied for asylum."
    ),
    ContradictingDetail.CARD: _(
        "The child’s documents include or included a refugee or asylum card."
    ),
    ContradictingDetail.FLED: _(
        "The child’s movements say or said that the child fled war or persecution."
    ),
    ContradictingDetail.DANGER: _(
        "A family member of the child is or was recorded as feared, or to be kept away from the child."
    ),
    ContradictingDetail.GUARDIAN: _(
        "The screening says that the child has no legal representative, but a guardian was recorded for "
        "that day. Ask whether the guardian should have been there."
    ),
    ContradictingDetail.INVOLVED: _(
        "The representative was present, and a guardian of the child may be involved in the harm or has a "
        "conflict of interest. The child may not have spoken freely."
    ),
    ContradictingDetail.EARLIER: _(
        "In another screening of this child an answer is “Yes”. It counts as a sign until a second person "
        "confirmed why it is none."
    ),
}


def texts_of(details: Collection[ContradictingDetail]) -> tuple[str, ...]:
    """The contradictions in words, always in the same order."""
    return tuple(text for detail, text in CONTRADICTIONS.items() if detail in details)


def reasons_against_explaining(
    details: Collection[ContradictingDetail], explanation: str = ""
) -> tuple[Reason, ...]:
    """Why there is nothing to explain, or why the explanation says nothing."""
    if not details:
        text = _("No detail of the child contradicts the latest screening now.")
        return (Reason("reason", text),)
    if not has_enough_letters(explanation):
        text = _("Explain in at least 20 letters why there is no sign in spite of each detail.")
        return (Reason("reason", text),)
    return ()


def reasons_against_confirming_no_sign(
    *, is_confirmed: bool, is_author: bool, reads_signs: bool, has_removed: bool
) -> tuple[Reason, ...]:
    """Why this person cannot confirm that there is no sign. `is_author`: of it, or of the screening.

    `has_removed`: they removed one of its details from the child's record.
    """
    if is_confirmed:
        return (Reason("confirmed_by", _("This explanation is confirmed already.")),)
    reasons = []
    if is_author:
        text = _("You screened the child or wrote this explanation. A second person confirms it.")
        reasons.append(Reason("confirmed_by", text))
    if has_removed:
        text = _(
            "You changed one of these details in the child’s record. Another person confirms the explanation."
        )
        reasons.append(Reason("confirmed_by", text))
    if not reads_signs:
        text = _(
            "Only a person who may read all screenings of this child confirms the explanation."
        )
        reasons.append(Reason("confirmed_by", text))
    return tuple(reasons)
