"""Forms for decisions of authorities, events that start a limit, and breached safeguards."""

import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.infra import clock
from saathi.infra.route_countries import country_choices
from saathi.people import record_screens as kit
from saathi.people.forms import TextLineField, clean_age_range
from saathi.protection.decisions.orders import rules
from saathi.protection.decisions.orders.actions import (
    BrokenSafeguardInput,
    LimitTriggerInput,
    SafeguardAlertInput,
)
from saathi.protection.decisions.orders.models import Order, StatusDecision
from saathi.protection.decisions.orders.vocabulary import (
    NATIONAL_AUTHORITY_CHOICES,
    AuthorityKind,
    LimitTrigger,
    OrderKind,
    Safeguard,
    SafeguardAlertState,
    SafeguardBreaker,
    StatusLayer,
)
from saathi.web.fields import LongTextField, PastDateField
from saathi.web.time_field import TimeField

NOON = dt.time(12)
NOBODY = "nobody"  # a choice in place of an authority to notify


class OrderForm(kit.DerivedForm[Order]):
    """Form for an order as in the document."""

    model = Order
    names = (
        "authority body number country kind made_on child_heard why_not_heard text conditions age_low "
        "age_high effect expires_on appeal_until appeal ended_on"
    )
    fields_by_reason: ClassVar = {
        "expires_before": "expires_on",
        "ends_before": "ended_on",
        "appeal_before": "appeal_until",
        "in_the_future": "made_on",
    }

    country = forms.ChoiceField(choices=country_choices, required=False, label=_("Country"))
    age_low = kit.derive_field(Order, "age_low", max_length=3)
    age_high = kit.derive_field(Order, "age_high", max_length=3)

    def clean(self) -> dict[str, Any]:
        """Checks that days are in order and the age is a range."""
        cleaned = super().clean() or self.cleaned_data
        cleaned |= (ages := clean_age_range(self, cleaned))
        is_empty = ages["age_low"] is None and "age_low" not in self.errors
        if cleaned.get("kind") == OrderKind.AGE and is_empty:
            self.add_error("age_low", _("Enter the declared age."))
        self.add_refusal_reasons(
            rules.reasons_against_hearing(
                cleaned.get("child_heard", ""), cleaned.get("why_not_heard", "")
            )
        )
        made_on = cleaned.get("made_on")
        if made_on is not None:
            self._check_days(cleaned, made_on)
        return cleaned

    def _check_days(self, cleaned: dict[str, Any], made_on: dt.date) -> None:
        times = rules.OrderDates(made_on, cleaned.get("expires_on"), cleaned.get("ended_on"))
        reasons = rules.reasons_against_order(
            times, appeal_until=cleaned.get("appeal_until"), today=self.today
        )
        self.add_refusal_reasons(reasons)


class StatusDecisionForm(kit.DerivedForm[StatusDecision]):
    """Form for a finding about trafficking, with its author and grounds."""

    model = StatusDecision
    names = "layer finding move decided_on grounds authority body number"

    def clean(self) -> dict[str, Any]:
        """Requires the authority for an authority's finding."""
        cleaned = super().clean() or self.cleaned_data
        is_ours = cleaned.get("layer") == StatusLayer.PRACTITIONER
        if cleaned.get("layer") and not is_ours and not cleaned.get("authority"):
            self.add_error("authority", _("Choose the authority that made the finding."))
        return cleaned


class PastMomentForm(RecordForm):
    """A past day and time; without a time it counts from the beginning of the day."""

    on = PastDateField(label=_("Date"))
    at = TimeField(label=_("Time"))

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
            self.add_error("at", _("Enter a time that is not in the future."))
        return cleaned

    def _moment(self, cleaned: dict[str, Any]) -> dt.datetime:
        return dt.datetime.combine(cleaned["on"], cleaned.get("at") or dt.time(), self.zone)

    @property
    def moment(self) -> dt.datetime:
        """The moment, with its time zone."""
        return self._moment(self.cleaned_data)


class AuthorityAssessmentForm(PastMomentForm):
    """Form for the assessment of an authority, which meets the limit after a removal."""

    assessed_by = forms.ChoiceField(
        choices=[("", _("No authority")), *NATIONAL_AUTHORITY_CHOICES],
        required=False,
        label=_("Authority that assessed the child’s best interests"),
    )
    assessed_where = TextLineField(
        max_length=500,
        label=_("Name of the authority, and where its assessment is recorded"),
        help_text=_("For example: court of Kaski, minutes of 3 March, copy in the documents."),
    )
    field_order = ("assessed_by", "assessed_where", "on", "at")


