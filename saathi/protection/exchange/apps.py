"""Registers imports and exports with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What was brought in from other systems, and what was given out."""

    name = "saathi.protection.exchange"
    label = "exchange"
