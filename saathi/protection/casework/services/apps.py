"""Registers services with Django, and its consent dependents with the consent app."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The directory of services, referrals, courses, sessions, livelihood."""

    name = "saathi.protection.casework.services"
    label = "services"

    def ready(self) -> None:
        """Registers the records that depend on a consent."""
        from saathi.protection.casework.services.actions import consent_dependents  # noqa: F401, PLC0415 - models first
