"""Registers voice recordings with Django, and their dependence on consent."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Voice recordings, each with the consent or agreement that allows it."""

    name = "saathi.protection.casework.recordings"
    label = "recordings"

    def ready(self) -> None:
        """Registers the finder of recordings that depend on a consent."""
        from saathi.protection.casework.recordings import consent_dependents  # noqa: F401, PLC0415 - models first
