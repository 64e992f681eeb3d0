"""What verification, home assessment and contact need. Pure functions.

Verified and suitable are two findings: a true parent may be unsafe, and a parent who had a part in
the trafficking may be the person that the child returns to (domain A.1, rule 20).
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.tracing.rules import ChildWish
from saathi.protection.returns.tracing.vocabulary import (
    HARM_AT_HOME,
    PARTS_IN_TRAFFICKING,
    SUITABLE_RESULTS,
    ClaimSign,
    ClaimState,
    ContactStep,
    FamilyPart,
    FamilyPushFactor,
    HeardForChild,
    HomeResult,
    ItemMatch,
    SafetyCheck,
    SignsAssessed,
    TracingWish,
    VerificationMethod,
    VerificationOutcome,
    VerificationState,
    ViolenceScreen,
)

MIN_AGREEING_ITEMS: Final = 3  # questions on which both sides agree [derived]
HOME_VALID_DAYS: Final = 183  # 6 months
CLAIM_DAYS: Final = (
    14  # until the relationship behind a claim is verified, or the claim refused [derived]
)
_HEARD_FOR_CHILD: Final = frozenset({HeardForChild.GUARDIAN, HeardForChild.REPRESENTATIVE})


def reasons_against_claim(
    assessed: SignsAssessed,
    signs: Collection[ClaimSign],
    *,
    state: ClaimState = ClaimState.OPEN,
    refusal: str = "",
) -> tuple[Reason, ...]:
    """Why a claim cannot be saved as entered; that someone claims the child is always recorded."""
    if state == ClaimState.REFUSED and not refusal.strip():
        return (Reason("refusal", _("Enter the reasons for refusing the claim.")),)
    if state != ClaimState.REFUSED and refusal.strip():
        return (Reason("state", _("Reasons are entered. Choose that the claim is refused.")),)
    if assessed == SignsAssessed.SEEN and not signs:
        return (Reason("signs", _("Select the warning signs seen.")),)
    if assessed != SignsAssessed.SEEN and signs:
        return (Reason("assessed", _("Warning signs are selected. Choose that signs were seen.")),)
    return ()


def claim_due_on(claimed_on: dt.date) -> dt.date:
    """The day by which the relationship behind a claim is verified, or the claim refused."""
    return claimed_on + dt.timedelta(days=CLAIM_DAYS)


@dataclass(frozen=True, slots=True)
class RelationshipFacts:
    """What was done to verify a relationship."""

    methods: Collection[str]
    child_worker: UUID | None
    family_worker: UUID | None
    has_other_worker: bool
    matches: Sequence[str]
    reasons: str
    outcome: VerificationOutcome

    @property
    def needs_answers(self) -> bool:
        """Whether answers must agree: not for a test ordered by an authority.

        The two sides are seen by two workers in any case.
        """
        return VerificationMethod.DNA not in self.methods


def reasons_against_workers(
    child_worker: UUID | None, family_worker: UUID | None
) -> tuple[Reason, ...]:
    """Why these two cannot ask the two sides: it is one person."""
    if child_worker is not None and child_worker == family_worker:
        text = _("Choose another colleague: the two sides are asked apart, by two workers.")
        return (Reason("family_worker", text),)
    return ()


def reasons_against_finding(facts: RelationshipFacts) -> tuple[Reason, ...]:
    """Why a finding cannot be submitted to a second person; empty if it can."""
    reasons = list(reasons_against_workers(facts.child_worker, facts.family_worker))
    if facts.outcome == VerificationOutcome.NOT_RECORDED:
        reasons.append(Reason("outcome", _("Choose a finding.")))
    if not facts.reasons.strip():
        reasons.append(Reason("reasons", _("Enter the reasons for the finding.")))
    if facts.outcome != VerificationOutcome.VERIFIED:
        return tuple(reasons)
    if facts.child_worker is None or not (facts.family_worker or facts.has_other_worker):
        text = _("Enter who asks the child and who asks the family: two workers.")
        reasons.append(Reason("child_worker", text))
    agreeing = [
        match for match in facts.matches if match in {ItemMatch.AGREES, ItemMatch.EXPLAINED}
    ]
    if facts.needs_answers and len(agreeing) < MIN_AGREEING_ITEMS:
        text = _("Add at least 3 questions on which the answers of both sides agree.")
        reasons.append(Reason("outcome", text))
    if ItemMatch.DIFFERS in facts.matches:
        text = _("Explain each answer that differs, or choose another finding.")
        reasons.append(Reason("outcome", text))
    return tuple(reasons)


def reasons_not_to_confirm(
    state: VerificationState, *, involved: Collection[UUID | None], by: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot confirm a verification or send it back.

    `involved`: those who made, changed or submitted it, or asked one of the two sides.
    """
    if state != VerificationState.SUBMITTED:
        return (Reason("state", _("This verification is not waiting for a second person.")),)
    if by in involved:
        text = _("You took part in this verification. A person who did not take part decides.")
        return (Reason("own", text),)
    return ()


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What an assessment of a household found."""

    visited_on: dt.date
    result: HomeResult
    violence: ViolenceScreen
    family_part: FamilyPart
    factors: Collection[str]
    seen_alone: Collection[str]
    is_alleged_near: bool = False  # an alleged perpetrator lives near
    are_others_at_risk: bool = False  # other children are missing or at risk

    @property
    def needs_conditions(self) -> bool:
        """Whether the child can live there under conditions only, as `tracing_keep_home_findings` in SQL."""
        return (
            self.is_alleged_near
            or self.are_others_at_risk
            or self.violence == ViolenceScreen.PAST
            or self.family_part in PARTS_IN_TRAFFICKING
        )


def may_have_part(homes: Sequence[HomeFacts], *, is_alleged: bool) -> bool:
    """Whether the family had, or may have had, a part in the trafficking or in harm to the child.

    `homes`: all assessments for this person, the latest first; a part that one found never
    disappears. `is_alleged`: a relative, or this person, is an alleged perpetrator in the file.
    """
    had_part = any(
        home.family_part in PARTS_IN_TRAFFICKING or home.violence in HARM_AT_HOME for home in homes
    )
    is_unknown = bool(homes) and homes[0].family_part == FamilyPart.NOT_KNOWN
    return is_alleged or had_part or is_unknown


def home_valid_until(visited_on: dt.date) -> dt.date:
    """The last day on which a home assessment may be relied on."""
    return visited_on + dt.timedelta(days=HOME_VALID_DAYS)


def reasons_against_home_result(
    home: HomeFacts, *, conditions: str, reasons_given: str, others_done: str = ""
) -> tuple[Reason, ...]:
    """Why a conclusion about a household cannot be saved; it may stay open."""
    reasons = _reasons_against_findings(home, others_done)
    if home.result != HomeResult.NOT_CONCLUDED and not reasons_given.strip():
        reasons.append(Reason("reasons", _("Enter the reasons for the conclusion.")))
    if home.result == HomeResult.CONDITIONS and not conditions.strip():
        reasons.append(Reason("conditions", _("Enter each condition with a date.")))
    if home.result in SUITABLE_RESULTS:
        reasons += _reasons_against_suitable(home)
    return tuple(reasons)


def _reasons_against_suitable(home: HomeFacts) -> list[Reason]:
    reasons = []
    if home.violence == ViolenceScreen.NOT_SCREENED:
        text = _("Screen for violence and abuse before you conclude that the home is suitable.")
        reasons.append(Reason("violence", text))
    if home.violence == ViolenceScreen.PRESENT:
        text = _("A home with violence is not suitable. Choose contact only or not suitable.")
        reasons.append(Reason("result", text))
    elif home.result == HomeResult.SUITABLE and home.needs_conditions:
        text = _(
            "Choose “Suitable with conditions”, contact only or not suitable: violence in the past, a "
            "relative’s part in the trafficking, an alleged perpetrator near or a risk to other children "
            "needs conditions."
        )
        reasons.append(Reason("result", text))
    if home.family_part == FamilyPart.NOT_ASSESSED:
        text = _("Assess the relatives’ role in the trafficking. “Asked, not known” is an answer.")
        reasons.append(Reason("family_part", text))
    if not home.factors:
        text = _(
            "Assess the factors that led the family to let the child go. “Assessed, none found” is "
            "an answer."
        )
        reasons.append(Reason("factors", text))
    if not home.seen_alone:
        reasons.append(Reason("seen_alone", _("See at least one person of the household alone.")))
    return reasons


def _reasons_against_findings(home: HomeFacts, others_done: str) -> list[Reason]:
    reasons = []
    if FamilyPushFactor.NONE in home.factors and len(home.factors) > 1:
        text = _("Remove “Assessed, none found”, or the other factors.")
        reasons.append(Reason("factors", text))
    if home.are_others_at_risk and not others_done.strip():
        text = _("Enter what was done for the other children: who was informed, and when.")
        reasons.append(Reason("others_done", text))
    return reasons


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known before a contact with the family."""

    step: ContactStep
    on: dt.date
    safety: SafetyCheck
    is_verified: bool
    home: HomeFacts | None
    view: ChildWish | None
    has_best_interests: bool = False  # an assessment or determination that covers the contact


