"""Registers transfers to another country with Django, and what depends on a consent."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Transfers of a child to another country: preparation, authorisation, journey, follow-up."""

    name = "saathi.protection.returns.transfers"
    label = "transfers"

    def ready(self) -> None:
        """Registers the transfers that depend on a consent, and the check of texts that go abroad."""
        from saathi.protection.returns.transfers import (  # noqa: PLC0415 - models first
            consent_dependents,  # noqa: F401
            disclosed_texts,  # noqa: F401
        )
