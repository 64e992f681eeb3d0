"""What an assessment needs, who approves it, and for what it counts. Pure functions."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests.vocabulary import (
    KEY_FACTORS,
    AssessmentExtent,
    AssessmentOccasion,
    AssessmentState,
    ChildViewAnswer,
)

MIN_SOURCES: Final = 2
# A short assessment after an emergency removal is for the first nights: it is reviewed within so many days.
REMOVAL_REVIEW_DAYS: Final = 3


def is_view_complete(view: str, *, said: str, why_not_heard: str) -> bool:
    """Whether the child's view is recorded, or why there is none."""
    if view == ChildViewAnswer.TOLD:
        return bool(said.strip())
    if view in {ChildViewAnswer.CHOSE_NOT, ChildViewAnswer.TOO_YOUNG}:
        return True
    return bool(why_not_heard.strip())


# A full assessment in one of these is continued before another one of the case begins.
UNDECIDED_STATES: Final = (
    AssessmentState.DRAFT,
    AssessmentState.RETURNED,
    AssessmentState.SUBMITTED,
)
NO_VIEW: Final = Reason(
    "view", _("Record the child’s view in the child’s words, or the reason there is none.")
)


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """What the approval of an assessment depends on."""

    extent: str
    state: str
    is_view_complete: bool
    is_recommended: bool  # an option or a recommendation in words
    place: str
    safety: str
    sources: str
    assessed_on: dt.date
    review_on: dt.date | None
    has_options: bool = True
    is_answered: bool = True  # each key factor of each option has an answer or an explanation
    occasion: str = ""


def reasons_against_submission(facts: AssessmentFacts) -> tuple[Reason, ...]:
    """Why an assessment cannot be submitted or agreed; empty if it can."""
    reasons = []
    if facts.extent == AssessmentExtent.SHORT:
        if not facts.place.strip():
            reasons.append(Reason("place", _("Enter where the child stays tonight.")))
        if not facts.safety.strip():
            reasons.append(Reason("safety", _("Enter why this is safe.")))
    else:
        if len([line for line in facts.sources.splitlines() if line.strip()]) < MIN_SOURCES:
            reasons.append(Reason("sources", _("Enter at least two sources.")))
        if not facts.is_recommended:
            reasons.append(Reason("recommendation", _("Enter a recommendation.")))
        reasons.extend(_reasons_of_options(facts))
    if not facts.is_view_complete:
        reasons.append(NO_VIEW)
    return (*reasons, *_reasons_of_review(facts))


def _reasons_of_review(facts: AssessmentFacts) -> tuple[Reason, ...]:
    if facts.review_on is None:
        return (Reason("review_on", _("Enter the date of the next review.")),)
    if facts.review_on <= facts.assessed_on:
        text = _("Enter a date for the next review after the day of the assessment.")
        return (Reason("review_on", text),)
    is_of_removal = facts.occasion == AssessmentOccasion.EMERGENCY_REMOVAL
    days = (facts.review_on - facts.assessed_on).days
    if is_of_removal and facts.extent == AssessmentExtent.SHORT and days > REMOVAL_REVIEW_DAYS:
        text = _("After an emergency removal, review a short assessment within 3 days.")
        return (Reason("review_on", text),)
    return ()


def _reasons_of_options(facts: AssessmentFacts) -> list[Reason]:
    if not facts.has_options:
        return [Reason("options", _("Add at least one option with its factors."))]
    if not facts.is_answered:
        text = _(
            "Answer the key factors of each option. For what is not known, choose “Not known”, "
            "or explain why."
        )
        return [Reason("factors", text)]
    return []


def reasons_against_second(*, has_undecided: bool) -> tuple[Reason, ...]:
    """Why no full assessment can begin; empty if one can. As `best_interests_one_undecided` in SQL."""
    if not has_undecided:
        return ()
    text = _(
        "A full assessment of this child is a draft or waits for approval. Continue it; another one "
        "can begin when it is approved."
    )
    return (Reason("extent", text),)


def reasons_against_submitting_again(state: str) -> tuple[Reason, ...]:
    """Why an assessment cannot be changed or submitted in this state."""
    if state in {AssessmentState.DRAFT, AssessmentState.RETURNED}:
        return ()
    return (Reason("state", _("This assessment is already submitted or approved.")),)


def reasons_against_taking_back(
    state: str, *, authors: Collection[str], actor: str
) -> tuple[Reason, ...]:
    """Why this person cannot take an assessment back to edit it; empty if they can."""
    if state != AssessmentState.SUBMITTED:
        return (Reason("state", _("This assessment is not waiting for approval.")),)
    if actor not in authors:
        text = _("Only its authors can withdraw an assessment. You can return it for revision.")
        return (Reason("author", text),)
    return ()


def reasons_against_agreement(
    facts: AssessmentFacts, *, authors: Collection[str], approver: str
) -> tuple[Reason, ...]:
    """Why this person cannot agree to or return an assessment; empty if they can."""
    if facts.state != AssessmentState.SUBMITTED:
        return (Reason("state", _("This assessment is not waiting for approval.")),)
    if approver in authors:
        return (Reason("author", _("Another person has to approve this assessment.")),)
    return ()


def recommends(
    extent: str,
    recommended: str,
    solutions: Collection[str],
    assessed_on: dt.date,
    *,
    since: dt.date,
) -> bool:
    """Whether an assessment is full, recent, and recommends one of these solutions."""
    is_full = extent == AssessmentExtent.FULL
    return is_full and recommended in solutions and assessed_on >= since


def is_answered(answered: Collection[str], *, is_explained: bool) -> bool:
    """Whether each key factor of an option has an answer, “not known” included, or an explanation."""
    return is_explained or set(answered) >= KEY_FACTORS


def is_unexplained(known: Collection[str], *, is_explained: bool) -> bool:
    """Whether a key factor of an assessed option is not known, without an explanation.

    `known` are the factors that support the option, speak against it or are neutral.
    """
    return not is_explained and not set(known) >= KEY_FACTORS


def has_factor(*weighed: Collection[str]) -> bool:
    """Whether any factor says something about an option: for it, against it, or neutral."""
    return any(weighed)
