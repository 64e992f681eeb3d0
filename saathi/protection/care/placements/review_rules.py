"""When a placement is reviewed, and what a review needs. Pure functions."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements.vocabulary import (
    SHORT_KINDS,
    PlacementKind,
    PlacementReviewState,
    ReviewOccasion,
    ReviewOutcome,
    ReviewSeen,
    ReviewWish,
)

# All numbers are derived, in no source: to be verified.
FIRST_REVIEW_DAYS: Final = 30
SHORT_REVIEW_DAYS: Final = 14  # of an emergency shelter or transit care
REVIEW_DAYS: Final = 91
MOVE_REVIEW_DAYS: Final = 7  # after a review that found that the child should move
RESIDENT_DAYS: Final = 7  # for the review of a resident of a facility that was stopped


def first_review(kind: PlacementKind, started_on: dt.date) -> dt.date:
    """The day of the first review."""
    days = SHORT_REVIEW_DAYS if kind in SHORT_KINDS else FIRST_REVIEW_DAYS
    return started_on + dt.timedelta(days=days)


def latest_next_review(kind: PlacementKind, outcome: ReviewOutcome, held_on: dt.date) -> dt.date:
    """The latest day of the review after one that was held."""
    if outcome == ReviewOutcome.MOVE:
        return held_on + dt.timedelta(days=MOVE_REVIEW_DAYS)
    days = SHORT_REVIEW_DAYS if kind in SHORT_KINDS else REVIEW_DAYS
    return held_on + dt.timedelta(days=days)


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """What a person entered about a review."""

    state: PlacementReviewState
    occasion: ReviewOccasion
    kind: PlacementKind
    started_on: dt.date
    held_on: dt.date
    today: dt.date
    seen: ReviewSeen
    wish: ReviewWish
    outcome: ReviewOutcome
    has_reasons: bool
    has_not_seen: bool
    next_on: dt.date | None


def reasons_against_review(entry: ReviewEntry) -> tuple[Reason, ...]:
    """Why a review cannot be saved: the child is seen, the child's wish and the reasons are recorded."""
    if entry.state != PlacementReviewState.DUE:
        return (Reason("held_on", _("This review was held already.")),)
    reasons = []
    if entry.held_on > entry.today or entry.held_on < entry.started_on:
        text = _("Enter a date between the start of the placement and today.")
        reasons.append(Reason("held_on", text))
    is_heard = entry.seen == ReviewSeen.ALONE and entry.wish != ReviewWish.NOT_ASKED
    if not is_heard and not entry.has_not_seen:
        text = _("Enter why the child was not seen alone, or not asked.")
        reasons.append(Reason("not_seen_because", text))
    if entry.outcome == ReviewOutcome.STAY and entry.seen == ReviewSeen.NOT_SEEN:
        text = _("The child must be seen before the review can decide that the child stays.")
        reasons.append(Reason("seen", text))
    if not entry.has_reasons:
        reasons.append(Reason("reasons", _("Enter the reasons for the outcome.")))
    return (*reasons, *_reasons_of_next(entry))


def _reasons_of_next(entry: ReviewEntry) -> list[Reason]:
    latest = latest_next_review(entry.kind, entry.outcome, entry.held_on)
    if entry.next_on is not None and entry.held_on < entry.next_on <= latest:
        return []
    if entry.outcome == ReviewOutcome.MOVE:
        text = _("Enter a day within 7 days: until then the child should have moved.")
    elif entry.kind in SHORT_KINDS:
        text = _("Enter the next review, at most 14 days after this one.")
    else:
        text = _("Enter the next review, at most 3 months after this one.")
    return [Reason("next_on", text)]
