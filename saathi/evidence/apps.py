"""Registers the evidence wing with Django, for its pages; its series ship with the package."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Numbers, with where they come from and what they do not say."""

    name = "saathi.evidence"
    label = "evidence"
