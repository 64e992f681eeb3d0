"""Forms for decisions of authorities, events that start a limit, and breached safeguards."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.infra import clock
from saathi.people.forms import TextLineField
from saathi.people.rules import AgeRange, reason_against_ages
from saathi.protection.decisions.orders import rules
from saathi.protection.decisions.orders.actions import (
    BrokenSafeguardInput,
    LimitTriggerInput,
    OrderInput,
    SafeguardAlertInput,
    StatusDecisionInput,
)
from saathi.protection.decisions.orders.vocabulary import (
    AlertState,
    Appeal,
    AuthorityKind,
    LegalEffect,
    LimitTrigger,
    OrderKind,
    Safeguard,
    StatusDecisionMove,
    StatusLayer,
    TraffickingFinding,
)
from saathi.protection.identification.trafficking.route_countries import country_choices
from saathi.web.fields import DigitsField, FullDateField, LongTextField, PastDateField
from saathi.web.time_field import TimeField

NOON = dt.time(12)
EMPTY_CHOICE = ("", "—")


class OrderForm(SealedTextsForm):
    """Form for an order as in the document."""

    sealed_fields = ("body", "number", "text", "conditions")

    authority = forms.ChoiceField(choices=AuthorityKind, label=_("Which body made it"))
    body = TextLineField(label=_("Its name and place"))
    number = TextLineField(label=_("Number of the order"), max_length=80)
    country = forms.ChoiceField(choices=country_choices, required=False, label=_("Country"))
    kind = forms.ChoiceField(choices=OrderKind, label=_("What it orders"))
    made_on = PastDateField(label=_("On which day it was made"))
    text = LongTextField(required=False, label=_("What it says"), max_length=8000)
    conditions = LongTextField(required=False, label=_("Its conditions"), max_length=4000)
    age_low = DigitsField(max_length=3, required=False, label=_("Declared age, from"))
    age_high = DigitsField(max_length=3, required=False, label=_("Declared age, to"))
    effect = forms.ChoiceField(
        choices=[EMPTY_CHOICE, *LegalEffect.choices],
        required=False,
        label=_("How far the declared age binds"),
        help_text=_("Only for a declaration of age. It is shown beside the other evidence."),
    )
    expires_on = FullDateField(required=False, label=_("Until when it holds"))
    appeal_until = FullDateField(required=False, label=_("Last day for an appeal"))
    appeal = forms.ChoiceField(choices=Appeal, required=False, label=_("Appeal"))
    ended_on = PastDateField(required=False, label=_("Ended or carried out on"))

    def clean(self) -> dict[str, Any]:
        """Checks that days are in order and the age is a range."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("age_low"), cleaned.get("age_high")
        low = high if low is None else low
        high = low if high is None else high
        if reason := reason_against_ages(low, high):
            is_first = self.cleaned_data.get("age_high") is None
            self.add_error("age_low" if is_first else "age_high", gettext(reason.text))
        cleaned |= {"age_low": low, "age_high": high}
        if cleaned.get("kind") == OrderKind.AGE and low is None and "age_low" not in self.errors:
            self.add_error("age_low", _("Write the age that was declared."))
        made_on = cleaned.get("made_on")
        if made_on is not None:
            self._check_days(cleaned, made_on)
        return cleaned

    def _check_days(self, cleaned: dict[str, Any], made_on: dt.date) -> None:
        times = rules.OrderDates(made_on, cleaned.get("expires_on"), cleaned.get("ended_on"))
        fields_by_reason = {
            "expires_before": "expires_on",
            "ends_before": "ended_on",
            "appeal_before": "appeal_until",
            "in_the_future": "made_on",
        }
        reasons = rules.reasons_against_order(
            times, appeal_until=cleaned.get("appeal_until"), today=self.today
        )
        self.add_refusal_reasons(reasons, fields_by_reason)

    def to_input(self) -> OrderInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        age = None if data["age_low"] is None else AgeRange(data["age_low"], data["age_high"])
        return OrderInput(
            authority=AuthorityKind(data["authority"]),
            kind=OrderKind(data["kind"]),
            made_on=data["made_on"],
            country=data["country"],
            expires_on=data["expires_on"],
            ended_on=data["ended_on"],
            appeal_until=data["appeal_until"],
            appeal=Appeal(data["appeal"]),
            age=age,
            effect=LegalEffect(data["effect"]) if data["effect"] else None,
            texts=self.texts(),
        )


