"""Registers the audit wing with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit wing."""

    name = "saathi.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
