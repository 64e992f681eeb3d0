"""Forms of facilities: an entry, a record of a licence, an address."""

from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import AgencyChoiceField
from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.agencies.models import Agency, Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.infra import district_list
from saathi.people.forms import TextLineField
from saathi.people.languages import Language
from saathi.protection.care.facilities import rules
from saathi.protection.care.facilities.actions import FacilityAddressInput, place_groups
from saathi.protection.care.facilities.rules import LicenceInput
from saathi.protection.care.facilities.vocabulary import (
    FAMILY_KIND,
    AddressClass,
    FacilityAccessibility,
    FacilityKind,
    FacilityOperatorKind,
    FacilityService,
    LicenceStatus,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import DigitsField, FullDateField, LongTextField, ShortTextField

BLANK_CHOICE = ("", "—")
COLUMNS = (
    "name", "kind", "operator", "operator_kind", "country", "district", "about",
    "girls_places", "girls_age_low", "girls_age_high", "boys_places", "boys_age_low",
    "boys_age_high", "mixed_places", "mixed_age_low", "mixed_age_high", "day_ratio", "night_ratio",
    "services", "languages", "accessible", "source", "review_on",
)  # fmt: skip


def _any_of(vocabulary: type[TextChoices], label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=vocabulary, label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


def _number(label: Any, digits: int = 2, **options: Any) -> DigitsField:
    return DigitsField(max_length=digits, required=False, label=label, **options)


class FacilityForm(SealedTextsForm, RegisterForm):
    """A facility: operator, kind, places by sex and age, staff, services. Its address is elsewhere."""

    shows_stored_texts = False  # open data: no text here is about a child

    name = TextLineField(required=True, label=_("Name of the facility"), max_length=160)
    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *FacilityKind.choices, FAMILY_KIND], label=_("Type of facility")
    )
    operator = TextLineField(required=True, label=_("Operator"), max_length=160)
    operator_kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *FacilityOperatorKind.choices], label=_("Type of operator")
    )
    run_by = AgencyChoiceField(
        required=False,
        label=_("Agency in Saathi operating the facility"),
        help_text=_("Staff of this agency do not inspect the facility."),
    )
    country = forms.ChoiceField(choices=district_list.country_choices, label=_("Country"))
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    about = LongTextField(
        required=False,
        label=_("Description"),
        help_text=_("All staff can read this. Do not enter the address."),
        max_length=2000,
    )
    girls_places = _number(_("Places for girls"), 4)
    girls_age_low = _number(_("Girls: minimum age"))
    girls_age_high = _number(_("Girls: maximum age"))
    boys_places = _number(_("Places for boys"), 4)
    boys_age_low = _number(_("Boys: minimum age"))
    boys_age_high = _number(_("Boys: maximum age"))
    mixed_places = _number(_("Places for children of any sex"), 4)
    mixed_age_low = _number(_("Any sex: minimum age"))
    mixed_age_high = _number(_("Any sex: maximum age"))
    day_ratio = _number(_("Children for each caregiver by day"), 3)
    night_ratio = _number(_("Children for each caregiver awake at night"), 3)
    services = _any_of(FacilityService, _("Services in the facility"))
    languages = _any_of(Language, _("Languages spoken"))
    accessible = _any_of(FacilityAccessibility, _("Accessibility for children with disabilities"))
    source = TextLineField(label=_("Source"), max_length=300)
    review_on = FullDateField(required=False, label=_("Review due"))

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "run_by", agencies)

    def clean(self) -> dict[str, Any]:
        """Checks that the facts fit together, so that the preview of an import says it as well."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            for reason in rules.reasons_against_facility(cleaned["kind"], place_groups(cleaned)):
                self.add_error(reason.code, gettext(reason.text))
        return cleaned

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry."""
        return {name: self.cleaned_data[name] for name in (*COLUMNS, "run_by")}


class LicenceForm(SealedTextsForm):
    """What an authority decided about the licence of a facility."""

    shows_stored_texts = False

    status = forms.ChoiceField(choices=[BLANK_CHOICE, *LicenceStatus.choices], label=_("Licence"))
    authority = TextLineField(label=_("Authority"), max_length=160)
    number = TextLineField(label=_("Licence number"), max_length=80)
    from_on = FullDateField(
        label=_("From"), help_text=_("If it never applied: the day on which this was found.")
    )
    until_on = FullDateField(required=False, label=_("Valid until"))
    conditions = ShortTextField(required=False, rows=3, label=_("Conditions"), max_length=1000)

    def to_input(self) -> LicenceInput:
        """The input of the action."""
        data = self.cleaned_data
        return LicenceInput(
            status=data["status"],
            from_on=data["from_on"],
            until_on=data["until_on"],
            authority=data["authority"],
            number=data["number"],
            conditions=data["conditions"],
        )


class LicenceErrorForm(RecordForm):
    """Why the record of a licence is an error."""

    shows_stored_texts = False

    why = ShortTextField(label=_("Reason"), max_length=300)


class FacilityAddressForm(RecordForm):
    """The address of a facility, and who reads it."""

    shows_stored_texts = False

    address_class = forms.ChoiceField(
        choices=AddressClass,
        widget=forms.RadioSelect,
        label=_("Who can read the address"),
        help_text=_(
            "“Public”: all staff. “Staff only”: staff who work on cases or manage this register. "
            "“Restricted”: only those who manage the register in your agency."
        ),
    )
    address = TextLineField(label=_("Address"), max_length=300)
    telephone = TextLineField(label=_("Telephone"), max_length=80)

    def to_input(self) -> FacilityAddressInput:
        """The input of the action."""
        data = self.cleaned_data
        return FacilityAddressInput(data["address_class"], data["address"], data["telephone"])


class FacilityAddressPublishForm(RecordForm):
    """Publishes the address of a facility that the page shows."""

    shows_stored_texts = False

    seen = forms.UUIDField(widget=forms.HiddenInput)
