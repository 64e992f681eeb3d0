"""Registers releases with Django: their tables, pages and jobs."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """What was published, and how it came to be."""

    name = "saathi.evidence.releases"
    label = "releases"
