"""Form for a measure under the law of a country."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.infra.route_countries import land_country_choices
from saathi.people import record_screens as kit
from saathi.protection.justice.compensation.models import LegalMeasure
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.proceedings.pages import proceeding_title


class LegalMeasureForm(kit.DerivedForm[LegalMeasure]):
    """Form for a measure: the country, what its law gives, how far it has come."""

    model = LegalMeasure
    names = "country kind grant_kind law responsible proceeding claim_by state as_of next_on amount note"
    country = forms.ChoiceField(choices=land_country_choices, label=_("Country"))

    def prepare(self) -> None:
        """Offers the proceedings of the file, and the country of the office."""
        file_id = self.record.file_id if self.record else self.about.file_id
        rows = access.visible(self.staff, Proceeding).filter(file_id=file_id)
        self.offer("proceeding", rows, proceeding_title)
        if "country" in self.fields:
            self.initial.setdefault("country", self.staff.office.country)


class LegalMeasureChangeForm(LegalMeasureForm):
    """Form for the progress of a measure, whose country and kind stay."""

    names = "grant_kind law responsible proceeding claim_by state as_of next_on amount note"
    country = None  # type: ignore[assignment]  # Django: the form is without this field
