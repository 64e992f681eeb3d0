"""Which of several records counts: bad news until something newer replaces it. Pure functions.

A record replaces bad news only if it is both dated later and recorded later: a refusal or an unsafe
place that becomes known late counts, whatever its date. The database asks the same
(`functions/evidence.sql`).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from saathi.protection.returns.transfers.vocabulary import SafetyResult, TransferAnswerCode

ACCEPTED = (TransferAnswerCode.ACCEPTED, TransferAnswerCode.ACCEPTED_IF)


class RecordedAnswer(Protocol):
    """An answer of the other country, recorded by the receiver or by us from a letter."""

    answer: str
    answered_on: dt.date
    recorded_at: dt.datetime
    recorded_by: UUID


class RecordedSafety(Protocol):
    """A safety assessment."""

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
    listed = list(assessments)
    counting = {each.subject: each for each in listed}
    for each in listed:
        same = [other for other in listed if other.subject == each.subject]
        if each.result == SafetyResult.NOT_SAFE and not any(
            _replaces(other, each) for other in same
        ):
            counting[each.subject] = each
    return counting


def _replaces(assessment: RecordedSafety, unsafe: RecordedSafety) -> bool:
    return (
        assessment.result != SafetyResult.NOT_SAFE
        and assessment.assessed_on > unsafe.assessed_on
        and assessment.recorded_at > unsafe.recorded_at
    )
