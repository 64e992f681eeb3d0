"""Registers imports and exports with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Import and export of children's files."""

    name = "saathi.protection.exchange"
    label = "exchange"
