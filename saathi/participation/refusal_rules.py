"""Whether what the child refused, in the themes of a statement, may be changed. Pure functions.

The themes say what the child said on that day: a change of mind is a new statement. A wrong entry is
corrected by someone who did not write it. In SQL, as far as columns show it: `functions/themes.sql`.
"""

from collections.abc import Collection
from dataclasses import dataclass

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.participation.vocabulary import ThemeCountingConsent


@dataclass(frozen=True, slots=True)
class RecordedRefusals:
    """What the child refused, as recorded: options for the future, and the use in statistics."""

    refuses: Collection[str]
    counted: ThemeCountingConsent

    @property
    def has_any(self) -> bool:
        """Whether the child refused anything."""
        return bool(self.refuses) or self.counted == ThemeCountingConsent.REFUSED


def reasons_against_other_answers(
    before: RecordedRefusals, after: RecordedRefusals, *, is_author: bool, why: str
) -> tuple[Reason, ...]:
    """Why a recorded "no" cannot be removed; empty if each stays, or another person corrects a wrong entry.

    `is_author`: the actor recorded or edited the themes. `why`: the reason for this correction.
    """
    fields = []
    if set(before.refuses) - set(after.refuses):
        fields.append("refuses")
    if before.counted == ThemeCountingConsent.REFUSED != after.counted:
        fields.append("counted")
    if not fields:
        return ()
    if is_author:
        text = _(
            "The child did not want this, and it stays. If the child has changed their mind, record a new "
            "statement with its themes. If the entry was wrong, another person, who neither recorded nor "
            "edited these themes, corrects it."
        )
        return tuple(Reason(name, text) for name in fields)
    if not has_enough_letters(why):
        text = _(
            "Enter why the entry was wrong: at least 20 letters, without counting spaces, digits and "
            "signs. If the child has changed their mind, record a new statement instead."
        )
        return (Reason("correction", text),)
    return ()
