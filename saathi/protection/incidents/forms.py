"""Forms of incidents."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.sending import WordsForm
from saathi.protection.incidents.actions import IncidentTold
from saathi.protection.incidents.vocabulary import CloseReason, IncidentKind, MeasureKind
from saathi.web.fields import LongText, PastDayField


class IncidentForm(WordsForm):
    """A breach of a child's privacy as it became known."""

    sealed_fields = ("what", "who")

    kind = forms.ChoiceField(
        choices=[choice for choice in IncidentKind.choices if choice[0] != "wrong_match"],
        widget=forms.RadioSelect,
        label=_("What happened"),
    )
    began = PastDayField(label=_("Since when others may have known"))
    what = LongText(
        label=_("What became known, and where"),
        help_text=_("The paper, the page, the words. Do not copy a picture of the child in here."),
    )
    who = LongText(label=_("Who knows or may know"), required=False)

    def told(self, staff: Staff) -> IncidentTold:
        """The valid form as the action takes it; the day begins at midnight of her office."""
        zone = ZoneInfo(staff.office.time_zone)
        began = dt.datetime.combine(self.cleaned_data["began"], dt.time(), zone)
        return IncidentTold(IncidentKind(self.cleaned_data["kind"]), began, self.words())


class MeasureForm(WordsForm):
    """What was done about it."""

    shows_words = True  # it stands beside what became known

    kind = forms.ChoiceField(choices=MeasureKind, label=_("What was done"))
    done = PastDayField(label=_("On which day"))
    note = LongText(label=_("In words"))

    @property
    def done_on(self) -> Any:
        """The day on which it was done."""
        return self.cleaned_data["done"]


class CloseForm(WordsForm):
    """Why nothing more is to be done."""

    reason = forms.ChoiceField(
        choices=CloseReason, widget=forms.RadioSelect, label=_("Why it is closed")
    )
    closing = LongText(
        label=_("What was found, and what is different now"),
        help_text=_("Think of what the child was told, and by whom."),
    )
