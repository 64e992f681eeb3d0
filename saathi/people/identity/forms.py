"""Forms for documents, functioning, grounds, culture, movements, background. All answers are voluntary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.people.forms import COUNTRY_CHOICES, TextLineField
from saathi.people.identity import rules
from saathi.people.identity.actions import (
    BackgroundInput,
    CultureInput,
    DiscriminationGroundsInput,
)
from saathi.people.identity.models import Background, Functioning, IdentityDocument, Movement
from saathi.people.identity.vocabulary import (
    AnsweredBy,
    DiscriminationGround,
    FactorAnswer,
    GroundsReaders,
    HouseholdBefore,
    HouseholdLivelihood,
    RestrictionEffect,
    RightIssue,
    RiskFactor,
    Schooling,
)
from saathi.people.vocabulary import YesNo
from saathi.web.fields import FullDateField, PastDateField, ShortTextField

COUNTRY_OR_EMPTY = [("", "—"), *COUNTRY_CHOICES]
MIN_MOVEMENT_YEAR = 1950  # earliest year of a movement; no child here is that old


class IdentityDocumentForm(kit.DerivedForm[IdentityDocument]):
    """Form for one document."""

    model = IdentityDocument
    names = "kind state keeper country number ends_on note"
    keeper = kit.derive_field(IdentityDocument, "keeper", label_suffix="")
    country = forms.ChoiceField(
        choices=COUNTRY_OR_EMPTY, required=False, label=_("Issuing country")
    )


class FunctioningForm(kit.DerivedForm[Functioning]):
    """Form for the six questions of the Washington Group Short Set; each may be left blank."""

    model = Functioning
    names = (
        "asked_on answered_by seeing hearing walking remembering self_care communicating helps note"
    )


class DiscriminationGroundsForm(SealedTextsForm):
    """Form for the grounds of discrimination, if the child wants to report them."""

    sealed_fields = ("words", "done")

    grounds = forms.MultipleChoiceField(
        choices=DiscriminationGround,
        widget=forms.CheckboxSelectMultiple,
        label=_("Grounds of discrimination"),
        help_text=_("Record only what the child wants to say. Do not ask for it or guess."),
    )
    words_said = ShortTextField(required=False, label=_("In the child’s words"), max_length=4000)
    done = ShortTextField(required=False, label=_("Action taken"), max_length=4000)
    stated_on = PastDateField(label=_("Date"))
    readers = forms.ChoiceField(
        choices=GroundsReaders,
        initial=GroundsReaders.TEAM,
        widget=forms.RadioSelect,
        label=_("Who can see this, as the child decided"),
    )

    def to_input(self) -> DiscriminationGroundsInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return DiscriminationGroundsInput(
            stated_on=data["stated_on"],
            readers=GroundsReaders(data["readers"]),
            grounds=data["grounds"],
            texts={"words": data["words_said"], "done": data["done"]},
        )


class CultureForm(SealedTextsForm):
    """Form for the child's language and religion, and how both are maintained."""

    sealed_fields = ("religion", "practice", "plan", "who", "wishes")

    mother_tongue = forms.ChoiceField(
        choices=languages.language_choices, required=False, label=_("Child’s first language")
    )
    has_speakers = forms.ChoiceField(
        choices=YesNo,
        required=False,
        label=_("Is there anyone nearby who speaks this language?"),
    )
    plan = ShortTextField(
        rows=3,
        required=False,
        label=_("Plan for maintaining the language (school, books, people, calls home)"),
        max_length=4000,
    )
    who = TextLineField(label=_("Person responsible"))
    religion = TextLineField(
        label=_("Religion or belief (only if the child wants to say)"),
        label_suffix="",
        help_text=_(
            "Used only to support the child’s religious practice, never to separate or "
            "place children."
        ),
    )
    practice = ShortTextField(
        required=False,
        label=_("Food, dress, prayer, festivals and customs important to the child"),
        max_length=4000,
    )
    wishes = ShortTextField(
        required=False,
        label=_("Child’s wishes, in the child’s own words"),
        max_length=4000,
    )
    review_on = FullDateField(required=False, label=_("Review date"))

    def to_input(self) -> CultureInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return CultureInput(
            mother_tongue=data["mother_tongue"],
            has_speakers=YesNo(data["has_speakers"]),
            review_on=data["review_on"],
            texts=self.texts(),
        )


