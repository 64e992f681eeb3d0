"""Forms of the directory: an entry, a search, a check of the details."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import AgencyChoiceField
from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Agency, Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.infra import district_list
from saathi.people import languages
from saathi.people.forms import TextLineField
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facility_incidents.fields import FacilityChoiceField
from saathi.protection.casework.services.actions.directory import ServiceInput, verification
from saathi.protection.casework.services.forms.fields import (
    BLANK_CHOICE,
    CheckboxChoicesField,
    LanguagesField,
    age_field,
    check_age_order,
)
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.vocabulary import (
    ChildFriendlyFeature,
    InclusivePractice,
    ServedGender,
    ServiceAccessibility,
    ServiceCost,
    ServiceKind,
)
from saathi.web.choice_search import LocalChoicesFirstForm
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, PastDateField

SHELTER_IS_FACILITY = _(
    "Shelters and other accommodation are entered once, in the register of facilities. Then choose "
    "“Offer a facility” in the list of services."
)


class ServiceForm(SealedTextsForm, RegisterForm):
    """An entry of the directory. No field makes help depend on where a child is from."""

    shows_stored_texts = False  # open data: no text here is about a child

    name = TextLineField(required=True, label=_("Name of the service"), max_length=160)
    organisation = TextLineField(required=True, label=_("Organisation"), max_length=160)
    kinds = CheckboxChoicesField(choices=ServiceKind, required=True, label=_("Type of service"))
    about = LongTextField(required=False, label=_("Description"), max_length=2000)
    age_low = age_field(_("Minimum age"))
    age_high = age_field(_("Maximum age"))
    serves = CheckboxChoicesField(
        choices=ServedGender,
        label=_("Children accepted"),
        help_text=_("Leave blank if all children are accepted."),
    )
    languages = LanguagesField(label=_("Languages spoken"))
    accessible = CheckboxChoicesField(
        choices=ServiceAccessibility, label=_("Accessibility for children with disabilities")
    )
    respects = CheckboxChoicesField(choices=InclusivePractice, label=_("Inclusive practice"))
    friendly = CheckboxChoicesField(choices=ChildFriendlyFeature, label=_("Child-friendly"))
    country = forms.ChoiceField(choices=district_list.country_choices, label=_("Country"))
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    area = TextLineField(label=_("Area covered"), max_length=200)
    is_place_secret = forms.BooleanField(
        required=False,
        label=_("Confidential location"),
        help_text=_("For shelters whose address must not be known. No address is stored."),
    )
    address = TextLineField(label=_("Address"), max_length=300)
    phone = TextLineField(label=_("Telephone"), max_length=80)
    contact = TextLineField(label=_("Contact person, e-mail or website"), max_length=200)
    opening = TextLineField(label=_("Opening hours"), max_length=200)
    cost = forms.ChoiceField(choices=ServiceCost, initial=ServiceCost.NOT_KNOWN, label=_("Cost"))
    run_by = AgencyChoiceField(
        required=False,
        label=_("Agency in Saathi running the service"),
        help_text=_("That agency can then answer referrals in Saathi."),
    )
    verified_on = PastDateField(required=False, label=_("Last checked on"))

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "run_by", agencies)

    def clean(self) -> dict[str, Any]:
        """Checks the order of ages, that a secret place has no address, and who offers accommodation."""
        cleaned = super().clean() or self.cleaned_data
        if ServiceKind.SHELTER in cleaned.get("kinds", ()):
            self.add_error("kinds", SHELTER_IS_FACILITY)
        check_age_order(self)
        if cleaned.get("is_place_secret") and cleaned.get("address"):
            self.add_error("address", _("The location is confidential: leave the address blank."))
        return cleaned

    def entry_values(self, actor: Staff) -> dict[str, Any]:
        """The columns of the entry; those of a check only if a day was entered."""
        checked = verification(self.cleaned_data["verified_on"], actor)
        return self.to_input().columns() | checked

    def to_input(self) -> ServiceInput:
        """The input of the action."""
        data = self.cleaned_data
        names = (
            "name", "organisation", "kinds", "country", "about", "age_low", "age_high", "serves",
            "languages", "accessible", "respects", "friendly", "district", "area",
            "is_place_secret", "address", "phone", "contact", "opening", "cost",
        )  # fmt: skip
        run_by = data["run_by"]
        return ServiceInput(
            **{name: data[name] for name in names}, run_by_id=run_by.pk if run_by else None
        )


# What the register of facilities says, so that no one enters it again.
OF_FACILITY = (
    "name", "organisation", "age_low", "age_high", "serves", "languages", "accessible", "country",
    "district", "is_place_secret", "address", "run_by",
)  # fmt: skip


class FacilityServiceForm(ServiceForm):
    """How children are referred to a facility of the register, which says all the rest."""

    facility = FacilityChoiceField(
        label=_("Facility"),
        help_text=_(
            "Name, operator, place, ages, languages and accessibility come from the register of "
            "facilities."
        ),
    )
    field_order = ("facility", "kinds", "about")

    def __init__(
        self,
        *args: Any,
        agencies: QuerySet[Agency],
        offered: QuerySet[Facility],
        entry: Service | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, agencies=agencies, **options)
        self.entry = entry
        for name in OF_FACILITY:
            del self.fields[name]
        if entry is None:
            set_choices(self, "facility", offered)
        else:  # an entry stays with its facility
            del self.fields["facility"]

    def clean(self) -> dict[str, Any]:
        """Nothing else to check: the register has checked what it says."""
        return super(ServiceForm, self).clean() or self.cleaned_data

    def to_input(self) -> ServiceInput:
        """The input of the action; the database copies what the register says."""
        data = self.cleaned_data
        home = data.get("facility") or (self.entry.facility if self.entry else None)
        assert home is not None
        names = (
            "kinds",
            "about",
            "respects",
            "friendly",
            "area",
            "phone",
            "contact",
            "opening",
            "cost",
        )
        kept = ("age_low", "age_high", "serves", "languages", "accessible")
        said = {name: getattr(self.entry, name) for name in kept} if self.entry else {}
        return ServiceInput(
            **{name: data[name] for name in names},
            **said,
            name=home.name,
            organisation=home.operator,
            country=home.country,
            district=home.district,
            run_by_id=home.run_by_id,
            facility_id=home.pk,
        )


class ServiceListState(TextChoices):
    """Which entries a list shows."""

    CURRENT = "", _("Offered now")
    WAITING = "waiting", _("Waiting for a second person")
    CHANGED = "changed", _("Changes to be confirmed")
    DRAFT = "draft", _("Drafts")
    STALE = "stale", _("Details need checking")
    REVIEW = "review", _("Our entries to check")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ServiceFilterForm(LocalChoicesFirstForm):
    """A search in the directory. It has no field for where a child is from."""

    q = forms.CharField(required=False, max_length=80, label=_("Name, organisation or place"))
    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *ServiceKind.choices], required=False, label=_("Type of service")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    age = age_field(_("Age of the child"))
    serves = forms.ChoiceField(
        choices=[BLANK_CHOICE, *ServedGender.choices], required=False, label=_("Children accepted")
    )
    language = forms.ChoiceField(
        choices=languages.language_choices, required=False, label=_("Language")
    )
    accessible = forms.ChoiceField(
        choices=[BLANK_CHOICE, *ServiceAccessibility.choices],
        required=False,
        label=_("Accessibility for children with disabilities"),
    )
    state = forms.ChoiceField(choices=ServiceListState.choices, required=False, label=_("Entries"))


class ServiceVerifyForm(SealedTextsForm):
    """The day on which the details of the entry were checked."""

    shows_stored_texts = False

    verified_on = PastDateField(label=_("Checked on"))
    review_on = FullDateField(
        required=False,
        label=_("Review due"),
        help_text=_("If left blank: 6 months after the check."),
    )

    @property
    def verification_day(self) -> dt.date:
        """The day."""
        day: dt.date = self.cleaned_data["verified_on"]
        return day
