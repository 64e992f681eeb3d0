"""Registers incidents in facilities with Django."""

from django.apps import AppConfig


class FacilityIncidentsConfig(AppConfig):
    """Incidents against facilities."""

    name = "saathi.protection.care.facility_incidents"
    label = "facility_incidents"
