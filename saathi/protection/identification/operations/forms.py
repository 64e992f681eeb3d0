"""Forms of an operation: the operation itself, and one child."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.infra import clock
from saathi.people import record_screens as kit
from saathi.people.forms import TextLineField
from saathi.people.languages import language_choices
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    HarmTiming,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.protection.identification.operations.vocabulary import OperationLead
from saathi.web.fields import DigitsField, LongTextField

CONCERNS = _("What you are worried about")
_REPORTERS = {
    OperationLead.POLICE: ReportingPersonKind.POLICE,
    OperationLead.BORDER: ReportingPersonKind.POLICE,
    OperationLead.ORGANISATION: ReportingPersonKind.ORGANISATION,
}
OperationForm = kit.record_form(Operation, "name kind led_by happened_on expected", __name__)


class OperationChildForm(kit.DerivedForm[FirstDecision]):
    """One child: what is known, the first decision, and why it was made for this child."""

    model = FirstDecision
    names = (
        "child_names child_gender age_low age_high language urgency concerns what "
        "step rationale heard her_words"
    )
    child_names = TextLineField(label=_("Name, as far as it is known"), label_suffix="")
    child_gender = kit.derive_field(Report, "child_gender", label=_("Gender, as the child says"))
    age_low = DigitsField(max_length=2, required=False, label=_("Youngest possible age"))
    age_high = DigitsField(max_length=2, required=False, label=_("Oldest possible age"))
    language = forms.ChoiceField(
        required=False, choices=language_choices, label=_("In which language the child spoke")
    )
    urgency = kit.derive_field(Report, "urgency", label=_("How urgent"), initial=Urgency.TODAY)
    concerns = forms.MultipleChoiceField(
        required=False, choices=Concern, widget=forms.CheckboxSelectMultiple, label=CONCERNS
    )
    what = LongTextField(label=_("How the child was found, and is now"))

    def clean(self) -> dict[str, Any]:
        """Checks that the oldest age is not below the youngest."""
        data = super().clean() or self.cleaned_data
        low, high = data.get("age_low"), data.get("age_high")
        if low is not None and high is not None and high < low:
            self.add_error("age_high", _("It is below the youngest possible age."))
        return data

    def to_report(self, operation: Operation) -> ReportInput:
        """The report of this child."""
        data = self.cleaned_data
        texts = {name: data[name] for name in ("what", "child_names") if data[name]}
        noon = dt.datetime.combine(operation.happened_on, dt.time(12), dt.UTC)
        lead = OperationLead(operation.led_by)
        return ReportInput(
            received_at=min(clock.now(), noon),
            channel=ReportChannel.OUTREACH,
            reporter_kind=_REPORTERS.get(lead, ReportingPersonKind.OFFICIAL),
            child_age_low=data["age_low"],
            child_age_high=data["age_high"],
            timing=HarmTiming.GOING_ON,
            texts=texts,
            **{name: data[name] for name in ("urgency", "concerns", "language", "child_gender")},
        )