def reasons_against_contact(contact: ContactFacts) -> tuple[Reason, ...]:
    """Why we must not arrange this contact; empty if we may (TRC-004, TRC-008)."""
    reasons = []
    if not contact.is_verified:
        text = _("A second person must first confirm that the relationship is verified.")
        reasons.append(Reason("verification", text))
    reasons += _reasons_from_home(contact)
    if contact.safety != SafetyCheck.SAFE:
        text = _("Check first that the contact is safe for the child in this way.")
        reasons.append(Reason("safety", text))
    if contact.view is None or contact.view.wish == TracingWish.NOT_ASKED:
        reasons.append(Reason("child_view", _("First ask the child about contact.")))
    elif contact.view.wish == TracingWish.TOO_YOUNG:
        reasons += _reasons_for_young_child(contact)
    elif contact.view.wish == TracingWish.NO:
        text = _(
            "The child does not want this contact. A later answer counts only if another person asks "
            "the child again on a later day."
        )
        reasons.append(Reason("child_view", text))
    elif not wants(contact.view, contact.on):
        reasons.append(Reason("child_view", _("The child does not want this contact now.")))
    return tuple(reasons)


def _reasons_for_young_child(contact: ContactFacts) -> list[Reason]:
    """A child too young to answer has not agreed: others are heard, or best interests assessed."""
    assert contact.view is not None
    if contact.has_best_interests or contact.view.heard_for_child in _HEARD_FOR_CHILD:
        return []
    text = _(
        "The child is too young to answer. First hear the legal guardian or representative, or "
        "have a best interests assessment approved that covers the contact."
    )
    return [Reason("child_view", text)]


