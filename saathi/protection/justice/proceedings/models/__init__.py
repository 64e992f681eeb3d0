"""Records of proceedings."""

from saathi.protection.justice.proceedings.models.hearings import CourtVisit, Hearing
from saathi.protection.justice.proceedings.models.proceedings import (
    Accused,
    Charge,
    Proceeding,
    ProceedingStep,
)
from saathi.protection.justice.proceedings.models.testimony import (
    ComprehensionFinding,
    PresentationRequest,
    Summons,
    TestimonyDecision,
)

__all__ = [
    "Accused",
    "Charge",
    "ComprehensionFinding",
    "CourtVisit",
    "Hearing",
    "PresentationRequest",
    "Proceeding",
    "ProceedingStep",
    "Summons",
    "TestimonyDecision",
]
