"""Forms of an agency, and what was answered to them."""

from saathi.protection.supplements.models.answers import (
    BY_SECTION,
    MODELS,
    Filled,
    IdentityAnswers,
    LegalAnswers,
    NeedsAnswers,
    SituationAnswers,
    SupportAnswers,
    VisitsAnswers,
)
from saathi.protection.supplements.models.versions import FormDraft, FormVersion

__all__ = [
    "BY_SECTION",
    "MODELS",
    "Filled",
    "FormDraft",
    "FormVersion",
    "IdentityAnswers",
    "LegalAnswers",
    "NeedsAnswers",
    "SituationAnswers",
    "SupportAnswers",
    "VisitsAnswers",
]
