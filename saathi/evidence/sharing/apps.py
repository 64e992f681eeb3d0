"""Registers agreements between authorities with Django."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Agreements between authorities, and the log of sharing under them."""

    name = "saathi.evidence.sharing"
    label = "sharing"
