"""Form fields about agencies and their staff; the forms are defined with their pages."""

from typing import Any
from uuid import UUID

from django import forms

from saathi.agencies.models import Agency, Office, Staff


class StaffChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of colleagues by the name they use at work, with their office."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": "—"} | options)

    def label_from_instance(self, obj: Staff) -> str:
        """Name and office, because two colleagues may share a name."""
        return f"{obj.name}, {obj.office.name}"


class OfficeChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic in Django
    """A choice of offices by name; offices outside `own_agency` are shown with their agency."""

    own_agency: UUID | None = None  # set by the form; None: each office is shown with its agency

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": Office.objects.none(), "empty_label": "—"} | options)

    def label_from_instance(self, obj: Office) -> str:
        """The office, preceded by its agency if that differs."""
        is_own = obj.agency_id == self.own_agency
        return obj.name if is_own else f"{obj.agency.name}, {obj.name}"


class AgencyChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic in Django
    """A choice of an agency that uses Saathi, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": Agency.objects.none(), "empty_label": "—"} | options)

    def label_from_instance(self, obj: Agency) -> str:
        """Its name."""
        return obj.name
