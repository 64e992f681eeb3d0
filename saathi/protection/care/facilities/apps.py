"""Registers the register of facilities with Django."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """Care facilities, their licences and addresses."""

    name = "saathi.protection.care.facilities"
    label = "facilities"
