"""Registers the agencies app with Django and connects its sign-in and sign-out handlers."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, offices, staff, rights and sign-in."""

    name = "saathi.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Connects the handlers that seal second factors and log sign-ins."""
        from saathi.agencies.sign_in import factors, signals  # noqa: F401, PLC0415 - needs models
