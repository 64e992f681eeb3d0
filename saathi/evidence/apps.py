"""Registers the evidence app with Django for its pages; its series ship with the package."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Statistics with their sources and limitations."""

    name = "saathi.evidence"
    label = "evidence"
