"""Reasons: the answer of a rule that is not simply yes.

A rule never raises and never prints: it returns a tuple of reasons, empty if nothing prevents the
action. A prevented action raises them as `Refused`. Not for errors of the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, for a person to read and for code to recognise.

    `code` is stable and may be stored or tested; `text` is an English message id, marked with `_`
    where it is written, that the page translates with `gettext` when it shows it.
    """

    code: str
    text: str


class Refused(Exception):
    """An action was refused because rules prevent it; each domain has its own subclass.

    `reasons` say why, for the page to show.
    """

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(", ".join(reason.code for reason in reasons))
        self.reasons = tuple(reasons)


def mark_for_translation(text: str) -> str:
    """The text unchanged, marked for translation when imported as `_`.

    Rules do not import Django, and a reason is translated when it is shown, not when it is made.
    """
    return text
