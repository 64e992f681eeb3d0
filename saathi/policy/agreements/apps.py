"""Registers agreements and focal points with Django."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements between countries or bodies, and focal points."""

    name = "saathi.policy.agreements"
    label = "agreements"
