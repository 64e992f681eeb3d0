"""The rule that each decision in an operation is individual. Pure functions."""

import re
from collections.abc import Iterable

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _


def normalize_sentence(text: str) -> str:
    """The text without case, spaces and punctuation, to compare sentences."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def reasons_against_decision(
    rationale: str, other_rationales: Iterable[str], *, was_child_heard: bool
) -> tuple[Reason, ...]:
    """Why this is not an individual decision yet; empty if it is (CAS-006, line 1377).

    Due consideration to each individual case even in group operations: each has its own rationale.
    The same sentence for two children is a group decision.
    """
    reasons = []
    if not normalize_sentence(rationale):
        reasons.append(Reason("rationale", _("Write why this is decided for this child.")))
    elif normalize_sentence(rationale) in {normalize_sentence(other) for other in other_rationales}:
        text = _("The same words stand for another child. Write what is so for this one.")
        reasons.append(Reason("rationale", text))
    if not was_child_heard:
        reasons.append(Reason("heard", _("Say whether the child was heard.")))
    return tuple(reasons)
