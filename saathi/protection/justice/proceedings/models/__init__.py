"""Records of proceedings."""

from saathi.protection.justice.proceedings.models.hearings import CourtVisit, Hearing
from saathi.protection.justice.proceedings.models.proceedings import (
    Accused,
    Charge,
    Proceeding,
    ProceedingStep,
)
from saathi.protection.justice.proceedings.models.rights import (
    CourtReferral,
    RightsExplanation,
)
from saathi.protection.justice.proceedings.models.testimony import (
    ChildTestimonyDecision,
    ComprehensionFinding,
    PresentationRequest,
    Summons,
)

__all__ = [
    "Accused",
    "Charge",
    "ChildTestimonyDecision",
    "ComprehensionFinding",
    "CourtReferral",
    "CourtVisit",
    "Hearing",
    "PresentationRequest",
    "Proceeding",
    "ProceedingStep",
    "RightsExplanation",
    "Summons",
]
