"""Registers inspections with Django."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Inspections of facilities."""

    name = "saathi.protection.care.inspections"
    label = "inspections"
