"""The registration form: what opening a case requires, such as a name or that none is known."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.consent import rules as consent_rules
from saathi.consent.vocabulary import ChildAnswer, ChildCapacity, GuardianKind, LegalBasis
from saathi.desk.registration.assignees import WorkerChoice
from saathi.desk.registration.prefill import Prefill
from saathi.desk.registration.worker_choice import choose_worker, over_limit_field
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people.ages import AGE_OF_MAJORITY, AgeEvidence, PartialDate, age_at, age_view
from saathi.people.around.vocabulary import RelationKind
from saathi.people.forms import COUNTRY_CHOICES, LANGUAGE_CHOICES, AgeForm, TextLineField
from saathi.people.safe_contact import SafeContactFields
from saathi.people.vocabulary import AGE_BASIS_CHOICES, Gender, NameKind, NationalityState
from saathi.protection.casework.cases.vocabulary import RiskLevel
from saathi.protection.casework.concerns.vocabulary import ConcernSource
from saathi.protection.identification.intake.vocabulary import Concern, Urgency
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import PastDateField, ShortTextField

NAME_ROWS = 5
SPOKEN_ROWS, NATIONALITY_ROWS = 3, 2
_EMPTY = ("", "—")
_NOT_RECORDED = ("", _("Not recorded"))
_ADULT: Final = ValidationError(
    _("By this age the person is not a child. Correct the age, or tick below that it is right."),
    code="adult",
)
# The fields prefilled from a report (`prefill_from_report`), by the group that says so.
_REPORTED_GROUPS: Final = {
    "child": ("name_0", "gender", "age_low", "age_high", "basis", "as_of", "spoken_0"),
    "concerns": ("concerns", "urgency", "alleged"),
    "care": ("location",),
}
MYSELF, WORKER, SUPERVISOR = "me", "worker", "supervisor"
_ASSIGN_LABELS = {
    MYSELF: _("Assign to me"),
    WORKER: _("Assign to a case worker"),
    SUPERVISOR: _("To be assigned by the supervisor"),
}


def has_value(value: object) -> bool:
    """Whether a field, or a part of it, is filled in."""
    return any(value) if isinstance(value, list) else bool(value)


def _or_not_recorded(choices: type[Any]) -> list[tuple[Any, Any]]:
    return [_NOT_RECORDED, *((code, label) for code, label in choices.choices if code)]


class IdentityFields(AgeForm):
    """Names, sex, age with its source, languages and nationalities."""

    names_unknown = forms.BooleanField(required=False, label=_("The name is not known yet"))
    gender = forms.ChoiceField(
        choices=[choice for choice in _or_not_recorded(Gender) if choice[0] != Gender.NOT_SAID],
        required=False,
        label=_("Gender"),
    )
    basis = forms.ChoiceField(
        choices=[_NOT_RECORDED, *AGE_BASIS_CHOICES], required=False, label=_("Source of the age")
    )
    age_is_checked = forms.BooleanField(
        required=False, label=_("The age is right, although it is 18 or over")
    )
    nationality_state = forms.ChoiceField(
        choices=_or_not_recorded(NationalityState), required=False, label=_("Nationality status")
    )
    phones = ShortTextField(
        required=False,
        max_length=500,
        label=_("Telephone of the child"),
        help_text=_("Enter one per line or separate them with commas."),
    )
    marks = TextLineField(max_length=500, label=_("Distinguishing features"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["age_low"].label = _("Age in years, from")
        for row in range(NAME_ROWS):
            self.fields[f"name_{row}"] = TextLineField(label=_("Name of the child"))
            self.fields[f"kind_{row}"] = forms.ChoiceField(
                choices=NameKind, initial=NameKind.GIVEN, label=_("Type of name")
            )
            self.fields[f"language_{row}"] = forms.ChoiceField(
                choices=LANGUAGE_CHOICES, required=False, label=_("Language of the name")
            )
        for row in range(SPOKEN_ROWS):
            self.fields[f"spoken_{row}"] = forms.ChoiceField(
                choices=LANGUAGE_CHOICES, required=False, label=_("Language")
            )
        for row in range(NATIONALITY_ROWS):
            self.fields[f"nationality_{row}"] = forms.ChoiceField(
                choices=[_EMPTY, *COUNTRY_CHOICES], required=False, label=_("Nationality")
            )

    def more_names(self) -> list[BoundField]:
        """The collapsed fields for names: the first name's language, then the other rows."""
        names = [
            f"{part}_{row}" for row in range(NAME_ROWS) for part in ("name", "kind", "language")
        ]
        return [self[name] for name in names[2:]]

    @property
    def first_language(self) -> BoundField | None:
        """The first language if known, else None: it is then among the collapsed fields."""
        return self["spoken_0"] if self["spoken_0"].value() else None

    def added_fields(self) -> list[BoundField]:
        """The collapsed fields for languages and nationality."""
        first = 1 if self.first_language else 0
        names = [f"spoken_{row}" for row in range(first, SPOKEN_ROWS)]
        names += ["nationality_state", *(f"nationality_{row}" for row in range(NATIONALITY_ROWS))]
        return [self[name] for name in names]

    def age_fields(self) -> list[BoundField]:
        """The collapsed fields about the age, besides its range and source."""
        names = ("born", "born_calendar", "as_of", "method", "confidence", "age_note")
        return [self[name] for name in names]

    @property
    def shows_more_names(self) -> bool:
        """Whether a collapsed name field has a value."""
        rows = range(1, NAME_ROWS)
        return bool(self["language_0"].value()) or any(self[f"name_{row}"].value() for row in rows)

    @property
    def shows_added(self) -> bool:
        """Whether a language or nationality has a value."""
        return any(field.value() for field in self.added_fields())

    @property
    def shows_age(self) -> bool:
        """Whether a collapsed field about the age has a value or an error."""
        names = ("born", "method", "confidence", "age_note")
        return any(has_value(self[name].value()) or name in self.errors for name in names)

    @property
    def shows_marks(self) -> bool:
        """Whether a telephone number or distinguishing feature has a value."""
        return bool(self["phones"].value() or self["marks"].value())

    def to_evidence(self) -> tuple[AgeEvidence, ...]:
        """The evidence of the age; none without an age."""
        return super().to_evidence() if self.cleaned_data["basis"] else ()

    def clean(self) -> dict[str, Any]:
        """Requires a name or the note that it is unknown, and the source of an age."""
        cleaned = super().clean()
        named = any(cleaned.get(f"name_{row}") for row in range(NAME_ROWS))
        if not named and not cleaned.get("names_unknown"):
            text = _("Enter a name, or tick that the name is not known yet.")
            self.add_error("name_0", ValidationError(text, code="no_name"))
        has_age = cleaned.get("age_low") is not None or cleaned.get("born") is not None
        if has_age and not cleaned.get("basis") and "basis" not in self.errors:
            self.add_error("basis", _("Choose the source of the age."))
        if not self.errors and self._is_adult() and not cleaned.get("age_is_checked"):
            self.add_error("age_low", _ADULT)
        return cleaned

    def _is_adult(self) -> bool:
        """Whether the person is certainly 18 or over by what was entered."""
        born = age_view(self.to_evidence()).best_interval
        age = age_at(born, PartialDate.on(self.today))
        return age is not None and age.youngest >= AGE_OF_MAJORITY

    @property
    def asks_about_adult(self) -> bool:
        """Whether the page asks if an age of 18 or over is right."""
        is_asked = self.has_error("age_low", _ADULT.code)
        return is_asked or bool(self["age_is_checked"].value())


