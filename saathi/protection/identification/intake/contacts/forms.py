"""Forms for a contact, its referrals, and paper forms entered later."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.infra import clock, district_list
from saathi.people.forms import LANGUAGE_CHOICES, TextLineField
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.contacts.actions import (
    ContactInput,
    ContactReferralFollowUpInput,
    ContactReferralInput,
)
from saathi.protection.identification.intake.forms import (
    SEALED_FIELDS,
    ReceivedTimeForm,
    ReportForm,
)
from saathi.protection.identification.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ContactHelpGiven,
    ContactKind,
    ContactOutcome,
    ContactReferralKind,
    ContactReferralState,
    ContactTopic,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.web.fields import LongTextField, PastDateField

CONTACT_SEALED_FIELDS = ("what", "reporter_name", "reporter_contact")
NOT_SAID_CHOICE = ("", _("Not recorded"))


class ContactForm(ReceivedTimeForm):
    """A contact: its kind and channel. A silent call or a joke needs only two taps."""

    kind = forms.ChoiceField(
        choices=ContactKind, widget=forms.RadioSelect, label=_("Type of contact")
    )
    channel = forms.ChoiceField(choices=ReportChannel, label=_("Channel"))
    urgency = forms.ChoiceField(
        choices=Urgency,
        required=False,
        label=_("Urgency"),
    )
    reporter_kind = forms.ChoiceField(
        choices=[NOT_SAID_CHOICE, *ReportingPersonKind.choices],
        required=False,
        label=_("Person making contact"),
    )
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("Language spoken")
    )
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    asked_about = forms.MultipleChoiceField(
        choices=ContactTopic,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Topics"),
    )
    given = forms.MultipleChoiceField(
        choices=ContactHelpGiven,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Immediate help given"),
    )
    what = LongTextField(
        required=False,
        label=_("Content of the contact"),
        help_text=_("Only if follow-up is needed. Stored encrypted."),
    )
    reporter_name = TextLineField(label=_("Name, if the person agrees to give it"), label_suffix="")
    reporter_contact = TextLineField(label=_("Safe contact details"))

    def clean(self) -> dict[str, Any]:
        """Refuses text in contacts of kinds stored without text; nothing typed is discarded."""
        cleaned = super().clean()
        if cleaned.get("kind"):
            texts = {name: cleaned.get(name, "") for name in CONTACT_SEALED_FIELDS}
            for reason in rules.reasons_against_text(ContactKind(cleaned["kind"]), texts):
                self.add_error("kind", gettext(reason.text))
        return cleaned

    def to_input(self) -> ContactInput:
        """The input of the action."""
        data = self.cleaned_data
        return ContactInput(
            happened_at=data["received_at"],
            channel=data["channel"],
            kind=data["kind"],
            reporter_kind=data["reporter_kind"],
            language=data["language"],
            urgency=data["urgency"] or Urgency.NOT_KNOWN,
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            asked_about=data["asked_about"],
            given=data["given"],
            texts={name: data[name] for name in CONTACT_SEALED_FIELDS},
        )


class PaperContactForm(ReportForm):
    """One paper form from a day in the field: as short as possible, with the time of the event.

    Day, channel and place are kept for the next one.
    """

    kind = forms.ChoiceField(choices=ContactKind, label=_("Type of contact"))
    KEEPS = ("channel", "district", "language")  # initial values for the next paper form

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].required = False  # most types of contact have no text
        day = self.fields["received_on"]
        day.required, day.label = True, _("Date on the paper form")
        day.help_text = _("The date of the event, not today’s date.")

    def clean(self) -> dict[str, Any]:
        """Requires text for a concern; any other contact has no text about a person."""
        cleaned = super().clean()
        kind = cleaned.get("kind", ContactKind.CONCERN)
        if kind == ContactKind.CONCERN and not cleaned.get("what"):
            self.add_error("what", self.fields["what"].error_messages["required"])
        if cleaned.get("kind"):
            texts = {name: cleaned.get(name, "") for name in SEALED_FIELDS}
            for reason in rules.reasons_against_text(ContactKind(cleaned["kind"]), texts):
                self.add_error("kind", gettext(reason.text))
        return cleaned

    def is_report(self, cleaned: dict[str, Any]) -> bool:
        """Whether it is a concern."""
        return bool(cleaned.get("kind") == ContactKind.CONCERN)

    def to_contact_input(self) -> ContactInput:
        """The contact on the paper form; the texts of a concern are stored only in its report."""
        data = self.cleaned_data
        is_concern = data["kind"] == ContactKind.CONCERN
        is_bare = data["kind"] in KINDS_WITHOUT_TEXT
        return ContactInput(
            happened_at=data["received_at"],
            channel=data["channel"],
            kind=data["kind"],
            reporter_kind="" if is_bare else data["reporter_kind"],
            language=data["language"],
            urgency=data["urgency"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            is_from_paper=True,
            texts={} if is_concern else {name: data[name] for name in CONTACT_SEALED_FIELDS},
        )

    def to_report_input(self) -> ReportInput | None:
        """The report on the paper form, if it is a concern."""
        if self.cleaned_data["kind"] != ContactKind.CONCERN:
            return None
        return ReportInput(**vars(self.to_input()) | {"is_from_paper": True})

    def next_form_query(self) -> dict[str, str]:
        """The URL query for the next paper form: a day and codes, nothing personal."""
        data = self.cleaned_data
        day: dt.date = data["received_on"]
        return {"day": day.isoformat()} | {name: data[name] for name in self.KEEPS if data[name]}


class ContactReferralForm(SealedTextsForm):
    """The service a person is referred to. The person's wish decides, not our opinion."""

    sealed_fields = ("to", "whom", "what")

    kind = forms.ChoiceField(
        choices=ContactReferralKind, widget=forms.RadioSelect, label=_("Purpose")
    )
    to = TextLineField(required=True, label=_("Referred to: service, office or person"))
    whom = TextLineField(label=_("Person who needs help, and safe contact details"), max_length=500)
    what = LongTextField(required=False, label=_("Needs"), max_length=2000)
    state = forms.ChoiceField(
        choices=[
            (state.value, state.label)
            for state in (
                ContactReferralState.OFFERED,
                ContactReferralState.AGREED,
                ContactReferralState.DECLINED,
            )
        ],
        widget=forms.RadioSelect,
        label=_("Person’s response"),
    )

    def to_input(self) -> ContactReferralInput:
        """The input of the action."""
        data = self.cleaned_data
        kind, state = ContactReferralKind(data["kind"]), ContactReferralState(data["state"])
        return ContactReferralInput(kind, state, clock.now(), self.texts())


class ContactReferralFollowUpForm(SealedTextsForm):
    """The outcome of a referral."""

    shows_words = True

    state = forms.ChoiceField(
        choices=ContactReferralState, widget=forms.RadioSelect, label=_("Current status")
    )
    answered_on = PastDateField(required=False, label=_("Date"))
    answer = LongTextField(required=False, label=_("Details"), max_length=2000)

    def to_input(self) -> ContactReferralFollowUpInput:
        """The input of the action."""
        data = self.cleaned_data
        return ContactReferralFollowUpInput(
            ContactReferralState(data["state"]), data["answered_on"], data["answer"]
        )


ANY_CHOICE = ("", _("Any"))


class ContactFilterForm(forms.Form):
    """The filter of a list of contacts. It holds nothing personal, because it is part of the URL."""

    kind = forms.ChoiceField(
        choices=[ANY_CHOICE, *ContactKind.choices], required=False, label=_("Type of contact")
    )
    channel = forms.ChoiceField(
        choices=[ANY_CHOICE, *ReportChannel.choices], required=False, label=_("Channel")
    )
    became = forms.ChoiceField(
        choices=[ANY_CHOICE, *ContactOutcome.choices], required=False, label=_("Outcome")
    )
    day = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
        label=_("To date"),
    )
