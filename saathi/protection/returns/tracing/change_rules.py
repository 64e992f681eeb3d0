"""What an edit never takes back: findings of a home assessment, and warning signs of a claim. Pure functions.

The database enforces the same (`functions/changes.sql`).
"""

from collections.abc import Collection
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.tracing.family_rules import HomeFacts
from saathi.protection.returns.tracing.vocabulary import (
    ClaimSign,
    FamilyPart,
    HomeResult,
    ViolenceScreen,
)

# An edit never lowers these; what was not assessed yet may be completed with any answer.
PART_RANKS: Final[dict[str, int]] = {
    FamilyPart.NOT_ASSESSED: 0,
    FamilyPart.NONE: 1,
    FamilyPart.UNAWARE: 1,
    FamilyPart.DECEIVED: 1,
    FamilyPart.NOT_KNOWN: 2,
    FamilyPart.PRESSURED: 3,
    FamilyPart.AGREED: 4,
    FamilyPart.TOOK_MONEY: 5,
}
VIOLENCE_RANKS: Final[dict[str, int]] = {
    ViolenceScreen.NOT_SCREENED: 0,
    ViolenceScreen.NONE: 1,
    ViolenceScreen.PAST: 2,
    ViolenceScreen.PRESENT: 3,
}
RESULT_RANKS: Final[dict[str, int]] = {
    HomeResult.NOT_CONCLUDED: 0,
    HomeResult.SUITABLE: 1,
    HomeResult.CONDITIONS: 2,
    HomeResult.CONTACT_ONLY: 3,
    HomeResult.NOT_SUITABLE: 4,
}


def reasons_against_home_change(before: HomeFacts, after: HomeFacts) -> tuple[Reason, ...]:
    """Why a recorded home assessment is not edited like this: a better finding is a new assessment."""
    reasons = []
    if after.visited_on != before.visited_on:
        text = _("Record a new home assessment for another visit. The date of this visit stays.")
        reasons.append(Reason("visited_on", text))
    text = _(
        "Record a new home assessment if the finding is different now. A recorded finding is not "
        "edited to a better one."
    )
    lowered = {
        "family_part": PART_RANKS[after.family_part] < PART_RANKS[before.family_part],
        "violence": VIOLENCE_RANKS[after.violence] < VIOLENCE_RANKS[before.violence],
        "result": RESULT_RANKS[after.result] < RESULT_RANKS[before.result],
        "alleged_near": before.is_alleged_near and not after.is_alleged_near,
    }
    reasons += [Reason(name, text) for name, is_lower in lowered.items() if is_lower]
    return tuple(reasons)


def reasons_against_fewer_kept_from(before: str, after: str) -> tuple[Reason, ...]:
    """Why words on who must not learn of the tracing are not removed; others may be added.

    The words are sealed: the database cannot compare them.
    """
    if " ".join(before.split()).casefold() in " ".join(after.split()).casefold():
        return ()
    text = _(
        "Keep the recorded words on who must not learn of the tracing. You can add others, or add with the "
        "date why a person may learn of it."
    )
    return (Reason("keep_from", text),)


def reasons_against_fewer_signs(
    before: Collection[ClaimSign], after: Collection[ClaimSign]
) -> tuple[Reason, ...]:
    """Why warning signs are not removed from a recorded claim; others may be added."""
    if set(before) <= set(after):
        return ()
    text = _("Recorded warning signs stay. Select them again. You can add others.")
    return (Reason("signs", text),)
