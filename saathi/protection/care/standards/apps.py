"""Registers minimum standards with Django."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Minimum standards of care."""

    name = "saathi.protection.care.standards"
    label = "standards"
