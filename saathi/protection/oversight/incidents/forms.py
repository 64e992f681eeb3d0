"""Forms of incidents."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.protection.oversight.incidents.actions import IncidentInput
from saathi.protection.oversight.incidents.vocabulary import (
    IncidentCloseReason,
    IncidentKind,
    MeasureKind,
)
from saathi.web.fields import LongTextField, PastDateField


class IncidentForm(SealedTextsForm):
    """A breach of a child's privacy as it became known."""

    sealed_fields = ("what", "who")

    kind = forms.ChoiceField(
        choices=[choice for choice in IncidentKind.choices if choice[0] != "wrong_match"],
        widget=forms.RadioSelect,
        label=_("What happened"),
    )
    began = PastDateField(label=_("Since when others may have known"))
    what = LongTextField(
        label=_("What became known, and where"),
        help_text=_("The paper, the page, the words. Do not copy a picture of the child in here."),
    )
    who = LongTextField(label=_("Who knows or may know"), required=False)

    def to_input(self, staff: Staff) -> IncidentInput:
        """The input of the action; the day starts at midnight in the staff member's office."""
        zone = ZoneInfo(staff.office.time_zone)
        began = dt.datetime.combine(self.cleaned_data["began"], dt.time(), zone)
        return IncidentInput(IncidentKind(self.cleaned_data["kind"]), began, self.texts())


class IncidentMeasureForm(SealedTextsForm):
    """A measure that was taken."""

    shows_words = True  # shown next to what became known

    kind = forms.ChoiceField(choices=MeasureKind, label=_("What was done"))
    done = PastDateField(label=_("On which day"))
    note = LongTextField(label=_("In words"))

    @property
    def done_on(self) -> Any:
        """The day on which it was done."""
        return self.cleaned_data["done"]


class IncidentCloseForm(SealedTextsForm):
    """Why no further measures are needed."""

    reason = forms.ChoiceField(
        choices=IncidentCloseReason, widget=forms.RadioSelect, label=_("Why it is closed")
    )
    closing = LongTextField(
        label=_("What was found, and what is different now"),
        help_text=_("Think of what the child was told, and by whom."),
    )
