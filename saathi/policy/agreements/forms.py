"""Forms of agreements and focal points: an entry, a test of a contact, an office's contact."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.infra.countries import Country
from saathi.people.forms import TextLineField
from saathi.people.languages import Language
from saathi.policy.agreements import rules
from saathi.policy.agreements.actions import ContactTestInput, OfficeContact, agreement_facts
from saathi.policy.agreements.vocabulary import (
    AgreementKind,
    AgreementSafeguard,
    AgreementScope,
    AgreementStage,
    AgreementVerification,
    ContactWay,
    FocalPointFunction,
    OfficeContactStatus,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, PastDateField, ShortTextField

BLANK_CHOICE = ("", "—")
WEB_ADDRESS = RegexValidator(
    r"https?://\S+", _("Enter an address that begins with https:// or http://.")
)


def _one_of(vocabulary: type[TextChoices], label: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[BLANK_CHOICE, *vocabulary.choices], label=label, **options)


def _any_of(vocabulary: type[TextChoices], label: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=vocabulary,
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class AgreementEntryForm(SealedTextsForm, RegisterForm):
    """An agreement: parties, stage, dates, time limits and source."""

    shows_stored_texts = False  # open data: no text here is about a child

    title = TextLineField(required=True, label=_("Title"), max_length=200)
    kind = _one_of(AgreementKind, _("Type of agreement"))
    countries = _any_of(Country, _("Countries"))
    parties = ShortTextField(
        required=False,
        rows=3,
        label=_("Parties and responsible bodies"),
        help_text=_("One on each line."),
        max_length=1000,
    )
    about = LongTextField(required=False, label=_("Summary"), max_length=2000)
    stage = _one_of(AgreementStage, _("Stage"))
    scope = _one_of(AgreementScope, _("Applies to"))
    safeguards = _any_of(AgreementSafeguard, _("Safeguards in the text"))
    signed_on = FullDateField(required=False, label=_("Signed on"))
    in_force_from = FullDateField(required=False, label=_("In force from"))
    ends_on = FullDateField(required=False, label=_("In force until"))
    date_note = TextLineField(label=_("Date as the source gives it"), max_length=200)
    protocol = forms.ChoiceField(
        required=False,
        label=_("Protocol for cross-border requests"),
        help_text=_(
            "The questions, the information that may be shared and the dates are those of the "
            "protocol, which administrators keep."
        ),
    )
    steps = ShortTextField(
        required=False,
        rows=3,
        label=_("Stages and time limits"),
        help_text=_("One stage on each line, with its time limit in days: Home study; 30"),
        max_length=2000,
    )
    annexes = ShortTextField(
        required=False,
        rows=3,
        label=_("Annexes and forms"),
        help_text=_("One on each line."),
        max_length=1000,
    )
    source = TextLineField(label=_("Source"), max_length=300)
    link = TextLineField(label=_("Link"), max_length=300, validators=[WEB_ADDRESS])
    verification = _one_of(AgreementVerification, _("Verification"))
    review_on = FullDateField(
        required=False,
        label=_("Review due"),
        help_text=_("If left blank: 6 months before the end, if there is one."),
    )

    def __init__(self, *args: Any, protocols: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "protocol", [BLANK_CHOICE, *((name, name) for name in protocols)])

    def clean_steps(self) -> str:
        """The stages; adds an error if a line has no name or its time limit is no number."""
        text: str = self.cleaned_data["steps"]
        if rules.parse_steps(text) is None:
            message = _("Enter each stage on its own line, with its days after a semicolon.")
            self.add_error("steps", message)
        return text

    def clean(self) -> dict[str, Any]:
        """Checks that the facts fit together, so that the preview of an import says it as well."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            reasons = rules.reasons_against_agreement(agreement_facts(cleaned), today=self.today)
            for reason in reasons:
                self.add_error(reason.code, gettext(reason.text))
        return cleaned

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry."""
        data = self.cleaned_data
        names = (
            "title", "kind", "countries", "parties", "about", "stage", "scope", "safeguards",
            "signed_on", "in_force_from", "ends_on", "date_note", "protocol", "steps", "annexes",
            "source", "link", "verification",
        )  # fmt: skip
        review_on = rules.agreement_review_day(data["review_on"], data["ends_on"])
        return {name: data[name] for name in names} | {"review_on": review_on}


class FocalPointForm(RegisterForm):
    """A focal point: its country, function and office; no person, and no telephone."""

    shows_stored_texts = False

    country = _one_of(Country, _("Country"))
    function = _one_of(FocalPointFunction, _("Function"))
    office = TextLineField(
        required=True,
        label=_("Office"),
        help_text=_("Name the office, not a person."),
        max_length=200,
    )
    deputy = TextLineField(label=_("Deputy office or function"), max_length=200)
    languages = _any_of(Language, _("Languages spoken"))
    since = FullDateField(required=False, label=_("Focal point since"))
    source = TextLineField(label=_("Source"), max_length=300)

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry."""
        names = ("country", "function", "office", "deputy", "languages", "since", "source")
        return {name: self.cleaned_data[name] for name in names}


class ContactTestForm(SealedTextsForm):
    """Whether an office answered when it was contacted."""

    shows_stored_texts = False

    tested_on = PastDateField(label=_("Contacted on"))
    way = _one_of(ContactWay, _("Method"))
    result = forms.ChoiceField(
        choices=[
            pair
            for pair in OfficeContactStatus.choices
            if pair[0] != OfficeContactStatus.NOT_TESTED
        ],
        widget=forms.RadioSelect,
        label=_("Result"),
    )

    def to_input(self) -> ContactTestInput:
        """The input of the action."""
        data = self.cleaned_data
        is_reached = data["result"] == OfficeContactStatus.REACHED
        return ContactTestInput(data["tested_on"], data["way"], is_reached)


class OfficeContactForm(RecordForm):
    """The official telephone and e-mail of an office."""

    shows_stored_texts = False

    telephone = TextLineField(label=_("Official telephone"), max_length=80)
    mail = forms.EmailField(required=False, label=_("Official e-mail"), max_length=200)
    hours = TextLineField(label=_("Opening hours"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Checks that there is a telephone or an e-mail."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("telephone") or cleaned.get("mail")):
            self.add_error("telephone", _("Enter a telephone number or an e-mail address."))
        return cleaned

    def to_contact(self) -> OfficeContact:
        """The input of the action."""
        data = self.cleaned_data
        return OfficeContact(data["telephone"], data["mail"], data["hours"])


class ContactPublishForm(RecordForm):
    """Publishes the contact of an office that the page shows."""

    shows_stored_texts = False

    seen = forms.UUIDField(widget=forms.HiddenInput)


def country_field() -> forms.ChoiceField:
    """The field of a list that chooses a country."""
    choices = [("", _("All")), *Country.choices]
    return forms.ChoiceField(choices=choices, required=False, label=_("Country"))
