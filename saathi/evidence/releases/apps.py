"""Registers releases with Django: their tables, pages and jobs."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Published statistics and their preparation."""

    name = "saathi.evidence.releases"
    label = "releases"
