"""Registers portraits with Django, and their dependence on consent."""

from django.apps import AppConfig


class PortraitsConfig(AppConfig):
    """Photos of a child, each with the consent that allows it."""

    name = "saathi.protection.identification.portraits"
    label = "portraits"

    def ready(self) -> None:
        """Registers the finder of photos that depend on a consent."""
        from saathi.protection.identification.portraits import consent_dependents  # noqa: F401, PLC0415 - models first
