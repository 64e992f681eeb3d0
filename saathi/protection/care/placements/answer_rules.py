"""Whether a child's answer to a placement may be changed. Pure functions; in SQL: `functions/answers.sql`.

A child who does not want a placement said so: a later answer does not replace it, it is added. Nor does a new
request for the same place: a second person reads both.
"""

from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements.vocabulary import PlacementView

# As `agreement_rules.CHILD_OBJECTS`, from an earlier record of the same place.
EARLIER_NO: Final = Reason(
    "child_objects",
    _(
        "The child did not want this place when it was recorded before, and that answer counts: a second "
        "person has to agree."
    ),
)


def reasons_against_new_answer(
    before: PlacementView, after: PlacementView, *, keeps_words: bool, is_waiting: bool
) -> tuple[Reason, ...]:
    """Why the recorded answer of the child cannot be replaced; empty if it stays, or was no refusal.

    `is_waiting`: the placement still waits for a decision.
    """
    if before != PlacementView.OBJECTS:
        return ()
    reasons = []
    if after != before:
        text = _(
            "The child’s answer stays. Record the child’s new answer as what the child wants in a "
            "placement review, with the day and the child’s words."
        )
        if is_waiting:
            text = _(
                "The child’s answer stays. Record the child’s new answer as a statement of the child, "
                "with the day and who asked; the person who decides on the request reads both."
            )
        reasons.append(Reason("view", text))
    if not keeps_words:
        text = _("The child’s words stay. Add new words below them, with the day.")
        reasons.append(Reason("child_words", text))
    return tuple(reasons)