def _reasons_from_home(contact: ContactFacts) -> list[Reason]:
    home = contact.home
    if home is None or home.violence == ViolenceScreen.NOT_SCREENED:
        text = _("First screen the household for violence and abuse, in a home assessment.")
        return [Reason("home", text)]
    if contact.on > home_valid_until(home.visited_on):
        return [Reason("home", _("The home assessment is older than 6 months. Make a new one."))]
    if home.result == HomeResult.NOT_SUITABLE:
        return [Reason("home", _("The home assessment found that the household is not suitable."))]
    unsafe_alone = {ContactStep.VISIT, ContactStep.TRIAL_STAY}
    if home.violence == ViolenceScreen.PRESENT and contact.step in unsafe_alone:
        text = _(
            "There is violence in the household. Visits without a worker and trial stays are not "
            "possible. Decide with your supervisor whether any contact is safe."
        )
        return [Reason("step", text)]
    if contact.step == ContactStep.TRIAL_STAY and home.result not in SUITABLE_RESULTS:
        return [Reason("step", _("A trial stay needs a home that was found suitable."))]
    return []


def wants(view: ChildWish, on: dt.date) -> bool:
    """Whether the child wants it on a day; a child who is too young to answer has not said so."""
    if view.wish == TracingWish.LATER:
        return view.wait_until is not None and on >= view.wait_until
    return view.wish == TracingWish.WANTS
