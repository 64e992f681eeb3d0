"""The form field that offers facilities of the register."""

from typing import Any

from django import forms

from saathi.agencies.models import Staff
from saathi.infra.countries import country_name
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.queries import list_offered_facilities
from saathi.web.dynamic_choices import set_choices


class FacilityChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic in Django
    """A choice of a published facility, by name, operator and country."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": Facility.objects.none(), "empty_label": "—"} | options)

    def label_from_instance(self, obj: Facility) -> str:
        """Its name with the operator and the country."""
        return f"{obj.name}, {obj.operator}, {country_name(obj.country)}"


def offer_facilities(form: forms.BaseForm, name: str, reader: Staff) -> None:
    """Makes a field offer the published facilities, those of the reader's country first."""
    set_choices(form, name, list_offered_facilities(reader))
