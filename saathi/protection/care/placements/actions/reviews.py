"""Holds reviews of placements, and records assessments of families."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Reason
from saathi.protection.care.placements import (
    country_rules,
    family_rules,
    queries,
    review_rules,
    rules,
    unsafe_place_rules,
)
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.actions.following import set_duty
from saathi.protection.care.placements.actions.placing import PlacementRefused
from saathi.protection.care.placements.models import (
    FamilyAssessment,
    PlacementReview,
)
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.protection_screening.contact_gate import ask_gate


@transaction.atomic
def hold_review(
    *,
    review: PlacementReview,
    columns: Mapping[str, Any],
    next_on: dt.date | None,
    version: int,
    actor: Staff,
) -> PlacementReview:
    """Records a review that was held, opened with its texts, and plans the next one."""
    access.require(actor, Permission.WORK_ON_CASE, review)
    for name, value in columns.items():
        setattr(review, name, value)
    refused = unsafe_place_rules.reasons_against_reviewer(actor.role_kind)
    if reasons := refused or _reasons_against(review, next_on, actor):
        raise PlacementRefused(reasons)
    writing.change(
        review,
        actor=actor,
        version=version,
        payload=payload_of(review),
        state=codes.PlacementReviewState.HELD,
        **columns,
    )
    _plan_next(review, next_on, actor)
    return review


def _reasons_against(
    review: PlacementReview, next_on: dt.date | None, actor: Staff
) -> tuple[Reason, ...]:
    placement = review.placement
    assert review.held_on is not None
    entry = review_rules.ReviewEntry(
        state=codes.PlacementReviewState(review.state),
        occasion=codes.ReviewOccasion(review.occasion),
        kind=codes.PlacementKind(placement.kind),
        started_on=placement.started_on,
        held_on=review.held_on,
        today=actor.office.today(),
        seen=codes.ReviewSeen(review.seen),
        wish=codes.ReviewWish(review.wish),
        outcome=codes.ReviewOutcome(review.outcome),
        has_reasons=bool(review.reasons.strip()),
        has_not_seen=bool(review.not_seen_because.strip()),
        next_on=next_on,
    )
    return review_rules.reasons_against_review(entry)


def _plan_next(review: PlacementReview, next_on: dt.date | None, actor: Staff) -> None:
    """Plans the next review, in the place of one planned before, and brings the placement up to date."""
    placement = review.placement
    assert next_on is not None
    planned = codes.ReviewOccasion.PLANNED
    before = [each for each in queries.due_reviews(placement, actor) if each.occasion == planned]
    cancelled = {"state": codes.PlacementReviewState.CANCELLED}
    writing.change_each([(each, cancelled) for each in before], actor=actor)
    new = PlacementReview(
        file_id=placement.file_id, placement=placement, occasion=planned, due_on=next_on
    )
    writing.add(new, actor=actor)
    due_on = queries.due_reviews(placement, actor)[0].due_on
    writing.change(placement, actor=actor, next_review_on=due_on)
    set_duty(placement, Duty.PLACEMENT_REVIEW, due_on, actor)


@transaction.atomic
def record_family_assessment(*, assessment: FamilyAssessment, actor: Staff) -> FamilyAssessment:
    """Records the assessment of a kinship or foster family for a child.

    `PlacementRefused` with reasons; in another country our own assessment asks the screening for
    international protection first. What others did without our request is recorded in any case.
    """
    access.require(actor, Permission.WORK_ON_CASE, assessment)
    _check_family(assessment, actor, asks=True)
    return writing.add(assessment, actor=actor)


@transaction.atomic
def change_family_assessment(
    *, assessment: FamilyAssessment, columns: Mapping[str, Any], version: int, actor: Staff
) -> FamilyAssessment:
    """Changes the assessment of a family, opened with its texts."""
    access.require(actor, Permission.WORK_ON_CASE, assessment)
    place = (assessment.country, assessment.asked_by)
    for name, value in columns.items():
        setattr(assessment, name, value)
    _check_family(assessment, actor, asks=place != (assessment.country, assessment.asked_by))
    texts = payload_of(assessment)
    return writing.change(assessment, actor=actor, version=version, payload=texts, **columns)


def _check_family(assessment: FamilyAssessment, actor: Staff, *, asks: bool) -> None:
    """Refuses what is wrong; `asks`: whether it is new where the family lives and who asked."""
    reasons = rules.reasons_against_family(
        codes.FamilyResult(assessment.result),
        codes.ViolenceInFamily(assessment.violence),
        has_reasons=bool(assessment.reasons.strip()),
    )
    reasons += _reasons_of_same_family(assessment, actor)
    is_contact = asks and country_rules.asks_abroad(
        assessment.country, assessment.asked_by, here=assessment.file.office.country
    )
    reasons += country_rules.reasons_against_assessment(
        assessment.country, ask_gate(assessment.file_id) if is_contact else None
    )
    if reasons:
        raise PlacementRefused(reasons)


def _reasons_of_same_family(assessment: FamilyAssessment, actor: Staff) -> tuple[Reason, ...]:
    """Why the assessment that was chosen is none of the same family from before."""
    if assessment.same_family_as is None:
        return ()
    family_assessments = queries.family_assessments(assessment.file_id, actor)
    earlier = family_assessments.filter(
        pk=assessment.same_family_as, child=assessment.child_id
    ).first()
    is_new = assessment._state.adding
    return family_rules.reasons_against_same_family(
        is_of_child=earlier is not None,
        is_itself=assessment.same_family_as == assessment.pk,
        is_earlier=earlier is not None and (is_new or earlier.recorded_at < assessment.recorded_at),
    )