class SituationFields(SafeContactFields):
    """Concerns, urgency, risk level, location, caregiver and safe contact."""

    concerns = forms.MultipleChoiceField(
        choices=Concern,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Protection concerns"),
    )
    concern_source = forms.ChoiceField(
        choices=_or_not_recorded(ConcernSource), required=False, label=_("Source of the concerns")
    )
    alleged = ShortTextField(
        required=False,
        max_length=2000,
        label=_("Alleged perpetrator"),
        help_text=_("Recorded as an allegation, not as a finding."),
    )
    urgency = forms.ChoiceField(
        choices=[_EMPTY, *Urgency.choices],
        required=False,
        label=_("Urgency"),
        help_text=_("Determines when the first visit and the assessment are due."),
    )
    risk = forms.ChoiceField(
        choices=RiskLevel, required=False, widget=forms.RadioSelect, label=_("Risk level")
    )
    risk_reason = ShortTextField(
        required=False, max_length=4000, label=_("Reason for the risk level")
    )
    location = TextLineField(max_length=500, label=_("Child’s current location"))
    home_country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Home country")
    )
    home_district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("Home district")
    )
    caregiver_name = TextLineField(label=_("Name of the caregiver"))
    caregiver_kind = forms.ChoiceField(
        choices=[_EMPTY, *RelationKind.choices],
        required=False,
        label=_("Relationship of the caregiver to the child"),
    )
    caregiver_phone = TextLineField(label=_("Telephone of the caregiver"))

    def check_situation(self, cleaned: dict[str, Any]) -> None:
        """Requires the reason for a risk level, and a named caregiver's relation to the child."""
        if cleaned.get("risk") and not cleaned.get("risk_reason"):
            self.add_error("risk_reason", _("Give the reason for the risk level."))
        if cleaned.get("risk_reason") and not cleaned.get("risk") and "risk" not in self.errors:
            self.add_error("risk", _("Choose the risk level that this reason is for."))
        has_caregiver = cleaned.get("caregiver_name") or cleaned.get("caregiver_phone")
        if has_caregiver and not cleaned.get("caregiver_kind"):
            text = _("Choose the relationship of the caregiver to the child.")
            self.add_error("caregiver_kind", text)

    def split_concern_options(self) -> tuple[list[Any], list[Any]]:
        """The concern options, split into chosen ones and others."""
        options = list(self["concerns"])
        chosen = {str(code) for code in self["concerns"].value() or ()}
        marked = [option for option in options if option.data["value"] in chosen]
        return marked, [option for option in options if option.data["value"] not in chosen]


