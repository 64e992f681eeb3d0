"""Registers services with Django, and with consent: what rests on one stops with it."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The directory of services, referrals, courses, sessions, livelihood."""

    name = "saathi.protection.services"
    label = "services"

    def ready(self) -> None:
        """Says what rests on a consent."""
        from saathi.protection.services.actions import consent_dependents  # noqa: F401, PLC0415 - models first
