"""Form fields about agencies and their staff; the forms are defined with their pages."""

from typing import Any

from django import forms

from saathi.agencies.models import Staff


class StaffChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of colleagues by the name they use at work, with their office."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": "—"} | options)

    def label_from_instance(self, obj: Staff) -> str:
        """Name and office, because two colleagues may share a name."""
        return f"{obj.name}, {obj.office.name}"
