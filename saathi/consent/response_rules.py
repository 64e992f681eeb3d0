"""Whether the child's disagreement with a decision may be changed. Pure functions.

A child who disagrees said so: a later response is a decision or statement of its own. A wrong entry is
corrected by someone who did not write it. In SQL, as far as columns show it: `functions/responses.sql`.
"""

from saathi.consent.vocabulary import ChildAgreement
from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _


def reasons_against_other_response(
    before: ChildAgreement, after: ChildAgreement, *, is_author: bool, why: str, keeps_words: bool
) -> tuple[Reason, ...]:
    """Why "disagrees" cannot be replaced; empty if it stays, or another person corrects a wrong entry.

    `is_author`: the actor recorded or edited the decision. `why`: the reason for this correction.
    `keeps_words`: the child's wishes still begin with what was recorded.
    """
    if before != ChildAgreement.DISAGREES:
        return ()
    reasons = []
    is_corrected = after != before and not is_author
    if after != before and is_author:
        text = _(
            "The child disagreed, and this stays. If the child has changed their mind, record a new "
            "decision with the child’s new response. If the entry was wrong, another person, who neither "
            "recorded nor edited this decision, corrects it."
        )
        reasons.append(Reason("agreement", text))
    elif is_corrected and not has_enough_letters(why):
        text = _(
            "Enter why the entry was wrong: at least 20 letters, without counting spaces, digits and "
            "signs. If the child has changed their mind, record a new decision instead."
        )
        reasons.append(Reason("correction", text))
    if not keeps_words and not is_corrected:
        text = _("The child’s wishes stay as recorded. Add new words below them, with the day.")
        reasons.append(Reason("views", text))
    return tuple(reasons)
