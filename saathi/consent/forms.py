"""Forms for consent, guardians, information and decisions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.consent import rules
from saathi.consent.actions import ConsentInput, DecisionInput, InformationInput
from saathi.consent.guardian_facts import facts_of_guardian
from saathi.consent.models import Guardian
from saathi.consent.vocabulary import (
    AccompanimentStatus,
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    ConsentScope,
    DecisionKind,
    DecisionMaker,
    GuardianKind,
    GuardianYesNo,
    InformationAudience,
    InformationMethod,
    InformationTopic,
    LegalBasis,
    Speaker,
)
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.people import languages
from saathi.people.forms import TextLineField
from saathi.web.fields import FullDateField, LongTextField, PastDateField, ShortTextField


class GuardianForm(SealedTextsForm):
    """Form for a guardian, including conflicts of interest."""

    sealed_fields = ("name", "contact", "order", "note")

    name = TextLineField(required=True, label=_("Name of the guardian"))
    kind = forms.ChoiceField(choices=GuardianKind, label=_("In which way"))
    contact = TextLineField(label=_("How to reach her or him"), max_length=500)
    starts_on = PastDateField(label=_("Since which day"))
    ends_on = FullDateField(required=False, label=_("Until which day"))
    order = TextLineField(label=_("By which order: body and number"), max_length=300)
    is_independent = forms.ChoiceField(
        choices=GuardianYesNo,
        initial=GuardianYesNo.NOT_KNOWN,
        label=_("Independent of those who hold or house the child?"),
    )
    has_conflict = forms.ChoiceField(
        choices=GuardianYesNo,
        initial=GuardianYesNo.NOT_KNOWN,
        label=_("Is there a conflict of interest?"),
    )
    may_be_involved = forms.ChoiceField(
        choices=GuardianYesNo,
        initial=GuardianYesNo.NOT_KNOWN,
        label=_("May she or he be involved in the harm?"),
        help_text=_("A doubt is no finding. It only means that somebody else is asked to consent."),
    )
    note = ShortTextField(required=False, label=_("What else matters"), max_length=4000)

    def clean(self) -> dict[str, Any]:
        """Checks that the end is not before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        ends, starts = cleaned.get("ends_on"), cleaned.get("starts_on")
        if ends and starts and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return cleaned

    def to_facts(self) -> rules.GuardianFacts:
        """The valid form as input of the rules."""
        data = self.cleaned_data
        return rules.GuardianFacts(
            kind=GuardianKind(data["kind"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            may_be_involved=GuardianYesNo(data["may_be_involved"]),
            has_conflict=GuardianYesNo(data["has_conflict"]),
            is_independent=GuardianYesNo(data["is_independent"]),
        )


class AccompanimentForm(SealedTextsForm):
    """Form for the adult who accompanies the child."""

    state = forms.ChoiceField(
        choices=AccompanimentStatus, widget=forms.RadioSelect, label=_("Who is with the child?")
    )
    as_of = PastDateField(label=_("On which day"))


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


class InformationForm(SealedTextsForm):
    """Form for information given to the child or family."""

    sealed_fields = ("by", "note")

    about = forms.MultipleChoiceField(
        choices=InformationTopic, widget=forms.CheckboxSelectMultiple, label=_("About what")
    )
    told_to = forms.ChoiceField(
        required=False,
        choices=InformationAudience,
        initial=InformationAudience.CHILD,
        widget=forms.RadioSelect,
        label=_("Who was told"),
        label_suffix="",
    )
    told_on = PastDateField(label=_("On which day"))
    by = TextLineField(label=_("By whom"))
    way = forms.ChoiceField(choices=InformationMethod, label=_("How"))
    language = forms.ChoiceField(choices=languages.language_choices, label=_("In which language"))
    understood = forms.ChoiceField(
        choices=UnderstandingLevel, widget=forms.RadioSelect, label=_("Was it understood?")
    )
    note = ShortTextField(required=False, label=_("What was asked back"), max_length=4000)

    def to_input(self) -> InformationInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return InformationInput(
            topics=data["about"],
            method=InformationMethod(data["way"]),
            told_on=data["told_on"],
            language=data["language"],
            understood=UnderstandingLevel(data["understood"]),
            texts=self.texts(),
            audience=InformationAudience(data["told_to"] or InformationAudience.CHILD),
        )


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
        initial=ChildAgreement.NOT_ASKED,
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


class OthersViewForm(SealedTextsForm):
    """Form for another person's view."""

    sealed_fields = ("name", "about", "words_said")

    speaker = forms.ChoiceField(choices=Speaker, label=_("Who speaks"))
    name = TextLineField(label=_("Name"))
    said_on = PastDateField(label=_("On which day"))
    about = TextLineField(required=True, label=_("About what"), max_length=300)
    words_said = LongTextField(label=_("What was said"), max_length=8000)
