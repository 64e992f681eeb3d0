"""Forms of consent, guardian, information and decisions, in the words of those who fill them in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import WordsForm
from saathi.consent import rules
from saathi.consent.actions import ConsentTold, DecisionTold, InformationTold
from saathi.consent.models import Guardian
from saathi.consent.reading import facts_of
from saathi.consent.vocabulary import (
    Accompanied,
    Agreement,
    Answer,
    Capacity,
    DecidedBy,
    DecisionKind,
    GuardianKind,
    Heard,
    LegalBasis,
    Scope,
    Speaker,
    Told,
    ToldTo,
    Way,
    Weight,
    YesNo,
)
from saathi.participation.vocabulary import Understood
from saathi.people import languages
from saathi.people.forms import Line
from saathi.web.fields import DayField, FewLines, LongText, PastDayField


class GuardianForm(WordsForm):
    """Who stands for the child, and whether anything speaks against it."""

    sealed_fields = ("name", "contact", "order", "note")

    name = Line(required=True, label=_("Name of the guardian"))
    kind = forms.ChoiceField(choices=GuardianKind, label=_("In which way"))
    contact = Line(label=_("How to reach her or him"), max_length=500)
    starts_on = PastDayField(label=_("Since which day"))
    ends_on = DayField(required=False, label=_("Until which day"))
    order = Line(label=_("By which order: body and number"), max_length=300)
    is_independent = forms.ChoiceField(
        choices=YesNo,
        initial=YesNo.NOT_KNOWN,
        label=_("Independent of those who hold or house the child?"),
    )
    has_conflict = forms.ChoiceField(
        choices=YesNo, initial=YesNo.NOT_KNOWN, label=_("Is there a conflict of interest?")
    )
    may_be_involved = forms.ChoiceField(
        choices=YesNo,
        initial=YesNo.NOT_KNOWN,
        label=_("May she or he be involved in the harm?"),
        help_text=_("A doubt is no finding. It only means that somebody else is asked to consent."),
    )
    note = FewLines(required=False, label=_("What else matters"), max_length=4000)

    def clean(self) -> dict[str, Any]:
        """An end that lies after the beginning."""
        cleaned = super().clean() or self.cleaned_data
        ends, starts = cleaned.get("ends_on"), cleaned.get("starts_on")
        if ends and starts and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return cleaned

    def facts(self) -> rules.GuardianFacts:
        """The valid form as the rules take it."""
        data = self.cleaned_data
        return rules.GuardianFacts(
            kind=GuardianKind(data["kind"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            may_be_involved=YesNo(data["may_be_involved"]),
            has_conflict=YesNo(data["has_conflict"]),
            is_independent=YesNo(data["is_independent"]),
        )


class AccompanimentForm(WordsForm):
    """Who is with the child."""

    state = forms.ChoiceField(
        choices=Accompanied, widget=forms.RadioSelect, label=_("Who is with the child?")
    )
    as_of = PastDayField(label=_("On which day"))


class ConsentForm(WordsForm):
    """On what a step or a sharing rests."""

    sealed_fields = ("recipient", "withheld", "her_words")

    scopes = forms.MultipleChoiceField(
        choices=Scope, widget=forms.CheckboxSelectMultiple, label=_("What it is for")
    )
    recipient = Line(label=_("Who gets to know or to do it"))
    withheld = Line(label=_("What is withheld, and from whom"), max_length=500)
    basis = forms.ChoiceField(
        choices=LegalBasis, widget=forms.RadioSelect, label=_("On what it rests")
    )
    answer = forms.ChoiceField(
        choices=Answer, widget=forms.RadioSelect, label=_("What the child answered")
    )
    her_words = FewLines(required=False, label=_("In the child’s words"), max_length=4000)
    capacity = forms.ChoiceField(choices=Capacity, label=_("Did the child understand it?"))
    language = forms.ChoiceField(
        choices=languages.choices, required=False, label=_("In which language")
    )
    guardian = forms.ChoiceField(required=False, label=_("Which guardian consented"))
    reason = FewLines(
        required=False,
        label=_("Why, or which law or order"),
        help_text=_("Needed where it does not rest on what the child wants."),
        max_length=4000,
    )
    given_on = PastDayField(label=_("On which day"))
    ends_on = DayField(required=False, label=_("Until which day"))

    def __init__(self, *args: Any, guardians: Sequence[tuple[Guardian, str]], **o: Any) -> None:
        super().__init__(*args, **o)
        self.guardians = {str(guardian.pk): guardian for guardian, _name in guardians}
        choice = self.fields["guardian"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "—"), *((str(guardian.pk), name) for guardian, name in guardians)]

    def clean(self) -> dict[str, Any]:
        """What the rules say against it, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            reasons = rules.reasons_against_consent(self.asked(), today=self.today)
            where = {
                "ends_before": "ends_on",
                "in_the_future": "given_on",
                "not_acting": "guardian",
                "may_be_involved": "guardian",
                "conflict": "guardian",
                "refused": "basis",
            }
            self.tell(reasons, where)
        return cleaned

    def asked(self) -> rules.ConsentAsked:
        """The form as the rules take it."""
        data = self.cleaned_data
        guardian = self.guardians.get(data["guardian"])
        return rules.ConsentAsked(
            basis=LegalBasis(data["basis"]),
            answer=Answer(data["answer"]),
            capacity=Capacity(data["capacity"]),
            given_on=data["given_on"],
            ends_on=data["ends_on"],
            reason=data["reason"],
            guardian=facts_of(guardian) if guardian else None,
        )

    def told(self) -> ConsentTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        guardian = self.guardians.get(data["guardian"])
        return ConsentTold(self.asked(), data["scopes"], data["language"], guardian, self.words())


