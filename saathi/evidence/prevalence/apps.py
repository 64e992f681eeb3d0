"""Registers prevalence estimates with Django."""

from django.apps import AppConfig


class PrevalenceConfig(AppConfig):
    """Estimates from overlapping lists, with their assumptions."""

    name = "saathi.evidence.prevalence"
    label = "prevalence"
