"""Registers agreements between authorities with Django."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Agreements between authorities, and what was shared under them."""

    name = "saathi.evidence.sharing"
    label = "sharing"
