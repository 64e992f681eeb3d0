"""What makes a decision in an operation one for this child. Pure."""

import re
from collections.abc import Iterable

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _


def normalize_sentence(text: str) -> str:
    """The words without case, blanks and signs: what makes two sentences the same."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def reasons_against_decision(
    rationale: str, other_rationales: Iterable[str], *, was_child_heard: bool
) -> tuple[Reason, ...]:
    """Why this is no decision for this child yet; empty when it is one (CAS-006, line 1377).

    Due consideration to each individual case even in group operations: each has a rationale of its
    own. The same sentence for two children is a decision for a group.
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
