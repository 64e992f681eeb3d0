"""Records of screening for international protection and of contact with a country of origin."""

from saathi.protection.returns.protection_screening.models.contacts import (
    AccessAbroadEnd,
    ContactPermission,
    ContactSafeguardFinding,
    OriginContact,
)
from saathi.protection.returns.protection_screening.models.corrections import (
    CorrectionReason,
    OriginCorrection,
)
from saathi.protection.returns.protection_screening.models.screenings import (
    PROMPTS,
    PROMPTS_VERSION,
    NoSignExplanation,
    ProtectionReferral,
    ProtectionScreening,
    RemovedDetail,
)

__all__ = [
    "PROMPTS",
    "PROMPTS_VERSION",
    "AccessAbroadEnd",
    "ContactPermission",
    "ContactSafeguardFinding",
    "CorrectionReason",
    "NoSignExplanation",
    "OriginContact",
    "OriginCorrection",
    "ProtectionReferral",
    "ProtectionScreening",
    "RemovedDetail",
]
