"""Records protection measures: the request, the answer, the start, reviews and the end."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.justice.protection_measures import queries, rules
from saathi.protection.justice.protection_measures.models import (
    ProtectionMeasure,
    ProtectionReview,
)
from saathi.protection.justice.protection_measures.vocabulary import (
    ProtectionDecision,
    ProtectionEnd,
    ProtectionState,
    ThreatLevel,
)

WORK = Permission.WORK_ON_CASE


class ProtectionRefused(Refused):
    """An entry about protection that contradicts itself, or says where the child is."""


@transaction.atomic
def request_measure(*, measure: ProtectionMeasure, actor: Staff) -> ProtectionMeasure:
    """Records that protection was requested. `ProtectionRefused`."""
    access.require(actor, WORK, measure)
    _require_no_place(measure, measure, actor)
    _require_view(measure)
    measure.state = ProtectionState.REQUESTED
    return writing.add(measure, actor=actor)


@transaction.atomic
def change_measure(
    *, measure: ProtectionMeasure, columns: Mapping[str, Any], version: int, actor: Staff
) -> ProtectionMeasure:
    """Corrects a request, which has its new texts; the earlier version is kept. `ProtectionRefused`."""
    access.require(actor, WORK, measure)
    _require_no_place(measure, measure, actor)
    was = measure.child_view
    measure.child_view = str(columns.get("child_view", was))
    _refuse(rules.reasons_against_other_view(was, measure.child_view))
    _require_view(measure)
    texts = payload_of(measure)
    return writing.change(measure, actor=actor, version=version, payload=texts, **columns)


def _require_view(measure: ProtectionMeasure) -> None:
    """What the child says against a measure is written down, with the reason for it."""
    _refuse(
        rules.reasons_against_view(measure.child_view, measure.child_words, measure.why_despite)
    )


@transaction.atomic
def record_answer(
    *,
    measure: ProtectionMeasure,
    answer: str,
    decided_on: dt.date,
    version: int,
    actor: Staff,
) -> ProtectionMeasure:
    """Records what the authority answered; its reasons are in the texts. `ProtectionRefused`."""
    access.require(actor, WORK, measure)
    _require_no_place(measure, measure, actor)
    _refuse(
        rules.reasons_against_answer(
            state=ProtectionState(measure.state),
            answer=answer,
            requested_on=measure.requested_on,
            decided_on=decided_on,
            refusal=measure.refusal,
        )
    )
    return writing.change(
        measure,
        actor=actor,
        version=version,
        payload=payload_of(measure),
        state=answer,
        decided_on=decided_on,
    )


@transaction.atomic
def start_measure(
    *, measure: ProtectionMeasure, period: rules.ProtectionPeriod, version: int, actor: Staff
) -> ProtectionMeasure:
    """Records that a measure is in force; who the child can call is in its texts. `ProtectionRefused`."""
    access.require(actor, WORK, measure)
    _require_no_place(measure, measure, actor)
    _refuse(
        rules.reasons_against_start(
            ProtectionState(measure.state),
            period,
            call=measure.call,
            today=actor.office.today(),
        )
    )
    return writing.change(
        measure,
        actor=actor,
        version=version,
        payload=payload_of(measure),
        state=ProtectionState.IN_FORCE,
        in_force_from=period.since,
        until_on=period.until_on,
        review_on=period.review_on,
    )


@transaction.atomic
def end_measure(
    *, measure: ProtectionMeasure, ended_on: dt.date, reason: str, version: int, actor: Staff
) -> ProtectionMeasure:
    """Records that a measure ended. `ProtectionRefused` if it claims an end of the threat that is not."""
    access.require(actor, WORK, measure)
    _require_no_place(measure, measure, actor)
    _refuse(
        rules.reasons_against_end(
            state=ProtectionState(measure.state),
            since=measure.in_force_from,
            ended_on=ended_on,
            reason=reason,
            has_threat=queries.has_active_threat(actor, measure.child_id),
        )
    )
    return _end(measure, ended_on, reason, actor, version)


def _end(
    measure: ProtectionMeasure, on: dt.date, reason: str, actor: Staff, version: int
) -> ProtectionMeasure:
    return writing.change(
        measure,
        actor=actor,
        version=version,
        payload=payload_of(measure),
        state=ProtectionState.ENDED,
        ended_on=on,
        end_reason=reason,
        review_on=None,
    )


@transaction.atomic
def review_measure(*, review: ProtectionReview, actor: Staff) -> ProtectionReview:
    """Records a review; the measure, which must be opened, goes on or ends. `ProtectionRefused`."""
    access.require(actor, WORK, review)
    measure = review.measure
    _require_no_place(review, measure, actor)
    facts = rules.ReviewFacts(
        state=ProtectionState(measure.state),
        since=measure.in_force_from,
        reviewed_on=review.reviewed_on,
        threat=ThreatLevel(review.threat),
        decision=ProtectionDecision(review.decision),
        next_on=review.next_on,
        has_threat=queries.has_active_threat(actor, measure.child_id),
    )
    _refuse(rules.reasons_against_review(facts, actor.office.today()))

    is_end = facts.decision == ProtectionDecision.END
    if is_end:
        review.next_on = None
    writing.add(review, actor=actor)
    if is_end:
        _end(measure, review.reviewed_on, ProtectionEnd.THREAT_OVER, actor, measure.version)
    else:
        writing.change(measure, actor=actor, review_on=review.next_on)
    return review


def _require_no_place(
    record: ProtectionMeasure | ProtectionReview, measure: ProtectionMeasure, actor: Staff
) -> None:
    places = queries.places_of(measure.child, actor)
    texts = queries.texts_of(record)
    # The authority, and who the child can call, are named on purpose.
    named = {name: text for name, text in texts.items() if name not in {"authority", "call"}}
    _refuse(rules.reasons_against_places(named, places))


def _refuse(reasons: Any) -> None:
    if reasons:
        raise ProtectionRefused(tuple(reasons))
