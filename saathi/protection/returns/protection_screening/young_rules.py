"""When an answer may say that a child is too young to answer in words. Pure functions.

It counts as the answer of a child who could not be asked, so it is bound to the recorded age, and to
what the child said before. The database asks the same (`functions/young.sql`).
"""

from enum import StrEnum
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

WORDS_FROM_AGE: Final = 6  # years, as in the outcome scale of reintegration [derived]


class ChildWordsKnown(StrEnum):
    """What is on record of whether a child answers in words."""

    OLD_ENOUGH = "old"  # by the recorded age
    SPOKE = "words"  # the child answered before
    UNKNOWN = "unknown"  # the age is not known well enough
    TOO_YOUNG = ""


def reasons_against_too_young(known: ChildWordsKnown, field: str, why: str) -> tuple[Reason, ...]:
    """Why an answer does not say that the child is too young; `why`: the reason, required without an age."""
    if known == ChildWordsKnown.OLD_ENOUGH:
        text = _("By the recorded age the child is at least 6. Ask the child.")
        return (Reason(field, text),)
    if known == ChildWordsKnown.SPOKE:
        text = _("The child answered in words before. Ask the child.")
        return (Reason(field, text),)
    if known == ChildWordsKnown.UNKNOWN and not why.strip():
        text = _("The child’s age is not recorded. Enter why the child cannot answer in words.")
        return (Reason(field, text),)
    return ()
