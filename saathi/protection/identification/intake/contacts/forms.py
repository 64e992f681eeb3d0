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
from saathi.protection.identification.intake.queue.colleague_questions import (
    NAMED_HELP,
    NAMED_LABEL,
    ColleagueQuestionsForm,
)
from saathi.protection.identification.intake.queue.forms import NamedInReportField
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

ACCUSATION_IS_REPORT = _("If the answer is “Yes”, this is recorded as a report.")
CONTACT_SEALED_FIELDS = ("what", "reporter_name", "reporter_contact")
NOT_SAID_CHOICE = ("", _("Not recorded"))


class ContactForm(ColleagueQuestionsForm, ReceivedTimeForm):
    """A contact: its kind and channel. A silent call or a joke needs only two taps.

    Where the text names a colleague, it asks; a contact that accuses one is recorded as a report too.
    """

    question_help = ACCUSATION_IS_REPORT

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
    named = NamedInReportField(required=False, label=NAMED_LABEL, help_text=NAMED_HELP)

    def clean(self) -> dict[str, Any]:
        """Refuses text in contacts of kinds stored without text; nothing typed is discarded."""
        cleaned = super().clean()
        if cleaned.get("kind"):
            texts = {name: cleaned.get(name, "") for name in CONTACT_SEALED_FIELDS}
            for reason in rules.reasons_against_text(ContactKind(cleaned["kind"]), texts):
                self.add_error("kind", gettext(reason.text))
        if cleaned.get("kind") not in KINDS_WITHOUT_TEXT:
            typed = self.typed(("what", "reporter_contact"))
            others = self.typed(("reporter_name",))
            named = self.confirm_named_colleagues(cleaned.get("named"), typed, others)
            cleaned |= {"named": named} if named is not None else {}
        if self.is_accusing and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Enter the details: this will be a report."))
        return cleaned

    def to_input(self) -> ContactInput:
        """The input of the action; the texts of an accusation are stored only in its report."""
        data = self.cleaned_data
        if self.is_accusing:
            data = data | {"kind": ContactKind.CONCERN}
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
            texts={} if self.is_accusing else {name: data[name] for name in CONTACT_SEALED_FIELDS},
        )

    def to_report_input(self) -> ReportInput | None:
        """The report of a contact that accuses a colleague."""
        if not self.is_accusing:
            return None
        data, named = self.cleaned_data, self.cleaned_data["named"]
        return ReportInput(
            received_at=data["received_at"],
            is_time_unknown=data["is_time_unknown"],
            channel=data["channel"],
            reporter_kind=data["reporter_kind"] or ReportingPersonKind.ANONYMOUS,
            urgency=data["urgency"] or Urgency.NOT_KNOWN,
            language=data["language"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            texts={name: data.get(name, "") for name in SEALED_FIELDS},
            named_staff=[person.pk for person in named.staff],
            named_office=named.office.pk if named.office else None,
        )


class PaperContactForm(ReportForm):
    """One paper form from a day in the field: as short as possible, with the time of the event.

    Day, channel and place are kept for the next one.
    """

    question_help = ACCUSATION_IS_REPORT
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

    def may_accuse(self, cleaned: dict[str, Any]) -> bool:
        """Whether it has text; the kind may be missing or wrong."""
        return cleaned.get("kind") not in KINDS_WITHOUT_TEXT

    @property
    def is_report(self) -> bool:
        """Whether it is a concern, or accuses a colleague."""
        return bool(self.cleaned_data["kind"] == ContactKind.CONCERN or self.is_accusing)

    def to_contact_input(self) -> ContactInput:
        """The contact on the paper form; the texts of a concern are stored only in its report."""
        data = self.cleaned_data
        is_bare = data["kind"] in KINDS_WITHOUT_TEXT
        return ContactInput(
            happened_at=data["received_at"],
            channel=data["channel"],
            kind=ContactKind.CONCERN if self.is_report else data["kind"],
            reporter_kind="" if is_bare else data["reporter_kind"],
            language=data["language"],
            urgency=data["urgency"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            is_from_paper=True,
            texts={} if self.is_report else {name: data[name] for name in CONTACT_SEALED_FIELDS},
        )

    def to_report_input(self) -> ReportInput | None:
        """The report on the paper form, if it is one."""
        if not self.is_report:
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

    shows_stored_texts = True

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
        label=_("Until"),
    )
