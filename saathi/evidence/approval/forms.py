"""What the forms of agreements have in common."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.evidence.approval.rules import reasons_against_time


class SignedAgreementForm(RecordForm):
    """A form for an agreement: `today` is the date at the office. Subclasses give the order of the fields."""

    shows_stored_texts = False

    agreed_on = forms.DateField(
        label=_("Date of signature"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("End date"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("All copies must be destroyed by this date. The maximum is 2 years."),
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_agreed_on(self) -> dt.date:
        """The date of signature, not in the future: an unsigned agreement is not valid."""
        day: dt.date = self.cleaned_data["agreed_on"]
        if day > self.today:
            raise forms.ValidationError(
                _("Enter the date of signature. It cannot be in the future.")
            )
        return day

    def clean_until(self) -> dt.date:
        """The end date: in the future, within the maximum duration of an agreement."""
        day: dt.date = self.cleaned_data["until"]
        for reason in reasons_against_time(day, self.today):
            raise forms.ValidationError(gettext(reason.text))
        return day

    def columns(self) -> dict[str, Any]:
        """The entered values by field name."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in RecordForm.base_fields
        }
