"""Records of the follow-up after a return."""

from saathi.protection.casework.reintegration.models.contacts import (
    MonitoringContact,
    Reintegration,
)
from saathi.protection.casework.reintegration.models.evaluations import (
    FinalEvaluation,
    RetraffickingSign,
)
from saathi.protection.casework.reintegration.models.family import (
    AftercarePlan,
    CommitteeSupport,
    LivelihoodEffect,
)
from saathi.protection.casework.reintegration.models.mentors import Mentor
from saathi.protection.casework.reintegration.models.outcomes import OutcomeAnswer
from saathi.protection.casework.reintegration.models.recordings import QuestionRecording

__all__ = [
    "AftercarePlan",
    "CommitteeSupport",
    "FinalEvaluation",
    "LivelihoodEffect",
    "Mentor",
    "MonitoringContact",
    "OutcomeAnswer",
    "QuestionRecording",
    "Reintegration",
    "RetraffickingSign",
]