class StatusDecisionForm(SealedTextsForm):
    """Form for a finding about trafficking, with its author and grounds."""

    sealed_fields = ("grounds", "body", "number")

    layer = forms.ChoiceField(
        choices=StatusLayer,
        widget=forms.RadioSelect,
        label=_("Whose finding it is"),
        help_text=_("The findings are shown side by side. No help depends on any of them."),
    )
    finding = forms.ChoiceField(
        choices=TraffickingFinding, widget=forms.RadioSelect, label=_("What was found")
    )
    move = forms.ChoiceField(
        choices=StatusDecisionMove,
        label=_("Beside an earlier finding, this one is"),
    )
    decided_on = PastDateField(label=_("On which day"))
    grounds = LongTextField(label=_("On which grounds"), max_length=8000)
    authority = forms.ChoiceField(
        choices=[EMPTY_CHOICE, *AuthorityKind.choices], required=False, label=_("Which authority")
    )
    body = TextLineField(label=_("Its name and place"))
    number = TextLineField(label=_("Number of the decision"), max_length=80)

    def clean(self) -> dict[str, Any]:
        """Requires the authority for an authority's finding."""
        cleaned = super().clean() or self.cleaned_data
        is_ours = cleaned.get("layer") == StatusLayer.PRACTITIONER
        if cleaned.get("layer") and not is_ours and not cleaned.get("authority"):
            self.add_error("authority", _("Which authority found this?"))
        return cleaned

    def to_input(self) -> StatusDecisionInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return StatusDecisionInput(
            layer=StatusLayer(data["layer"]),
            finding=TraffickingFinding(data["finding"]),
            decided_on=data["decided_on"],
            move=StatusDecisionMove(data["move"]),
            authority=AuthorityKind(data["authority"]) if data["authority"] else None,
            texts=self.texts(),
        )


class PastMomentForm(RecordForm):
    """A past day and time; without a time it counts from the beginning of the day."""

    on = PastDateField(label=_("On which day"))
    at = TimeField(label=_("At what time"))

    def __init__(self, *args: Any, time_zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = ZoneInfo(time_zone)
        day = self.fields["on"]
        assert isinstance(day, PastDateField)
        day.today = clock.today_in(time_zone)

    def clean(self) -> dict[str, Any]:
        """Refuses a time that is still to come today."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("on") and self._moment(cleaned) > clock.now():
            self.add_error("at", _("This time is still to come."))
        return cleaned

    def _moment(self, cleaned: dict[str, Any]) -> dt.datetime:
        return dt.datetime.combine(cleaned["on"], cleaned.get("at") or dt.time(), self.zone)

    @property
    def moment(self) -> dt.datetime:
        """The moment, with its time zone."""
        return self._moment(self.cleaned_data)


class LimitTriggerForm(PastMomentForm):
    """Form for an event that starts a limit, with country and time."""

    happening = forms.ChoiceField(
        choices=LimitTrigger, widget=forms.RadioSelect, label=_("What happened")
    )
    country = forms.ChoiceField(choices=country_choices, label=_("In which country"))
    at = TimeField(
        label=_("At what time"),
        help_text=_("Time limits count from it. Left empty, they count from the day’s beginning."),
    )
    field_order = ("happening", "country", "on", "at")

    def to_input(self) -> LimitTriggerInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return LimitTriggerInput(LimitTrigger(data["happening"]), data["country"], self.moment)


class BrokenSafeguardForm(SealedTextsForm):
    """Form for a fact that breached a safeguard. It is recorded in any case."""

    sealed_fields = ("what", "body")

    safeguard = forms.ChoiceField(choices=Safeguard, label=_("What happened"))
    happened_on = PastDateField(label=_("On which day"))
    what = LongTextField(label=_("What exactly happened, and who did it"), max_length=8000)
    is_by_order = forms.BooleanField(
        required=False, label=_("It was done by order of an authority")
    )
    authority = forms.ChoiceField(
        choices=AuthorityKind,
        label=_("Which authority is to be told"),
    )
    body = TextLineField(required=True, label=_("Its name, and the person there if known"))

    def to_input(self) -> BrokenSafeguardInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return BrokenSafeguardInput(
            safeguard=Safeguard(data["safeguard"]),
            happened_on=data["happened_on"],
            authority=AuthorityKind(data["authority"]),
            is_by_order=data["is_by_order"],
            texts=self.texts(),
        )


class SafeguardAlertForm(SealedTextsForm):
    """Form for the outcome of the alert to the authority."""

    sealed_fields = ("body", "channel", "answer", "why_not")

    alert = forms.ChoiceField(
        choices=AlertState, widget=forms.RadioSelect, label=_("Status of the alert")
    )
    body = TextLineField(required=True, label=_("Who is told, or was told"))
    told_on = PastDateField(required=False, label=_("Told on"))
    channel = TextLineField(label=_("How: letter, telephone, in person"))
    answered_on = PastDateField(required=False, label=_("Answered on"))
    answer = LongTextField(required=False, label=_("What was answered and done"), max_length=8000)
    why_not = LongTextField(
        required=False, label=_("Why the authority was not told"), max_length=2000
    )

    def clean(self) -> dict[str, Any]:
        """Requires the day if notified, and the reason if not."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("alert"):
            return cleaned
        reasons = rules.reasons_against_alert(
            AlertState(cleaned["alert"]),
            told_on=cleaned.get("told_on"),
            why_not=cleaned.get("why_not", ""),
            today=self.today,
        )
        self.add_refusal_reasons(reasons, {"in_the_future": "told_on"})
        return cleaned

    def to_input(self) -> SafeguardAlertInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return SafeguardAlertInput(
            AlertState(data["alert"]), data["told_on"], data["answered_on"], self.texts()
        )
