"""When a guideline can be saved, and when staff can acknowledge it. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

FIXED: Final = Reason(
    "fixed",
    _("Staff may have read this edition, so it cannot change. Add a new edition that replaces it."),
)
NOT_IN_FORCE: Final = Reason("state", _("This edition is not in force. Read the newest edition."))


@dataclass(frozen=True, slots=True)
class GuidelineFacts:
    """What a guideline to be saved says about itself."""

    text: str
    link: str
    must_read: bool
    read_by: dt.date | None


def reasons_against_guideline(facts: GuidelineFacts) -> tuple[Reason, ...]:
    """What is missing in a guideline, or does not fit together; empty if it can be saved."""
    reasons = []
    if not facts.text.strip() and not facts.link.strip():
        reasons.append(Reason("text", _("Enter the text, or the web address of the document.")))
    if facts.read_by is not None and not facts.must_read:
        text = _("Only guidelines that staff acknowledge have a day.")
        reasons.append(Reason("read_by", text))
    return tuple(reasons)


def reasons_against_change(*, was_published: bool, is_changed: bool) -> tuple[Reason, ...]:
    """Why the content of a guideline cannot change; empty if it can."""
    return (FIXED,) if was_published and is_changed else ()


def reasons_against_reading(*, is_in_force: bool) -> tuple[Reason, ...]:
    """Why a guideline cannot be acknowledged; empty if it can."""
    return () if is_in_force else (NOT_IN_FORCE,)
