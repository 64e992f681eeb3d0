"""Registers the register of courts with Django."""

from django.apps import AppConfig


class CourtsConfig(AppConfig):
    """Child-friendly and fast-track courts and tribunals."""

    name = "saathi.policy.courts"
    label = "courts"
