"""Registers the screening for international protection with Django, and what depends on it."""

from django.apps import AppConfig


class ProtectionScreeningConfig(AppConfig):
    """Screening for international protection before contact with a country of origin."""

    name = "saathi.protection.returns.protection_screening"
    label = "protection_screening"

    def ready(self) -> None:
        """Registers the check of disclosures abroad, and the permissions that depend on a consent."""
        from saathi.protection.returns.protection_screening import (  # noqa: PLC0415 - models first
            consent_dependents,  # noqa: F401
            contact_gate,  # noqa: F401
        )
