"""Which of several records counts: bad news until something newer replaces it. Pure functions.

A record replaces bad news only if it is both dated later and recorded later: a refusal or an unsafe
place that becomes known late counts, whatever its date. The database asks the same
(`functions/evidence.sql`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final, Protocol
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import SafetyResult, TransferAnswerCode

CORRECTION_TIME: Final = dt.timedelta(hours=24)
ACCEPTED = (TransferAnswerCode.ACCEPTED, TransferAnswerCode.ACCEPTED_IF)


class RecordedAnswer(Protocol):
    """An answer of the other country, recorded by the receiver or by us from a letter."""

    answer: str
    answered_on: dt.date
    recorded_at: dt.datetime
    recorded_by: UUID


class RecordedSafety(Protocol):
    """A safety assessment; `corrects`: the one that it replaces as a mistake."""

    pk: UUID
    corrects: UUID | None
    recorded_by: UUID
    subject: str
    assessed_on: dt.date
    recorded_at: dt.datetime
    result: str


def counting_answer[AnswerT: RecordedAnswer](
    answers: Sequence[AnswerT], *, requested_at: dt.datetime | None, receiver: UUID | None
) -> AnswerT | None:
    """The answer that counts, of those since the newest request; None if there is none.

    What the receiver refuses in the system only the receiver takes back, or a new request.
    """
    found = [each for each in answers if requested_at is None or each.recorded_at >= requested_at]
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


def counting_safety[SafetyT: RecordedSafety](assessments: Iterable[SafetyT]) -> dict[str, SafetyT]:
    """The assessment that counts of each subject, by its code.

    `assessments` are in the order of their dates.
    """
    recorded = list(assessments)
    corrected = corrected_assessments(recorded)
    listed = [each for each in recorded if each.pk not in corrected]
    counting = {each.subject: each for each in listed}
    for each in listed:
        same = [other for other in listed if other.subject == each.subject]
        if each.result == SafetyResult.NOT_SAFE and not any(
            _replaces(other, each) for other in same
        ):
            counting[each.subject] = each
    return counting


def corrected_assessments(assessments: Sequence[RecordedSafety]) -> set[UUID]:
    """Those that their author corrected within 24 hours, on the same subject: they count no more."""
    return {
        mistake.pk
        for mistake in assessments
        for each in assessments
        if each.corrects == mistake.pk and is_correction(each, mistake)
    }


def is_correction(assessment: RecordedSafety, mistake: RecordedSafety) -> bool:
    """Whether an assessment may replace another as a mistake."""
    age = assessment.recorded_at - mistake.recorded_at
    return (
        assessment.recorded_by == mistake.recorded_by
        and assessment.subject == mistake.subject
        and dt.timedelta(0) <= age <= CORRECTION_TIME
    )


def reasons_against_correction(
    *, is_own: bool, is_same_subject: bool, age: dt.timedelta, why: str
) -> tuple[Reason, ...]:
    """Why an assessment cannot be corrected as entered."""
    reasons = []
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


def _replaces(assessment: RecordedSafety, unsafe: RecordedSafety) -> bool:
    return (
        assessment.result != SafetyResult.NOT_SAFE
        and assessment.assessed_on > unsafe.assessed_on
        and assessment.recorded_at > unsafe.recorded_at
    )
