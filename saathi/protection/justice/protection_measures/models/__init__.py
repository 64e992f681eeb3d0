"""Records of threats and protection measures."""

from saathi.protection.justice.protection_measures.models.measures import (
    ProtectionMeasure,
    ProtectionReview,
)
from saathi.protection.justice.protection_measures.models.threats import Threat, ThreatCheck

__all__ = ["ProtectionMeasure", "ProtectionReview", "Threat", "ThreatCheck"]
