"""Registers the agencies wing with Django, and what it does when somebody signs in or out."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, offices, staff, rights, and signing in."""

    name = "saathi.agencies"
    label = "agencies"

    def ready(self) -> None:
        """Connects the receivers that write sign-ins into the log."""
        from saathi.agencies.sign_in import receivers  # noqa: F401, PLC0415 - models are needed