class LimitTriggerForm(PastMomentForm):
    """Form for an event that starts a limit, with country and time."""

    happening = forms.ChoiceField(
        choices=LimitTrigger, widget=forms.RadioSelect, label=_("What happened")
    )
    country = forms.ChoiceField(choices=country_choices, label=_("Country"))
    at = TimeField(
        label=_("Time"),
        help_text=_(
            "Time limits start at this time. If blank, they start at the beginning of the day."
        ),
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
    happened_on = PastDateField(label=_("Date"))
    done_by = forms.ChoiceField(
        choices=[(code, label) for code, label in SafeguardBreaker.choices if code],
        label=_("Done by"),
    )
    what = LongTextField(label=_("What happened and who did it"), max_length=8000)
    is_by_order = forms.BooleanField(required=False, label=_("Done by order of an authority"))
    authority = forms.ChoiceField(
        choices=[
            ("", _("As the procedure of your country says")),
            *NATIONAL_AUTHORITY_CHOICES,
            (NOBODY, _("No authority: notifying one would endanger the child")),
        ],
        required=False,
        label=_("Authority to notify"),
    )
    body = TextLineField(
        label=_("Name of the authority, and contact person if known"), label_suffix=""
    )
    why_nobody = LongTextField(
        required=False,
        max_length=2000,
        label=_("If no authority is notified: why it is dangerous"),
        label_suffix="",
    )

    def clean(self) -> dict[str, Any]:
        """Requires the reason if no authority is to be notified, and only then."""
        cleaned = super().clean() or self.cleaned_data
        reasons = rules.reasons_against_silence(
            cleaned.get("why_nobody", ""), is_nobody=cleaned.get("authority") == NOBODY
        )
        self.add_refusal_reasons(reasons)
        return cleaned

    def to_input(self) -> BrokenSafeguardInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return BrokenSafeguardInput(
            safeguard=Safeguard(data["safeguard"]),
            happened_on=data["happened_on"],
            authority=_authority(data["authority"]),
            is_by_order=data["is_by_order"],
            done_by=SafeguardBreaker(data["done_by"]),
            texts=self.texts(),
            why_nobody=data["why_nobody"],
        )


class SafeguardAlertForm(SealedTextsForm):
    """Form for the outcome of the alert to the authority."""

    sealed_fields = ("body", "channel", "answer", "why_not")

    alert = forms.ChoiceField(
        choices=SafeguardAlertState, widget=forms.RadioSelect, label=_("Status of the alert")
    )
    authority = forms.ChoiceField(
        choices=[("", _("No authority")), *AuthorityKind.choices],
        required=False,
        label=_("Authority to notify"),
    )
    body = TextLineField(required=True, label=_("Person or body notified"))
    notified_on = PastDateField(required=False, label=_("Informed on"))
    channel = TextLineField(label=_("Method: letter, telephone, in person"))
    answered_on = PastDateField(required=False, label=_("Date of the response"))
    answer = LongTextField(required=False, label=_("Response and action taken"), max_length=8000)
    why_not = LongTextField(
        required=False, label=_("Reason for not notifying the authority"), max_length=2000
    )

    def clean(self) -> dict[str, Any]:
        """Requires the day if notified, and the reason if not; an authority that was named stays."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["authority"] = cleaned.get("authority") or self.initial.get("authority", "")
        if not cleaned.get("alert"):
            return cleaned
        reasons = rules.reasons_against_alert(
            SafeguardAlertState(cleaned["alert"]),
            notified_on=cleaned.get("notified_on"),
            why_not=cleaned.get("why_not", ""),
            today=self.today,
            has_authority=bool(cleaned.get("authority")),
        )
        self.add_refusal_reasons(reasons, {"in_the_future": "notified_on"})
        return cleaned

    def to_input(self) -> SafeguardAlertInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return SafeguardAlertInput(
            SafeguardAlertState(data["alert"]),
            _authority(data["authority"]),
            data["notified_on"],
            data["answered_on"],
            self.texts(),
        )


def _authority(code: str) -> AuthorityKind | None:
    return AuthorityKind(code) if code and code != NOBODY else None
