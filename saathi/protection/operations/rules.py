"""What makes a decision in an operation one for this child. Pure."""

import re
from collections.abc import Iterable

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _


def plain(text: str) -> str:
    """The words without case, blanks and signs: what makes two sentences the same."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def reasons_against_decision(
    rationale: str, others: Iterable[str], *, heard: bool
) -> tuple[Reason, ...]:
    """Why this is no decision for this child yet; empty when it is one (CAS-006, line 1377).

    Due consideration to each individual case even in group operations: each has a rationale of its
    own. The same sentence for two children is a decision for a group.
    """
    reasons = []
    if not plain(rationale):
        reasons.append(Reason("rationale", _("Write why this is decided for this child.")))
    elif plain(rationale) in {plain(other) for other in others}:
        text = _("The same words stand for another child. Write what is so for this one.")
        reasons.append(Reason("rationale", text))
    if not heard:
        reasons.append(Reason("heard", _("Say whether the child was heard.")))
    return tuple(reasons)
