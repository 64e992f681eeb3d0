"""Who decides on the control of a child's money, and when it is not confirmed; what a review keeps."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.compensation import vocabulary as codes
from saathi.protection.justice.compensation.rules import is_at_risk
from saathi.protection.justice.compensation.vocabulary import (
    MoneyControlState,
    MoneyRisk,
    MoneySafeguard,
)


@dataclass(frozen=True, slots=True)
class ControlDecision:
    """A decision on who controls the money as entered, and what it is about."""

    was: MoneyControlState
    decision: MoneyControlState
    authors: Collection[UUID]
    actor_id: UUID
    answer: str
    controller: str
    safeguards: Collection[str]
    risks: Collection[str]
    child_view: str
    has_earlier_no: bool = (
        False  # another record of the same money says that the child does not agree
    )


def reasons_against_control_decision(facts: ControlDecision) -> tuple[Reason, ...]:
    """Why this person cannot decide on who controls the money: a second person does.

    Against the child's view, or with a risk, a confirmation needs reasons; under pressure by the family
    it needs a safeguard, also in SQL: `compensation_require_second_person`.
    """
    reasons = []
    if facts.was != MoneyControlState.PROPOSED:
        text = _("This control of the money is not waiting for a second person.")
        reasons.append(Reason("state", text))
    if facts.actor_id in facts.authors:
        text = _("You recorded or changed who controls the money. A second person decides.")
        reasons.append(Reason("state", text))
    if facts.decision not in {MoneyControlState.CONFIRMED, MoneyControlState.RETURNED}:
        reasons.append(Reason("state", _("Choose a decision.")))
    if facts.decision == MoneyControlState.RETURNED and not facts.answer.strip():
        reasons.append(Reason("answer", _("Enter the reason for the decision.")))
    if facts.decision == MoneyControlState.CONFIRMED:
        reasons += _reasons_against_confirming(facts)
    return tuple(reasons)


def _reasons_against_confirming(facts: ControlDecision) -> list[Reason]:
    """Why a control that the child does not agree with, or that is at risk, is not confirmed so."""
    reasons = []
    if is_unguarded(facts.safeguards, facts.risks):
        text = _(
            "The family presses for the money and nothing protects it. Return it, so that a safeguard is "
            "recorded first, such as a locked deposit."
        )
        reasons.append(Reason("state", text))
    is_against = facts.has_earlier_no or facts.child_view == codes.ChildMoneyView.DISAGREES
    is_risky = is_at_risk(facts.controller, facts.safeguards, facts.risks)
    if (is_against or is_risky) and not has_enough_letters(facts.answer):
        text = _(
            "The child does not agree, or someone may take the money. Enter why you confirm it all the "
            "same: at least 20 letters, without counting spaces, digits and signs."
        )
        reasons.append(Reason("answer", text))
    return reasons


def is_unguarded(safeguards: Collection[str], risks: Collection[str]) -> bool:
    """Whether the family presses for the money and nothing protects it."""
    return MoneyRisk.FAMILY in risks and set(safeguards) <= {MoneySafeguard.NONE}


def reasons_against_other_view(
    was: str, view: str, *, words: str, words_before: str
) -> tuple[Reason, ...]:
    """Why a review cannot change what the child thinks: a "no" is kept, another answer is a new record.

    The same in SQL as far as columns show it: `compensation_keep_no`.
    """
    if was != codes.ChildMoneyView.DISAGREES:
        return ()
    reasons = []
    if view != was:
        text = _(
            "The child does not agree, and this is kept. If the child has changed their mind, record who "
            "controls the money again."
        )
        reasons.append(Reason("child_view", text))
    if words_before.strip() and not words.strip():
        text = _("Keep what the child said. You can add to it.")
        reasons.append(Reason("child_words", text))
    return tuple(reasons)
