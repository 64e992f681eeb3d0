"""Registers the register of care committees with Django."""

from django.apps import AppConfig


class CareCommitteesConfig(AppConfig):
    """Committees in a community that support returned children's families."""

    name = "saathi.protection.care.care_committees"
    label = "care_committees"
