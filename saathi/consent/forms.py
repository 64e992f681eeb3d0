"""Forms for consent, guardians, information and decisions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.consent import rules
from saathi.consent.actions import ConsentInput, DecisionInput
from saathi.consent.guardian_facts import facts_of_guardian
from saathi.consent.models import Accompaniment, Guardian, Information, OthersView
from saathi.consent.vocabulary import (
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    ConsentScope,
    DecisionKind,
    DecisionMaker,
    LegalBasis,
)
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.people.forms import TextLineField
from saathi.web.fields import FullDateField, PastDateField, ShortTextField


class GuardianForm(kit.DerivedForm[Guardian]):
    """Form for a guardian, including conflicts of interest."""

    model = Guardian
    names = (
        "name kind contact starts_on ends_on order is_independent has_conflict may_be_involved note"
    )

    def clean(self) -> dict[str, Any]:
        """Checks that the end is not before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        ends, starts = cleaned.get("ends_on"), cleaned.get("starts_on")
        if ends and starts and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return cleaned


class AccompanimentForm(kit.DerivedForm[Accompaniment]):
    """Form for whether the child is accompanied."""

    model = Accompaniment
    names = "state as_of"


class OthersViewForm(kit.DerivedForm[OthersView]):
    """Form for what another person says about a decision."""

    model = OthersView
    names = "speaker name said_on about words_said"


