"""When a safety plan can be saved, and when it can be printed for the child. Pure functions."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.vocabulary import RiskLevel
from saathi.protection.casework.safety_plans.vocabulary import MadeWith, SafeToKeep

MAX_REVIEW_DAYS: Final = 92  # a plan not reviewed for longer cannot be relied on [derived]


# Suggested number of days until the next review; can be changed [derived].
SUGGESTED_REVIEW_DAYS: Final = 30
SUGGESTED_REVIEW_DAYS_AT_HIGH_RISK: Final = 7


def suggest_review(today: dt.date, risk: str, *, in_danger: bool) -> dt.date | None:
    """The day suggested for the next review: at high risk after a week; none for a child in danger."""
    if in_danger:
        return None
    is_high = risk == RiskLevel.HIGH
    days = SUGGESTED_REVIEW_DAYS_AT_HIGH_RISK if is_high else SUGGESTED_REVIEW_DAYS
    return today + dt.timedelta(days=days)


def reasons_against_review_date(review_on: dt.date, today: dt.date) -> tuple[Reason, ...]:
    """Why the next review of a safety plan cannot be on this day."""
    if not today <= review_on <= today + dt.timedelta(days=MAX_REVIEW_DAYS):
        return (Reason("review_on", _("Choose a day within the next 92 days.")),)
    return ()


def reasons_against_reviewed_day(
    reviewed_on: dt.date, made_on: dt.date, last_reviewed_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why a plan cannot have been reviewed on this day: before it was made or last reviewed."""
    if reviewed_on < max(made_on, last_reviewed_on or made_on):
        text = _("Choose a day that is not before the plan was made or last reviewed.")
        return (Reason("reviewed_on", text),)
    return ()


# What the self-harm protocol requires of a safety plan
# (`urgent_care.vocabulary.CareStepCode.SAFETY_PLAN`).
PROTOCOL_PARTS: Final = frozenset(
    {"warning_signs", "safe_people", "safe_places", "emergency_numbers"}
)


def completes_protocol(made_with: MadeWith, filled: Collection[str]) -> bool:
    """Whether a plan was made with the child and names signs, people, places and numbers."""
    with_child = made_with in {MadeWith.CHILD, MadeWith.CHILD_AND_CAREGIVER}
    return with_child and PROTOCOL_PARTS.issubset(filled)


def reasons_against_print_for_child(safe_to_keep: SafeToKeep) -> tuple[Reason, ...]:
    """Why the plan may not be printed for the child to keep: someone may find it."""
    if safe_to_keep != SafeToKeep.YES:
        text = _("Do not print the plan for the child. Agree with the child how to remember it.")
        return (Reason("safe_to_keep", text),)
    return ()
