"""What a transfer needs of the assessments of safety: origin, journey and destination. Pure functions.

In SQL: `transfers_safe_subjects` of `functions/evidence.sql`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.safety_wording import SAFETY_TEXTS
from saathi.protection.returns.transfers.vocabulary import (
    SAFE_RESULTS,
    SafetyResult,
    SafetySubject,
)

# A derived default, to be verified with practitioners; SQL reads it as `{values.transfer_safety_days}`.
SAFETY_DAYS: Final = 30  # how old the assessment of safety may be


@dataclass(frozen=True, slots=True)
class SafetyAssessmentFacts:
    """The newest safety assessment of one subject."""

    assessed_on: dt.date
    result: SafetyResult
    is_outdated: bool = False  # a threat was recorded or changed after it
    is_threat_shown: bool = True  # not to staff who are accused of it


# After a threat, and for those who are not to know of it.
_OUTDATED_TEXTS: Final = {
    SafetySubject.ORIGIN: (
        _(
            "A threat was recorded or changed after the safety assessment of the country of origin. "
            "Assess it again."
        ),
        _("The safety assessment of the country of origin is out of date. Assess it again."),
    ),
    SafetySubject.MOVEMENT: (
        _(
            "A threat was recorded or changed after the safety assessment of the journey. Assess it again."
        ),
        _("The safety assessment of the journey is out of date. Assess it again."),
    ),
    SafetySubject.DESTINATION: (
        _(
            "A threat was recorded or changed after the safety assessment of the destination. Assess it "
            "again."
        ),
        _("The safety assessment of the destination is out of date. Assess it again."),
    ),
}


def missing_of_safety(
    safety: Mapping[SafetySubject, SafetyAssessmentFacts], on: dt.date
) -> list[Reason]:
    """What the assessments of safety lack for a transfer on a day."""
    reasons = []
    for subject, (none, old, unknown, unsafe) in SAFETY_TEXTS.items():
        found = safety.get(subject)
        if found is None:
            reasons.append(Reason(f"safety_{subject.value}", none))
        elif found.result == SafetyResult.NOT_SAFE:
            reasons.append(Reason(f"safety_{subject.value}", unsafe))
        elif found.result not in SAFE_RESULTS:
            reasons.append(Reason(f"safety_{subject.value}", unknown))
        elif (on - found.assessed_on).days > SAFETY_DAYS:
            reasons.append(Reason(f"safety_{subject.value}", old))
        elif found.is_outdated:
            shown, hidden = _OUTDATED_TEXTS[subject]
            text = shown if found.is_threat_shown else hidden
            reasons.append(Reason(f"safety_{subject.value}", text))
    return reasons
