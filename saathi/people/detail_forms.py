"""Forms that change one part of a child's identity. Only the text of a name is required."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.infra import district_list
from saathi.people import safe_contact
from saathi.people.actions import CommunicationInput, HomeAndContactInput, NationalityAndStatusInput
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.forms import (
    COUNTRY_CHOICES,
    LANGUAGE_CHOICES,
    PHONE_SEPARATORS,
    AgeForm,
    TextLineField,
)
from saathi.people.languages import Language
from saathi.people.names import Name
from saathi.people.rules import reasons_against_ending_presumption, reasons_against_interval
from saathi.people.safe_contact import SafeContactFields
from saathi.people.vocabulary import (
    AGE_BASIS_CHOICES,
    AgeBasis,
    CommunicationMode,
    DatePrecision,
    DocumentAvailability,
    Gender,
    NameKind,
    NameOwnership,
    NamePreference,
    NameSource,
    NationalityState,
    ResidenceStatus,
    YesNo,
)
from saathi.web.fields import DateInPartsField, LongTextField, PastDateField, ShortTextField


class NameForm(SealedTextsForm):
    """Form for one name: its text, whose it is, who gave it, whether the child wants it."""

    text = TextLineField(required=True, label=_("Name, as said or written"))
    kind = forms.ChoiceField(choices=NameKind, initial=NameKind.GIVEN, label=_("Type of name"))
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("Language it is written in")
    )
    given_by = TextLineField(label=_("Source of the name"))
    source = forms.ChoiceField(
        choices=NameSource, required=False, label=_("Basis of the information")
    )
    wanted = forms.ChoiceField(
        choices=NamePreference,
        required=False,
        label=_("Does the child want to be called by this name?"),
        help_text=_("The name the child prefers is shown first on the child’s file."),
    )
    note = TextLineField(label=_("Child’s comments on the name"), max_length=1000)

    def to_name(self) -> Name:
        """The valid form as input of the action."""
        values = {key: self.cleaned_data.get(key, "") for key in Name.__dataclass_fields__}
        return Name(**values)


class ChangeNameForm(NameForm):
    """Form for a name on record. It can be marked as not the child's; it is never deleted."""

    whose = forms.ChoiceField(
        choices=NameOwnership,
        required=False,
        widget=forms.RadioSelect,
        label=_("Name belongs to"),
        help_text=_("A name that is not the child’s stays on record but is not used in searches."),
    )


