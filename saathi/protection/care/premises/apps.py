"""Registers regulated premises with Django."""

from django.apps import AppConfig


class PremisesConfig(AppConfig):
    """Premises with duties towards children."""

    name = "saathi.protection.care.premises"
    label = "premises"
