"""Which of several records counts: an unfavourable one until a newer one replaces it. Pure functions.

A record replaces an unfavourable one only if it is dated later and recorded later, and usually only if
another person recorded it on a later day (`protection_screening.superseding`): a refusal or an unsafe place
that is recorded late counts, whatever its date. The database enforces the same (`functions/evidence.sql`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.superseding import RecordedFact, supersedes
from saathi.protection.returns.transfers.vocabulary import (
    SUFFICIENT_STANDINGS,
    SafetyResult,
    TransferAnswerCode,
)
from saathi.protection.returns.verifications.vocabulary import CourtNeedKind, PermitState

CORRECTION_TIME: Final = dt.timedelta(hours=24)
ACCEPTED = (TransferAnswerCode.ACCEPTED, TransferAnswerCode.ACCEPTED_IF)


class RecordedAnswer(Protocol):
    """An answer of the other country, recorded by the receiver or by us from a letter."""

    answer: str
    answered_on: dt.date
    recorded_at: dt.datetime
    recorded_by: UUID


class RecordedPlacement(Protocol):
    """A receiving placement, recorded by the receiver or by us."""

    standing: str
    recorded_by: UUID


class RecordedSafety(Protocol):
    """A safety assessment of this transfer, or of another one of the child to the same country.

    `corrects`: the assessment that it replaces as a mistake.
    """

    pk: UUID
    corrects: UUID | None
    recorded_by: UUID
    subject: str
    assessed_on: dt.date
    recorded_at: dt.datetime
    result: str
    transfer_id: UUID


class RecordedPermit(Protocol):
    """A permit that was requested, received or refused."""

    kind: str
    state: str
    received_on: dt.date | None
    recorded_at: dt.datetime
    recorded_by: UUID


class RecordedCourtNeed(Protocol):
    """A statement whether a court needs the child."""

    need: str
    said_on: dt.date
    recorded_at: dt.datetime
    recorded_by: UUID


def counting_answer[AnswerT: RecordedAnswer](
    answers: Sequence[AnswerT], *, requested_at: dt.datetime | None, receiver: UUID | None
) -> AnswerT | None:
    """The answer that counts, of those since the newest request; None if there is none.

    With a receiver in the system only the receiver accepts. What the receiver refuses only the receiver
    takes back, or a new request.
    """
    found = [
        each
        for each in answers
        if (requested_at is None or each.recorded_at >= requested_at)
        and (receiver in {None, each.recorded_by} or each.answer == TransferAnswerCode.REFUSED)
    ]
    for refusal in found:
        if refusal.answer == TransferAnswerCode.REFUSED and not any(
            _takes_back(each, refusal, receiver) for each in found
        ):
            return refusal
    return max(found, key=lambda each: (each.answered_on, each.recorded_at), default=None)


def _takes_back(answer: RecordedAnswer, refusal: RecordedAnswer, receiver: UUID | None) -> bool:
    return (
        answer.answer in ACCEPTED
        and answer.answered_on >= refusal.answered_on
        and answer.recorded_at > refusal.recorded_at
        and (refusal.recorded_by != receiver or answer.recorded_by == receiver)
    )


def counting_placement[PlacementT: RecordedPlacement](
    placements: Sequence[PlacementT], receiver: UUID | None
) -> PlacementT | None:
    """The placement that counts, of those in the order of their recording; None if there is none.

    With a receiver in the system it is theirs, unless we found later that a placement does not meet
    the standards.
    """
    results = [
        each
        for each in placements
        if receiver in {None, each.recorded_by} or each.standing not in SUFFICIENT_STANDINGS
    ]
    return results[-1] if results else None


def counting_safety[SafetyT: RecordedSafety](
    assessments: Iterable[SafetyT], transfer: UUID, zone: ZoneInfo
) -> dict[str, SafetyT]:
    """The assessment that counts of each subject for a transfer, by its code.

    `assessments` are those of the child's transfers to the same country, in the order of their dates.
    What one of them found unsafe counts for all.
    """
    recorded = list(assessments)
    corrected = corrected_assessments(recorded)
    listed = [each for each in recorded if each.pk not in corrected]
    counting = {each.subject: each for each in listed if each.transfer_id == transfer}
    for each in listed:
        if each.result == SafetyResult.NOT_SAFE and not any(
            other.subject == each.subject
            and other.result != SafetyResult.NOT_SAFE
            and _replaces((other.assessed_on, other), (each.assessed_on, each), zone)
            for other in listed
        ):
            counting[each.subject] = each
    return counting


@dataclass(frozen=True, slots=True)
class ThreatFacts:
    """When a threat to the child was recorded or changed last."""

    at: dt.datetime
    is_shown: bool = True  # not to staff who are accused of one


def is_outdated(assessment: RecordedSafety, threat: ThreatFacts | None, zone: ZoneInfo) -> bool:
    """Whether a threat is newer than an assessment; as `transfers_safe_subjects` in SQL."""
    if threat is None:
        return False
    is_later_day = threat.at.astimezone(zone).date() > assessment.assessed_on
    return is_later_day or threat.at > assessment.recorded_at


def counting_permits[PermitT: RecordedPermit](
    permits: Iterable[PermitT], zone: ZoneInfo
) -> list[PermitT]:
    """The permit that counts of each type: the newest, unless a refusal does. The oldest come first."""
    listed = list(permits)
    counting = {each.kind: each for each in listed}
    for each in listed:
        if each.state == PermitState.REFUSED and not any(
            other.kind == each.kind
            and other.state == PermitState.RECEIVED
            and _replaces((_day(other, zone), other), (_day(each, zone), each), zone)
            for other in listed
        ):
            counting[each.kind] = each
    return list(counting.values())


def _day(permit: RecordedPermit, zone: ZoneInfo) -> dt.date:
    """The day of a decision on a permit."""
    return permit.received_on or permit.recorded_at.astimezone(zone).date()


def counting_needs[NeedT: RecordedCourtNeed](said: Sequence[NeedT], zone: ZoneInfo) -> list[NeedT]:
    """The statements that count, of those on one case or of one source, the oldest first.

    The newest, and each that a court needs the child in person that nothing replaced.
    """
    return [
        each
        for position, each in enumerate(said, start=1)
        if position == len(said)
        or (
            each.need == CourtNeedKind.IN_PERSON
            and not any(
                other.need != CourtNeedKind.NOT_KNOWN
                and _replaces((other.said_on, other), (each.said_on, each), zone)
                for other in said
            )
        )
    ]


class _Recorded(Protocol):
    recorded_at: dt.datetime
    recorded_by: UUID


def _replaces(
    newer: tuple[dt.date, _Recorded], earlier: tuple[dt.date, _Recorded], zone: ZoneInfo
) -> bool:
    """Whether a record replaces bad news, each with its day."""
    facts = [
        RecordedFact(day, record.recorded_at.astimezone(zone).date(), record.recorded_by)
        for day, record in (newer, earlier)
    ]
    return supersedes(*facts)


def corrected_assessments(assessments: Sequence[RecordedSafety]) -> set[UUID]:
    """Those that their author corrected within 24 hours, on the same subject: they no longer count."""
    return {
        mistake.pk
        for mistake in assessments
        for each in assessments
        if each.corrects == mistake.pk and is_correction(each, mistake)
    }


def is_correction(assessment: RecordedSafety, mistake: RecordedSafety) -> bool:
    """Whether an assessment may replace another as a mistake; never one that found the child unsafe."""
    age = assessment.recorded_at - mistake.recorded_at
    return (
        mistake.result != SafetyResult.NOT_SAFE
        and assessment.recorded_by == mistake.recorded_by
        and assessment.subject == mistake.subject
        and dt.timedelta(0) <= age <= CORRECTION_TIME
    )


def reasons_against_correction(
    *, is_own: bool, is_same_subject: bool, age: dt.timedelta, why: str, was_unsafe: bool = False
) -> tuple[Reason, ...]:
    """Why an assessment cannot be corrected as entered."""
    reasons = []
    if was_unsafe:
        text = _("“Not safe” stays on record. Another person assesses it again on a later day.")
        reasons.append(Reason("corrects", text))
    if not is_own or age > CORRECTION_TIME:
        text = _(
            "Only the author corrects an assessment, within 24 hours. Add a newer one instead."
        )
        reasons.append(Reason("corrects", text))
    if not is_same_subject:
        text = _("Choose the subject of the assessment that is corrected.")
        reasons.append(Reason("subject", text))
    if not why.strip():
        reasons.append(Reason("why_corrected", _("Enter why it is corrected.")))
    return tuple(reasons)