class ConsentFields(forms.Form):
    """The legal basis for working on the case; it may be left blank."""

    today: dt.date

    consent_basis = forms.ChoiceField(
        choices=_or_not_recorded(LegalBasis),
        required=False,
        label=_("Consent or legal basis for working on the case"),
    )
    consent_answer = forms.ChoiceField(
        choices=_or_not_recorded(ChildAnswer), required=False, label=_("Child’s answer")
    )
    consent_capacity = forms.ChoiceField(
        choices=_or_not_recorded(ChildCapacity),
        required=False,
        label=_("Child’s understanding"),
    )
    consent_on = PastDateField(required=False, label=_("Date of the consent or legal basis"))
    guardian_name = TextLineField(
        label=_("Name of the parent or legal guardian who consents"),
        help_text=_("This person is recorded as acting for the child from this date."),
    )
    guardian_kind = forms.ChoiceField(
        choices=[_EMPTY, *GuardianKind.choices], required=False, label=_("Type of guardian")
    )
    consent_reason = ShortTextField(
        required=False,
        max_length=4000,
        label=_("Reason, or the law or order"),
        help_text=_("Required if the legal basis is not the child’s own agreement."),
    )

    @property
    def shows_consent(self) -> bool:
        """Whether a field of the legal basis has a value or an error."""
        return any(
            has_value(self[name].value()) or name in self.errors
            for name in ConsentFields.base_fields
        )

    def check_consent(self, cleaned: dict[str, Any]) -> None:
        """Adds errors for a missing or refused legal basis, each to its field."""
        if not cleaned.get("consent_basis"):
            return
        if not cleaned.get("consent_answer"):
            self.add_error("consent_answer", _("Choose the child’s answer."))
        if not cleaned.get("consent_on") and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Enter the date."))
        needs_guardian = cleaned["consent_basis"] in consent_rules.GUARDIAN_BASES
        if needs_guardian and not (cleaned.get("guardian_name") and cleaned.get("guardian_kind")):
            self.add_error("guardian_name", _("Enter the name and type of the guardian."))
        if self.errors:
            return
        facts = consent_facts(cleaned)
        fields_by_code = {"in_the_future": "consent_on", "refused": "consent_basis"}
        for reason in consent_rules.reasons_against_legal_basis(facts, today=self.today):
            name = fields_by_code.get(reason.code, f"consent_{reason.code}")
            self.add_error(name if name in self.fields else None, gettext(reason.text))


