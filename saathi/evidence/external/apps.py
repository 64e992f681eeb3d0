"""Registers external series with Django."""

from django.apps import AppConfig


class ExternalConfig(AppConfig):
    """Published numbers of other organisations, beside our own and never added to them."""

    name = "saathi.evidence.external"
    label = "external"
