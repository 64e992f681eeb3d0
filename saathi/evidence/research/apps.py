"""Registers requests of researchers with Django."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    """De-identified data for researchers, under agreement."""

    name = "saathi.evidence.research"
    label = "research"