def consent_facts(data: dict[str, Any]) -> consent_rules.ConsentFacts:
    """The legal basis in valid data, as input for the rules."""
    guardian = None
    if data["consent_basis"] in consent_rules.GUARDIAN_BASES:
        kind = GuardianKind(data["guardian_kind"])
        guardian = consent_rules.GuardianFacts(kind, starts_on=data["consent_on"])
    return consent_rules.ConsentFacts(
        basis=LegalBasis(data["consent_basis"]),
        answer=ChildAnswer(data["consent_answer"]),
        capacity=ChildCapacity(data.get("consent_capacity") or ChildCapacity.NOT_JUDGED),
        given_on=data["consent_on"],
        reason=data.get("consent_reason", ""),
        guardian=guardian,
    )


class RegistrationForm(SituationFields, ConsentFields, IdentityFields):
    """The form that registers a child and opens the case, prefilled from a report or a search."""

    assign_to = forms.ChoiceField(widget=forms.RadioSelect, label=_("Case worker"))
    worker_name = TextLineField(
        label=_("Name of the case worker"),
        help_text=_(
            "Enter the name, or one word of it. Workers of your office and district come first."
        ),
    )
    over_limit_because = over_limit_field()

    def __init__(
        self,
        *args: Any,
        prefill: Prefill,
        workers: Sequence[WorkerChoice],
        assigns: Sequence[str],
        today: dt.date,
        **options: Any,
    ) -> None:
        super().__init__(*args, initial=dict(prefill.values), today=today, **options)
        self.workers, self.reported = workers, prefill.reported
        for field in self.fields.values():
            field.label_suffix = ""  # the page says what is required
        consent_on = self.fields["consent_on"]
        assert isinstance(consent_on, PastDateField)
        consent_on.today = today
        set_choices(self, "assign_to", [(code, _ASSIGN_LABELS[code]) for code in assigns])
        if MYSELF in assigns:
            self.fields["assign_to"].initial = MYSELF
        if len(assigns) == 1:
            del self.fields["assign_to"]
        if WORKER not in assigns:
            del self.fields["worker_name"], self.fields["over_limit_because"]
        else:
            self.fields["worker_name"].widget.attrs["list"] = "workers"

    @property
    def reported_of_groups(self) -> dict[str, str]:
        """The labels of the fields prefilled from the report, by group of the page."""
        return {
            group: join_words(self.fields[name].label for name in names if name in self.reported)
            for group, names in _REPORTED_GROUPS.items()
        }

    def clean(self) -> dict[str, Any]:
        """Checks each group, and finds the case worker by the typed name."""
        cleaned = super().clean()
        self.check_situation(cleaned)
        self.check_consent(cleaned)
        cleaned["worker"] = None
        if cleaned.get("assign_to") == WORKER:
            cleaned["worker"] = self._find_worker(cleaned.get("worker_name", ""))
        return cleaned

    def add_no_supervisor(self) -> None:
        """Adds the error that no supervisor can assign the case."""
        self.add_error("assign_to", _("No supervisor was found for your office. Choose a worker."))

    def _find_worker(self, typed: str) -> WorkerChoice | None:
        because = self.cleaned_data.get("over_limit_because", "")
        worker, problems = choose_worker(self.workers, typed, because)
        for field, problem in problems.items():
            self.add_error(field, problem)
        return worker
