"""An agency's forms and the answers to them."""

from saathi.protection.casework.supplements.models.answers import (
    ANSWER_MODEL_BY_SECTION,
    ANSWER_MODELS,
    FormAnswers,
    IdentityAnswers,
    LegalAnswers,
    NeedsAnswers,
    SituationAnswers,
    SupportAnswers,
    VisitsAnswers,
)
from saathi.protection.casework.supplements.models.versions import FormDraft, FormVersion

__all__ = [
    "ANSWER_MODELS",
    "ANSWER_MODEL_BY_SECTION",
    "FormAnswers",
    "FormDraft",
    "FormVersion",
    "IdentityAnswers",
    "LegalAnswers",
    "NeedsAnswers",
    "SituationAnswers",
    "SupportAnswers",
    "VisitsAnswers",
]
