"""What an operation needs before it is approved, and each decision in it to be individual. Pure functions."""

import datetime as dt
import re
from collections.abc import Iterable

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.identification.operations.vocabulary import (
    OperationRiskKind,
    OperationState,
)


def normalize_sentence(text: str) -> str:
    """The text without case, spaces and punctuation, for comparing sentences."""
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
        reasons.append(Reason("rationale", _("Write the reason for this child.")))
    elif normalize_sentence(rationale) in {normalize_sentence(other) for other in other_rationales}:
        text = _(
            "This reason was already given for another child. Write the reason for this child."
        )
        reasons.append(Reason("rationale", text))
    if not was_child_heard:
        reasons.append(Reason("child_participation", _("Choose whether the child was heard.")))
    return tuple(reasons)


def reasons_against_risk(kind: str, detail: str, response: str) -> tuple[Reason, ...]:
    """Why a risk is not checked yet; empty if it is (RTS-002).

    What is done about it must be described in words, and so must a risk that is not on the list.
    """
    reasons = []
    if kind == OperationRiskKind.OTHER and not normalize_sentence(detail):
        reasons.append(Reason("detail", _("Describe the risk.")))
    if not normalize_sentence(response):
        reasons.append(Reason("response", _("Describe the mitigation measures.")))
    return tuple(reasons)


def is_past(happened_on: dt.date, today: dt.date) -> bool:
    """Whether the day of an operation is over: it can no longer be approved."""
    return happened_on < today


def reasons_not_to_approve(
    state: str, happened_on: dt.date, *, is_own: bool, is_harm_checked: bool, today: dt.date
) -> tuple[Reason, ...]:
    """Why a person cannot approve an operation; empty if they can (RTS-002).

    `is_own`: this person recorded it. Row security asks the same.
    """
    if state != OperationState.PLANNED:
        return (Reason("state", _("This operation is already approved.")),)
    if is_past(happened_on, today):
        return (Reason("happened_on", _("This operation has already taken place.")),)
    reasons = []
    if is_own:
        text = _("You recorded this operation. Another person approves it.")
        reasons.append(Reason("own", text))
    if not is_harm_checked:
        text = _("Add the risks for children and the mitigation measures first.")
        reasons.append(Reason("harm", text))
    return tuple(reasons)


def reasons_against_repetition(
    name: str, names_listed: Iterable[str], *, is_confirmed: bool
) -> tuple[Reason, ...]:
    """Why a child may already be listed; empty without a name or if confirmed as another."""
    if is_confirmed or not normalize_sentence(name):
        return ()
    if normalize_sentence(name) not in {normalize_sentence(listed) for listed in names_listed}:
        return ()
    text = _(
        "A child with this name is already listed in this operation. If this is another "
        "child, say so below."
    )
    return (Reason("child_names", text),)