class WithdrawForm(WordsForm):
    """Taking a consent back: no reason is needed."""

    why = FewLines(
        required=False,
        label=_("In the child’s words, if she or he wants to say why"),
        label_suffix="",
        max_length=4000,
    )


class InformationForm(WordsForm):
    """What the child or the family was told."""

    sealed_fields = ("by", "note")

    about = forms.MultipleChoiceField(
        choices=Told, widget=forms.CheckboxSelectMultiple, label=_("About what")
    )
    told_to = forms.ChoiceField(
        required=False,
        choices=ToldTo,
        initial=ToldTo.CHILD,
        widget=forms.RadioSelect,
        label=_("Who was told"),
        label_suffix="",
    )
    told_on = PastDayField(label=_("On which day"))
    by = Line(label=_("By whom"))
    way = forms.ChoiceField(choices=Way, label=_("How"))
    language = forms.ChoiceField(choices=languages.choices, label=_("In which language"))
    understood = forms.ChoiceField(
        choices=Understood, widget=forms.RadioSelect, label=_("Was it understood?")
    )
    note = FewLines(required=False, label=_("What was asked back"), max_length=4000)

    def told(self) -> InformationTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return InformationTold(
            about=data["about"],
            way=Way(data["way"]),
            told_on=data["told_on"],
            language=data["language"],
            understood=Understood(data["understood"]),
            words=self.words(),
            told_to=ToldTo(data["told_to"] or ToldTo.CHILD),
        )


class DecisionForm(WordsForm):
    """A decision about the child, answered for in plain words."""

    sealed_fields = (
        "what", "views", "why_not_heard", "best", "equal", "develop", "harm", "why", "answer",
    )  # fmt: skip

    kind = forms.ChoiceField(choices=DecisionKind, label=_("What it is about"))
    what = FewLines(label=_("What was decided"), max_length=4000)
    decided_on = PastDayField(label=_("On which day"))
    decided_by = forms.ChoiceField(choices=DecidedBy, label=_("Who decided"))
    heard = forms.ChoiceField(
        choices=Heard, widget=forms.RadioSelect, label=_("Was the child heard?")
    )
    why_not_heard = FewLines(required=False, label=_("If not, why"), max_length=2000)
    views = FewLines(
        rows=3,
        required=False,
        label=_("What does the child want, and what was made of it?"),
        max_length=4000,
    )
    weight = forms.ChoiceField(choices=Weight, label=_("The child’s view was"))
    best = FewLines(
        rows=3,
        required=False,
        label=_("Why is this the best for this child?"),
        max_length=4000,
    )
    equal = FewLines(
        required=False,
        label=_("Would another child be treated the same: girl or boy, from here or elsewhere?"),
        max_length=4000,
    )
    develop = FewLines(
        rows=3,
        required=False,
        label=_("What does it mean for safety, health, school and growing up?"),
        max_length=4000,
    )
    harm = FewLines(
        rows=3,
        required=False,
        label=_("What harm could this step itself do, and what is done against it?"),
        max_length=4000,
    )
    why = FewLines(required=False, label=_("Other reasons"), max_length=4000)
    told_on = PastDayField(
        required=False, label=_("The child was told what was decided, and why, on")
    )
    agreement = forms.ChoiceField(
        choices=Agreement, initial=Agreement.NOT_ASKED, label=_("What the child says of it")
    )
    answer = FewLines(
        required=False,
        label=_("What the child was answered"),
        help_text=_("Needed where the child disagrees, or wanted something else."),
        max_length=4000,
    )
    review_on = DayField(required=False, label=_("To be looked at again on"))

    def clean(self) -> dict[str, Any]:
        """What the rules say against it, each at its field."""
        cleaned = super().clean() or self.cleaned_data
        if {"heard", "weight", "agreement", "decided_on"} <= cleaned.keys():
            where = {"in_the_future": "decided_on", "told_before": "told_on"}
            self.tell(rules.reasons_against_decision(self._made(), today=self.today), where)
        return cleaned

    def _made(self) -> rules.DecisionMade:
        data = self.cleaned_data
        return rules.DecisionMade(
            heard=Heard(data["heard"]),
            weight=Weight(data["weight"]),
            agreement=Agreement(data["agreement"]),
            decided_on=data["decided_on"],
            texts=self.words(),
            told_on=data.get("told_on"),
        )

    def told(self) -> DecisionTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return DecisionTold(
            DecisionKind(data["kind"]),
            DecidedBy(data["decided_by"]),
            self._made(),
            data["review_on"],
        )


class OthersViewForm(WordsForm):
    """What somebody else thinks."""

    sealed_fields = ("name", "about", "words_said")

    speaker = forms.ChoiceField(choices=Speaker, label=_("Who speaks"))
    name = Line(label=_("Name"))
    said_on = PastDayField(label=_("On which day"))
    about = Line(required=True, label=_("About what"), max_length=300)
    words_said = LongText(label=_("What was said"), max_length=8000)
