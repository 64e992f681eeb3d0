"""Entries of the directory of services and their pages."""

from django.urls import reverse

from saathi.protection.casework.services.models import Service
from tests.reading import day
from tests.roles import role

ENTRY = {
    "name": "Legal aid desk", "organisation": "Nyaya Kendra", "kinds": ["legal"], "age_low": "6",
    "languages": ["ne", "mai"], "accessible": ["step_free", "sign"], "respects": ["own_language"],
    "friendly": ["private"], "country": "NPL", "district": "NP-DHA", "area": "All wards",
    "address": "Station Road", "phone": "041-520000", "opening": "Sunday to Friday, 10 to 16",
    "cost": "free", **day("verified_on"),
}  # fmt: skip


def address(name: str, *ids: object) -> str:
    return reverse(f"services:{name}", args=ids)


def act(service: Service, action: str) -> str:
    return address("act_on_service", service.pk, action)


def current(service: Service) -> Service:
    with role("maintenance"):
        return Service.objects.get(pk=service.pk)