class MovementForm(kit.DerivedForm[Movement]):
    """Form for one movement. Moving is neither a fault nor a harm; what it exposed the child to may be."""

    model = Movement
    names = "kind with_whom year from_country to_country effects rights account"
    from_country = forms.ChoiceField(
        choices=COUNTRY_OR_EMPTY, required=False, label=_("Country of departure")
    )
    to_country = forms.ChoiceField(
        choices=COUNTRY_OR_EMPTY, required=False, label=_("Country of destination")
    )
    effects = forms.MultipleChoiceField(
        choices=RestrictionEffect,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Effects of a travel ban or border control on the child"),
    )
    rights = forms.MultipleChoiceField(
        choices=RightIssue,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Rights at stake"),
    )

    def clean(self) -> dict[str, Any]:
        """Checks that the year is in the past and within a lifetime."""
        cleaned = super().clean() or self.cleaned_data
        year = cleaned.get("year")
        if year is not None and not MIN_MOVEMENT_YEAR <= year <= self.today.year:
            self.add_error("year", _("Enter a year with four digits that is not in the future."))
        return cleaned


class BackgroundForm(SealedTextsForm):
    """Form for the child's earlier life and risk factors. A blank answer means not asked."""

    sealed_fields = ("account", "strengths")

    stated_on = PastDateField(label=_("Date"))
    answered_by = forms.ChoiceField(choices=AnsweredBy, label=_("Answered by"))
    lived_with = forms.ChoiceField(
        choices=[("", _("Not asked")), *HouseholdBefore.choices],
        required=False,
        label=_("Previous living arrangement"),
    )
    schooling = forms.ChoiceField(
        choices=[("", _("Not asked")), *Schooling.choices], required=False, label=_("School")
    )
    lived_from = forms.ChoiceField(
        choices=[("", _("Not asked")), *HouseholdLivelihood.choices],
        required=False,
        label=_("Household livelihood"),
    )
    account = ShortTextField(rows=3, required=False, label=_("Account, as given"), max_length=8000)
    strengths = ShortTextField(
        rows=3,
        required=False,
        label=_("Protective factors: people and circumstances that helped the child"),
        max_length=4000,
    )

    def __init__(self, *args: Any, background: Background | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        answers = rules.factor_answers(background) if background else {}
        for factor in RiskFactor:
            self.fields[_name_of(factor)] = forms.ChoiceField(
                choices=FactorAnswer,
                required=False,
                label=factor.label,
                initial=answers.get(factor, FactorAnswer.NOT_ASKED),
            )
        self.order_fields([name for name in self.fields if name not in self.sealed_fields])

    def clean(self) -> dict[str, Any]:
        """Requires at least one answer or text: an empty record has no meaning."""
        cleaned = super().clean() or self.cleaned_data
        about = ("lived_with", "schooling", "lived_from", *self.sealed_fields)
        if not self.errors and not any(cleaned.get(name) for name in (*about, *_FACTORS)):
            self.add_error(
                None,
                _("Answer at least one question. Questions that were not asked need no record."),
            )
        return cleaned

    def to_input(self) -> BackgroundInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return BackgroundInput(
            stated_on=data["stated_on"],
            answered_by=AnsweredBy(data["answered_by"]),
            lived_with=HouseholdBefore(data["lived_with"]) if data["lived_with"] else None,
            schooling=Schooling(data["schooling"]) if data["schooling"] else None,
            lived_from=HouseholdLivelihood(data["lived_from"]) if data["lived_from"] else None,
            answers={factor: FactorAnswer(data[_name_of(factor)]) for factor in RiskFactor},
            texts=self.texts(),
        )


def _name_of(factor: RiskFactor) -> str:
    return f"factor_{factor.value}"


_FACTORS = tuple(_name_of(factor) for factor in RiskFactor)
