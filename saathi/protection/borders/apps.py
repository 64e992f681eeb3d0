"""Registers questions across a border with Django, and with consent: what rests on one stops with it."""

from django.apps import AppConfig


class BordersConfig(AppConfig):
    """Identification across borders under agreed protocols."""

    name = "saathi.protection.borders"
    label = "borders"

    def ready(self) -> None:
        """Says what rests on a consent."""
        from saathi.protection.borders import consent_dependents  # noqa: F401, PLC0415 - models first
