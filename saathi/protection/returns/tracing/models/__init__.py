"""Models of family tracing."""

from saathi.protection.returns.tracing.models.families import (
    FamilyClaim,
    HomeAssessment,
    RelationshipVerification,
    VerificationItem,
)
from saathi.protection.returns.tracing.models.reunifications import FamilyContact, Reunification
from saathi.protection.returns.tracing.models.searches import (
    ChildTracingView,
    TracingEnquiry,
    TracingRequest,
)

__all__ = [
    "ChildTracingView",
    "FamilyClaim",
    "FamilyContact",
    "HomeAssessment",
    "RelationshipVerification",
    "Reunification",
    "TracingEnquiry",
    "TracingRequest",
    "VerificationItem",
]
