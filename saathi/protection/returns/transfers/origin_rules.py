"""What the answers of a country on a child's nationality or address say together. Pure functions.

That the child is not from there is bad news for a return: a confirmation replaces it only if it is
of a later day, and was asked for on a later day by another person (`protection_screening.superseding`). In
SQL `transfers_origin_found`.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from saathi.protection.returns.protection_screening.superseding import RecordedFact, supersedes
from saathi.protection.returns.transfers.authorisation_rules import OriginFinding
from saathi.protection.returns.verifications.vocabulary import VerificationAnswer

FOUND = {
    VerificationAnswer.CONFIRMED: OriginFinding.VERIFIED,
    VerificationAnswer.DENIED: OriginFinding.DENIED,
    VerificationAnswer.REFUSED: OriginFinding.DENIED,  # an earlier record: denied or declined
}


class RecordedVerification(Protocol):
    """A verification that was answered yes or no."""

    answer: str
    answered_on: dt.date | None
    recorded_at: dt.datetime
    recorded_by: UUID


def counting_origin(verifications: Sequence[RecordedVerification], zone: ZoneInfo) -> OriginFinding:
    """What the answers of one country say together."""
    confirmed = [each for each in verifications if _found(each) == OriginFinding.VERIFIED]
    for denial in verifications:
        if _found(denial) == OriginFinding.DENIED and not any(
            supersedes(_fact(each, zone), _fact(denial, zone)) for each in confirmed
        ):
            return OriginFinding.DENIED
    return OriginFinding.VERIFIED if confirmed else OriginFinding.NOT_VERIFIED


def _found(verification: RecordedVerification) -> OriginFinding | None:
    return FOUND.get(VerificationAnswer(verification.answer))


def _fact(verification: RecordedVerification, zone: ZoneInfo) -> RecordedFact:
    asked = verification.recorded_at.astimezone(zone).date()
    return RecordedFact(verification.answered_on or asked, asked, verification.recorded_by)
