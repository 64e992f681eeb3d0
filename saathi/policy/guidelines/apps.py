"""Registers the library of guidelines with Django."""

from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    """Guidelines and protocols for practice."""

    name = "saathi.policy.guidelines"
    label = "guidelines"
