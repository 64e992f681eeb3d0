"""Records of legal remedies."""

from saathi.protection.justice.compensation.models.claims import (
    ClaimDecision,
    CompensationPayment,
    MoneyControl,
)
from saathi.protection.justice.compensation.models.measures import LegalMeasure

__all__ = ["ClaimDecision", "CompensationPayment", "LegalMeasure", "MoneyControl"]
