"""Registers series of other bodies with Django."""

from django.apps import AppConfig


class ExternalConfig(AppConfig):
    """Numbers that others published, beside ours and never among them."""

    name = "saathi.evidence.external"
    label = "external"