class ChildDetailsForm(SafeContactFields, SealedTextsForm):
    """Form for personal details and how to find and recognise the child."""

    gender = forms.ChoiceField(choices=Gender, required=False, label=_("Gender"))
    home_country = forms.ChoiceField(
        choices=district_list.country_choices,
        required=False,
        label=_("Country of usual residence"),
    )
    home_district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("Home district")
    )
    identified_on = PastDateField(
        required=False,
        label=_("Date of identification"),
        help_text=_(
            "If left blank, the day this file was opened is used. The age is calculated for "
            "this day."
        ),
    )
    address = ShortTextField(
        rows=3,
        required=False,
        label=_("Home address and current location"),
        max_length=2000,
    )
    phones = LongTextField(
        required=False,
        max_length=500,
        label=_("Telephone"),
        help_text=_("Enter one per line or separate them with commas."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
    )
    marks = TextLineField(label=_("Distinguishing features"), max_length=500)

    def to_input(self) -> HomeAndContactInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        phones = [
            phone.strip() for phone in PHONE_SEPARATORS.split(data["phones"]) if phone.strip()
        ]
        return HomeAndContactInput(
            gender=data["gender"],
            home_country=data["home_country"]
            or district_list.country_of_district(data["home_district"]),
            home_district=data["home_district"],
            identified_on=data["identified_on"],
            private={"address": data["address"], "phones": phones, "marks": data["marks"]}
            | {key: data[key] for key in safe_contact.LABELS},
        )


class OriginForm(SealedTextsForm):
    """Form for nationality, residence status and documents: each may be unknown, none decides on help."""

    nationality_state = forms.ChoiceField(
        choices=NationalityState, required=False, label=_("Nationality")
    )
    nationalities = forms.MultipleChoiceField(
        choices=COUNTRY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Nationalities, if known or disputed"),
        label_suffix="",
        help_text=_("You can choose more than one."),
    )
    residence_status = forms.ChoiceField(
        choices=ResidenceStatus,
        required=False,
        label=_("Residence status"),
        help_text=_(
            "Separate from what happened to the child. Help never depends on residence status."
        ),
    )
    papers = forms.ChoiceField(
        choices=DocumentAvailability,
        required=False,
        widget=forms.RadioSelect,
        label=_("Documents"),
        help_text=_("Assistance does not depend on documents."),
    )
    about_papers = ShortTextField(
        required=False,
        label=_("Notes: who disputes the nationality or documents, and what is needed"),
        max_length=2000,
    )

    def to_input(self) -> NationalityAndStatusInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return NationalityAndStatusInput(
            nationality_state=data["nationality_state"],
            nationalities=data["nationalities"],
            residence_status=ResidenceStatus(data["residence_status"]),
            papers=DocumentAvailability(data["papers"]),
            about_papers=data["about_papers"],
        )


class CommunicationForm(SealedTextsForm):
    """Form for how to speak with the child."""

    languages = forms.MultipleChoiceField(
        choices=Language.choices,
        required=False,
        label=_("Languages the child speaks"),
        widget=forms.CheckboxSelectMultiple,
    )
    preferred = forms.ChoiceField(
        choices=languages.choices,
        required=False,
        label=_("Preferred language"),
    )
    needs_interpreter = forms.ChoiceField(
        choices=YesNo, required=False, label=_("Interpreter needed")
    )
    ways = forms.MultipleChoiceField(
        choices=CommunicationMode,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Means of communication"),
    )
    note = ShortTextField(
        required=False,
        label=_("Communication support and preferred interpreter"),
        max_length=2000,
    )

    def to_input(self) -> CommunicationInput:
        """The valid form as input of the action; the preferred language counts as spoken."""
        data = self.cleaned_data
        spoken = list(data["languages"])
        if data["preferred"] and data["preferred"] not in spoken:
            spoken.append(data["preferred"])
        return CommunicationInput(
            languages=spoken,
            preferred=data["preferred"],
            needs_interpreter=YesNo(data["needs_interpreter"]),
            communication_modes=data["ways"],
            note=data["note"],
        )


class AgeEvidenceForm(AgeForm):
    """Form for more evidence of age in an open file.

    A running year, a birth dated by an event, or a finding.
    """

    basis = forms.ChoiceField(choices=AGE_BASIS_CHOICES, label=_("Source of the age"))
    running = forms.BooleanField(
        required=False,
        label=_("Age counted by the current year of life, not by completed years"),
    )
    event = TextLineField(
        label=_("Birth dated by a season or an event"),
        help_text=_("For example: before the flood, at the end of the harvest."),
        max_length=300,
    )
    born_from = DateInPartsField(required=False, label=_("Earliest possible date"))
    born_to = DateInPartsField(required=False, label=_("Latest possible date"))
    ends_presumption = forms.BooleanField(
        required=False,
        label=_("An authority found, with reasons, that the person is 18 or over"),
        help_text=_(
            "Until then, a person who may be under 18 is presumed to be under 18. Other "
            "evidence is kept."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Checks the interval and the ending of the presumption; errors appear at their fields."""
        cleaned = super().clean()
        if not self.errors and (interval := self._birth_interval(cleaned)) is not None:
            for reason in reasons_against_interval(interval, today=self.today):
                self.add_error("born_from", ValidationError(gettext(reason.text), reason.code))
        if cleaned.get("event") and not (cleaned.get("born_from") and cleaned.get("born_to")):
            text = _("Enter the earliest and latest possible year of birth.")
            self.add_error("born_from", ValidationError(text, code="no_years"))
        if cleaned.get("ends_presumption") and not self.errors:
            low, high = cleaned.get("age_low"), cleaned.get("age_high")
            years = AgeRange(low, high) if low is not None and high is not None else None
            basis = AgeBasis(cleaned["basis"])
            for reason in reasons_against_ending_presumption(
                basis, years, cleaned.get("age_note", "")
            ):
                self.add_error(
                    "ends_presumption", ValidationError(gettext(reason.text), reason.code)
                )
        return cleaned

    def to_evidence(self) -> tuple[AgeEvidence, ...]:
        """The evidence on the form, including a birth dated by an event."""
        interval = self._birth_interval(self.cleaned_data)
        if interval is None:
            return super().to_evidence()
        basis, today = AgeBasis(self.cleaned_data["basis"]), PartialDate.on(self.today)
        return (
            *super().to_evidence(),
            AgeEvidence(basis, born=interval, as_of=today, **self._method_fields()),
        )

    def _birth_interval(self, data: dict[str, Any]) -> PartialDate | None:
        """The interval of a birth that cannot be dated exactly; None if nothing was entered."""
        first, last = data.get("born_from"), data.get("born_to")
        if first is None or last is None:
            return None
        precision = DatePrecision.EVENT if data.get("event") else DatePrecision.RANGE
        earliest, latest = (PartialDate.gregorian(d.year, d.month, d.day) for d in (first, last))
        return PartialDate(
            precision, earliest.earliest, latest.latest, original=data.get("event", "")
        )

    def _finding_fields(self) -> dict[str, Any]:
        """The fields of a finding; a birth date beside a finding is separate evidence."""
        data = self.cleaned_data
        return {"ends_presumption": data["ends_presumption"], "running": data["running"]}
