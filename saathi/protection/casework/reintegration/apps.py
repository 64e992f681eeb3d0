"""Registers the follow-up after a return with Django, and what depends on it."""

from django.apps import AppConfig


class ReintegrationConfig(AppConfig):
    """The follow-up of a child after the return, and support to the family."""

    name = "saathi.protection.casework.reintegration"
    label = "reintegration"

    def ready(self) -> None:
        """Registers which children a care committee supports: texts about its meetings name none."""
        from saathi.protection.casework.reintegration import committee_children  # noqa: F401, PLC0415 - models first
