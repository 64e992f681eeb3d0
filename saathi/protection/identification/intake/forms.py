"""Forms for a report of a concern and for its outcome."""

import datetime as dt
import re
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.infra import clock, district_list
from saathi.infra.digits import to_ascii_digits
from saathi.people.forms import LANGUAGE_CHOICES, AgeRangeForm, TextLineField
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.queue.forms import NamedInReportField
from saathi.protection.identification.intake.vocabulary import (
    CommunicationNeed,
    Concern,
    ContactBackPreference,
    HarmTiming,
    InformationSource,
    ReportChannel,
    ReportingPersonKind,
    ReportOutcome,
    Urgency,
)
from saathi.web.fields import FullDateField, LongTextField, ShortTextField

SEALED_FIELDS = ("what", "child_names", "place", "suspect", "reporter_name", "reporter_contact")


class ReceivedTimeForm(RecordForm):
    """When something was reported: now if left blank, a day, or a day and a time."""

    received_on = FullDateField(
        required=False,
        label=_("Day it was told"),
        help_text=_("Leave empty if it is told now."),
    )
    received_time = TextLineField(
        max_length=5, label=_("Time of day"), help_text=_("For example 14:30, if you know it.")
    )

    def __init__(self, *args: Any, time_zone: str, **options: Any) -> None:
        self.zone = ZoneInfo(time_zone)
        super().__init__(*args, **options)

    def clean_received_time(self) -> dt.time | None:
        """The time of day, in any script's digits."""
        text = to_ascii_digits(self.cleaned_data["received_time"]).strip()
        if not text:
            return None
        match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise ValidationError(_("Write the time as hours and minutes, like 14:30."))
        return dt.time(int(match[1]), int(match[2]))

    def clean(self) -> dict[str, Any]:
        """Adds `received_at`, which must not be in the future."""
        cleaned = super().clean() or self.cleaned_data
        return cleaned | {"received_at": self._received_at(cleaned)}

    def _received_at(self, cleaned: dict[str, Any]) -> dt.datetime:
        now = clock.now()
        on, time = cleaned.get("received_on"), cleaned.get("received_time")
        if on is None and time is None:
            return now
        today = now.astimezone(self.zone).date()
        day = on or today
        # A day without a time means that day; never a moment in the future.
        fallback = min(dt.datetime.combine(day, dt.time(12), self.zone), now)
        at = dt.datetime.combine(day, time, self.zone) if time else fallback
        if day > today or at > now:
            self.add_error("received_on", _("This is still to come."))
        return at


class ReportForm(ReceivedTimeForm, AgeRangeForm):
    """A concern as it is reported. No data about the child or the reporting person are required."""

    what = LongTextField(
        required=False,
        label=_("What was told"),
        help_text=_("In the words of the person who told it. What you think comes later."),
    )
    concerns = forms.MultipleChoiceField(
        choices=Concern,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What the worry is about"),
    )
    urgency = forms.ChoiceField(
        choices=Urgency,
        initial=Urgency.NOT_KNOWN,
        label=_("How soon somebody must go to the child"),
    )
    timing = forms.ChoiceField(
        choices=HarmTiming,
        initial=HarmTiming.NOT_KNOWN,
        required=False,
        label=_("Has it happened?"),
        help_text=_("A worry before anything has happened is taken down as well."),
    )
    suspect = ShortTextField(
        required=False,
        max_length=2000,
        label=_("Who is suspected, as it was told"),
        help_text=_("It stays a suspicion: what you write here accuses nobody. It is sealed."),
    )
    channel = forms.ChoiceField(
        choices=ReportChannel, initial=ReportChannel.IN_PERSON, label=_("How the report came")
    )
    reporter_kind = forms.ChoiceField(
        choices=ReportingPersonKind, initial=ReportingPersonKind.ANONYMOUS, label=_("Who tells it")
    )
    needs = forms.MultipleChoiceField(
        choices=CommunicationNeed,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What the person needs to be able to tell it"),
    )
    known_from = forms.ChoiceField(
        choices=InformationSource,
        initial=InformationSource.NOT_SAID,
        required=False,
        label=_("How the person knows it"),
    )
    reporter_is_confidential = forms.BooleanField(
        required=False,
        initial=True,
        label=_("The person who tells it stays unnamed to the family and to others"),
    )
    reporter_name = TextLineField(label=_("Name of the person who tells it"))
    reporter_contact = TextLineField(label=_("How to reach the person who tells it"))
    contact_back = forms.ChoiceField(
        choices=ContactBackPreference,
        initial=ContactBackPreference.NOT_ASKED,
        required=False,
        label=_("May the person be called or visited again?"),
        help_text=_("Ask, above all a child: a phone or a house may belong to whom she fears."),
    )
    child_names = TextLineField(label=_("Names of the child, as they are said or written"))
    child_gender = forms.ChoiceField(
        choices=Gender, initial=Gender.NOT_SAID, label=_("Girl, boy or other")
    )
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("Language of the child")
    )
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country where the child is")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices,
        required=False,
        label=_("District where the child is"),
    )
    place = TextLineField(
        max_length=500,
        label=_("Where the child can be found"),
        help_text=_("Village, street, landmark. It is sealed."),
    )
    named = NamedInReportField(
        required=False,
        label=_("Colleagues, or an office or facility of your agency, that the report names"),
        help_text=_(
            "One name on each line. The report then goes to the office above them, and they do not see it."
        ),
    )

    def __init__(self, *args: Any, agency_id: UUID | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        named = self.fields["named"]
        if isinstance(named, NamedInReportField):
            named.agency_id = agency_id

    def clean(self) -> dict[str, Any]:
        """Requires a text or a concern."""
        cleaned = super().clean()
        if self.requires_text(cleaned) and not (cleaned.get("what") or cleaned.get("concerns")):
            self.add_error("what", _("Write what was told, or choose what the worry is about."))
        return cleaned

    def requires_text(self, _cleaned: dict[str, Any]) -> bool:
        """Whether a text or concern is required, as in a report of a concern."""
        return True

    def to_input(self) -> ReportInput:
        """The input of the action."""
        data = self.cleaned_data
        return ReportInput(
            received_at=data["received_at"],
            channel=data["channel"],
            reporter_kind=data["reporter_kind"],
            urgency=data["urgency"],
            reporter_is_confidential=data["reporter_is_confidential"],
            concerns=data["concerns"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            language=data["language"],
            child_gender=data["child_gender"],
            child_age_low=data["age_low"],
            child_age_high=data["age_high"],
            timing=data["timing"] or HarmTiming.NOT_KNOWN,
            known_from=data["known_from"] or InformationSource.NOT_SAID,
            contact_back=data["contact_back"] or ContactBackPreference.NOT_ASKED,
            needs=data["needs"],
            texts={name: data[name] for name in SEALED_FIELDS},
            named_staff=[person.pk for person in data["named"].staff],
            named_office=data["named"].office.pk if data["named"].office else None,
        )


class ReportOutcomeForm(RecordForm):
    """The outcome of a report. Opening or adding to a case sets its outcome by itself."""

    outcome = forms.ChoiceField(widget=forms.RadioSelect, label=_("What became of this report"))
    note = LongTextField(
        required=False,
        label=_("In your words"),
        help_text=_("What was said, to whom it was passed on, what was looked into."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        set_automatically = {ReportOutcome.CASE_OPENED, ReportOutcome.ADDED_TO_CASE}
        outcome = self.fields["outcome"]
        if isinstance(outcome, forms.ChoiceField):
            outcome.choices = [
                (o.value, o.label) for o in ReportOutcome if o not in set_automatically
            ]
