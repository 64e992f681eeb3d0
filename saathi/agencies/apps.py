"""Registers the agencies wing with Django, and what it does when somebody signs in or out."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, offices, staff, rights, and signing in."""

    name = "saathi.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Connects what seals second factors and writes sign-ins into the log."""
        from saathi.agencies.sign_in import factors, signals  # noqa: F401, PLC0415 - needs models