class ConsentForm(SealedTextsForm):
    """Form for the legal basis of a step or of sharing data."""

    sealed_fields = ("recipient", "withheld", "her_words")

    scopes = forms.MultipleChoiceField(
        choices=ConsentScope, widget=forms.CheckboxSelectMultiple, label=_("What it is for")
    )
    recipient = TextLineField(label=_("Who gets to know or to do it"))
    withheld = TextLineField(label=_("What is withheld, and from whom"), max_length=500)
    basis = forms.ChoiceField(
        choices=LegalBasis, widget=forms.RadioSelect, label=_("On what it rests")
    )
    answer = forms.ChoiceField(
        choices=ChildAnswer, widget=forms.RadioSelect, label=_("What the child answered")
    )
    her_words = ShortTextField(required=False, label=_("In the child’s words"), max_length=4000)
    capacity = forms.ChoiceField(choices=ChildCapacity, label=_("Did the child understand it?"))
    language = forms.ChoiceField(
        choices=languages.language_choices, required=False, label=_("In which language")
    )
    guardian = forms.ChoiceField(required=False, label=_("Which guardian consented"))
    reason = ShortTextField(
        required=False,
        label=_("Why, or which law or order"),
        help_text=_("Needed where it does not rest on what the child wants."),
        max_length=4000,
    )
    given_on = PastDateField(label=_("On which day"))
    ends_on = FullDateField(required=False, label=_("Until which day"))

    def __init__(self, *args: Any, guardians: Sequence[tuple[Guardian, str]], **o: Any) -> None:
        super().__init__(*args, **o)
        self.guardians = {str(guardian.pk): guardian for guardian, _name in guardians}
        choice = self.fields["guardian"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "—"), *((str(guardian.pk), name) for guardian, name in guardians)]

    def clean(self) -> dict[str, Any]:
        """Adds each reason of the rules to its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            reasons = rules.reasons_against_consent(self.to_facts(), today=self.today)
            fields_by_reason = {
                "ends_before": "ends_on",
                "in_the_future": "given_on",
                "not_acting": "guardian",
                "may_be_involved": "guardian",
                "conflict": "guardian",
                "refused": "basis",
            }
            self.add_refusal_reasons(reasons, fields_by_reason)
        return cleaned

    def to_facts(self) -> rules.ConsentFacts:
        """The form as input of the rules."""
        data = self.cleaned_data
        guardian = self.guardians.get(data["guardian"])
        return rules.ConsentFacts(
            basis=LegalBasis(data["basis"]),
            answer=ChildAnswer(data["answer"]),
            capacity=ChildCapacity(data["capacity"]),
            given_on=data["given_on"],
            ends_on=data["ends_on"],
            reason=data["reason"],
            guardian=facts_of_guardian(guardian) if guardian else None,
        )

    def to_input(self) -> ConsentInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        guardian = self.guardians.get(data["guardian"])
        return ConsentInput(
            self.to_facts(), data["scopes"], data["language"], guardian, self.texts()
        )


class ConsentWithdrawForm(SealedTextsForm):
    """Form to withdraw a consent: no reason is required."""

    why = ShortTextField(
        required=False,
        label=_("In the child’s words, if she or he wants to say why"),
        label_suffix="",
        max_length=4000,
    )


class InformationForm(kit.DerivedForm[Information]):
    """Form for information given to the child or family."""

    model = Information
    names = "about told_to told_on by way language understood note"
    told_to = kit.derive_field(Information, "told_to", label_suffix="")
    language = forms.ChoiceField(choices=languages.language_choices, label=_("In which language"))


class ChildDecisionForm(SealedTextsForm):
    """Form for a decision about the child, with reasons in plain words."""

    sealed_fields = (
        "what", "views", "why_not_heard", "best", "equal", "develop", "harm", "why", "answer",
    )  # fmt: skip

    kind = forms.ChoiceField(choices=DecisionKind, label=_("What it is about"))
    what = ShortTextField(label=_("What was decided"), max_length=4000)
    decided_on = PastDateField(label=_("On which day"))
    decided_by = forms.ChoiceField(choices=DecisionMaker, label=_("Who decided"))
    heard = forms.ChoiceField(
        choices=ChildParticipation, widget=forms.RadioSelect, label=_("Was the child heard?")
    )
    why_not_heard = ShortTextField(required=False, label=_("If not, why"), max_length=2000)
    views = ShortTextField(
        rows=3,
        required=False,
        label=_("What does the child want, and what was made of it?"),
        max_length=4000,
    )
    weight = forms.ChoiceField(choices=ChildViewWeight, label=_("The child’s view was"))
    best = ShortTextField(
        rows=3,
        required=False,
        label=_("Why is this the best for this child?"),
        max_length=4000,
    )
    equal = ShortTextField(
        required=False,
        label=_("Would another child be treated the same: girl or boy, from here or elsewhere?"),
        max_length=4000,
    )
    develop = ShortTextField(
        rows=3,
        required=False,
        label=_("What does it mean for safety, health, school and growing up?"),
        max_length=4000,
    )
    harm = ShortTextField(
        rows=3,
        required=False,
        label=_("What harm could this step itself do, and what is done against it?"),
        max_length=4000,
    )
    why = ShortTextField(required=False, label=_("Other reasons"), max_length=4000)
    told_on = PastDateField(
        required=False, label=_("The child was told what was decided, and why, on")
    )
    agreement = forms.ChoiceField(
        choices=ChildAgreement,
        required=False,
        label=_("What the child says of it"),
    )
    answer = ShortTextField(
        required=False,
        label=_("What the child was answered"),
        help_text=_("Needed where the child disagrees, or wanted something else."),
        max_length=4000,
    )
    review_on = FullDateField(required=False, label=_("To be looked at again on"))

    def clean(self) -> dict[str, Any]:
        """Adds each reason of the rules to its field."""
        cleaned = super().clean() or self.cleaned_data
        if {"heard", "weight", "agreement", "decided_on"} <= cleaned.keys():
            fields_by_reason = {"in_the_future": "decided_on", "told_before": "told_on"}
            self.add_refusal_reasons(
                rules.reasons_against_decision(self._to_facts(), today=self.today), fields_by_reason
            )
        return cleaned

    def _to_facts(self) -> rules.DecisionFacts:
        data = self.cleaned_data
        return rules.DecisionFacts(
            heard=ChildParticipation(data["heard"]),
            weight=ChildViewWeight(data["weight"]),
            agreement=ChildAgreement(data["agreement"]),
            decided_on=data["decided_on"],
            texts=self.texts(),
            told_on=data.get("told_on"),
        )

    def to_input(self) -> DecisionInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return DecisionInput(
            DecisionKind(data["kind"]),
            DecisionMaker(data["decided_by"]),
            self._to_facts(),
            data["review_on"],
        )
