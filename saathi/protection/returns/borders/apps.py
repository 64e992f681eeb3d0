"""Registers cross-border enquiries with Django, and their dependence on consent."""

from django.apps import AppConfig


class BordersConfig(AppConfig):
    """Identification across borders under agreed protocols."""

    name = "saathi.protection.returns.borders"
    label = "borders"

    def ready(self) -> None:
        """Registers the finder of enquiries that depend on a consent."""
        from saathi.protection.returns.borders import consent_dependents  # noqa: F401, PLC0415 - models first
