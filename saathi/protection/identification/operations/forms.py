"""Forms of an operation: the operation itself, and one child."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.consent.vocabulary import ChildParticipation
from saathi.infra import clock
from saathi.people import languages
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    HarmTiming,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.protection.identification.operations.actions import OperationChildInput, OperationInput
from saathi.protection.identification.operations.vocabulary import (
    FirstStep,
    OperationKind,
    OperationLead,
)
from saathi.web.fields import DigitsField, LongTextField, PastDateField, ShortTextField

_REPORTERS = {
    OperationLead.POLICE: ReportingPersonKind.POLICE,
    OperationLead.BORDER: ReportingPersonKind.POLICE,
    OperationLead.ORGANISATION: ReportingPersonKind.ORGANISATION,
}


class OperationForm(SealedTextsForm):
    """The details of an operation, without data about children."""

    name = forms.CharField(
        max_length=80,
        label=_("How colleagues call it"),
        help_text=_("Without a child's name, and without a place that gives a child away."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(choices=OperationKind, label=_("What kind"))
    led_by = forms.ChoiceField(choices=OperationLead, label=_("Led by"))
    happened_on = PastDateField(label=_("On which day"))
    expected = DigitsField(max_length=4, required=False, label=_("How many children, as you think"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["happened_on"].initial = self.today

    def to_input(self) -> OperationInput:
        """The input of the action."""
        data = self.cleaned_data
        return OperationInput(
            name=data["name"],
            kind=OperationKind(data["kind"]),
            led_by=OperationLead(data["led_by"]),
            happened_on=data["happened_on"],
            expected=data["expected"],
        )


class OperationChildForm(RecordForm):
    """One child: what is known, the first decision, and why it was made for this child."""

    child_names = forms.CharField(
        required=False,
        max_length=200,
        label=_("Name, as far as it is known"),
        label_suffix="",
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    child_gender = forms.ChoiceField(
        choices=Gender, initial=Gender.NOT_SAID, label=_("Gender, as the child says")
    )
    age_low = DigitsField(max_length=2, required=False, label=_("Youngest possible age"))
    age_high = DigitsField(max_length=2, required=False, label=_("Oldest possible age"))
    language = forms.ChoiceField(
        required=False,
        choices=languages.language_choices,
        label=_("In which language the child spoke"),
    )
    urgency = forms.ChoiceField(choices=Urgency, initial=Urgency.TODAY, label=_("How urgent"))
    concerns = forms.MultipleChoiceField(
        choices=Concern,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What you are worried about"),
    )
    what = LongTextField(label=_("How the child was found, and is now"))
    step = forms.ChoiceField(
        choices=FirstStep, widget=forms.RadioSelect, label=_("What was decided first")
    )
    rationale = ShortTextField(
        required=False,
        label=_("Why, for this child"),
        help_text=_("Words that stand for another child are not taken: each is another child."),
    )
    heard = forms.ChoiceField(
        choices=ChildParticipation, widget=forms.RadioSelect, label=_("Was heard")
    )
    her_words = ShortTextField(required=False, label=_("In the child’s words"))

    def clean(self) -> dict[str, Any]:
        """Checks that the oldest age is not below the youngest."""
        data = super().clean() or self.cleaned_data
        low, high = data.get("age_low"), data.get("age_high")
        if low is not None and high is not None and high < low:
            self.add_error("age_high", _("It is below the youngest possible age."))
        return data

    def to_input(self, led_by: OperationLead, happened_on: dt.date) -> OperationChildInput:
        """The input of the action."""
        data = self.cleaned_data
        texts = {"what": data["what"], "child_names": data["child_names"]}
        report = ReportInput(
            received_at=min(clock.now(), dt.datetime.combine(happened_on, dt.time(12), dt.UTC)),
            channel=ReportChannel.OUTREACH,
            reporter_kind=_REPORTERS.get(led_by, ReportingPersonKind.OFFICIAL),
            urgency=data["urgency"],
            concerns=data["concerns"],
            language=data["language"],
            child_gender=data["child_gender"],
            child_age_low=data["age_low"],
            child_age_high=data["age_high"],
            timing=HarmTiming.GOING_ON,
            texts={key: text for key, text in texts.items() if text},
        )
        return OperationChildInput(
            report=report,
            step=FirstStep(data["step"]),
            participation=ChildParticipation(data["heard"]),
            rationale=data["rationale"],
            her_words=data["her_words"],
        )
