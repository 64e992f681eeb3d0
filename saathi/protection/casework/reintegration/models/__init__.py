"""Records of the follow-up after a return."""

from saathi.protection.casework.reintegration.models.contacts import (
    MonitoringContact,
    Reintegration,
)
from saathi.protection.casework.reintegration.models.evaluations import (
    FinalEvaluation,
    RetraffickingSign,
)
from saathi.protection.casework.reintegration.models.mentors import Mentor
from saathi.protection.casework.reintegration.models.outcomes import OutcomeAnswer

__all__ = [
    "FinalEvaluation",
    "Mentor",
    "MonitoringContact",
    "OutcomeAnswer",
    "Reintegration",
    "RetraffickingSign",
]
