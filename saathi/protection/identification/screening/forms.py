"""Forms for screenings, replies to prompts, interviews, clues and migration."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.infra import district_list
from saathi.infra.route_countries import country_choices
from saathi.people.forms import LANGUAGE_CHOICES, TextLineField
from saathi.protection.decisions.orders.forms import PastMomentForm
from saathi.protection.identification.screening import rules
from saathi.protection.identification.screening.actions.interviews import (
    FamilyClueInput,
    InterviewInput,
    MigrationInput,
)
from saathi.protection.identification.screening.actions.screenings import ScreeningInput
from saathi.protection.identification.screening.questionnaires import Questionnaire
from saathi.protection.identification.screening.vocabulary import (
    ChildMovement,
    DelphiDimension,
    FamilyClueKind,
    FamilyClueState,
    ImmigrationStatus,
    InterviewAttendee,
    InterviewEnd,
    Interviewer,
    InterviewerTraining,
    InterviewProcedure,
    InterviewSupport,
    MigrationCompanion,
    MigrationReason,
    MigrationRestriction,
    PromptReply,
    QuestionnaireRole,
    RightAtStake,
    ScreeningAnswer,
)
from saathi.protection.identification.screening.wording import ACT_QUESTION, PURPOSE_QUESTION
from saathi.protection.identification.trafficking.vocabulary import (
    SourceReliability,
    StatementSource,
)
from saathi.web.fields import DigitsField, LongTextField, PastDateField

CHECKBOXES = forms.CheckboxSelectMultiple


def _answer(label: str | Promise) -> forms.ChoiceField:
    """A question field with its five answers; blank means not asked."""
    field = forms.ChoiceField(choices=ScreeningAnswer, required=False, label_suffix="")
    field.label = label  # type: ignore[assignment]  # lazy, so that each reader gets their language
    return field


class ScreeningQuestionGroup(NamedTuple):
    """The questions of one dimension as a fieldset."""

    label: str
    fields: list[BoundField]
    is_open: bool


class ScreeningForm(SealedTextsForm):
    """The questions of one version of a questionnaire. Any of them may be left blank."""

    shows_stored_texts = True

    screened_on = PastDateField(label=_("Date of the interview"))
    role = forms.ChoiceField(choices=QuestionnaireRole, label=_("Interviewer"))
    by = TextLineField(label=_("Interviewer, if not you"), label_suffix="")
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES, required=False, label=_("Language"))
    note = LongTextField(required=False, label=_("Other observations"), max_length=4000)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questionnaire = questionnaire
        self.fields[rules.ACT] = _answer(ACT_QUESTION)
        self.fields[rules.PURPOSE] = _answer(PURPOSE_QUESTION)
        for question in questionnaire.questions:
            self.fields[question.code] = _answer(question.text)

    def first(self) -> list[BoundField]:
        """The two questions that come before all others."""
        return [self[rules.ACT], self[rules.PURPOSE]]

    def groups(self) -> Iterator[ScreeningQuestionGroup]:
        """The questions by dimension, exploitation first; a group with answers is expanded."""
        for dimension in DelphiDimension:
            fields = [
                self[question.code]
                for question in self.questionnaire.questions
                if question.indicator.dimension == dimension
            ]
            if fields:
                has_answers = any(
                    field.value() not in {None, "", ScreeningAnswer.NOT_ASKED} for field in fields
                )
                is_open = has_answers or dimension == DelphiDimension.EXPLOITATION
                yield ScreeningQuestionGroup(str(dimension.label), fields, is_open)

    def to_input(self) -> ScreeningInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        codes = (
            rules.ACT,
            rules.PURPOSE,
            *(question.code for question in self.questionnaire.questions),
        )
        return ScreeningInput(
            questionnaire=self.questionnaire,
            screened_on=data["screened_on"],
            role=QuestionnaireRole(data["role"]),
            language=data["language"],
            answers={
                code: ScreeningAnswer(data[code] or ScreeningAnswer.NOT_ASKED) for code in codes
            },
            asked_by=data["by"],
            note=data["note"],
        )


class PromptReplyForm(SealedTextsForm):
    """Form for the reason why no screening is done now."""

    reply = forms.ChoiceField(
        choices=[
            (choice.value, choice.label)
            for choice in PromptReply
            if choice is not PromptReply.SCREENED
        ],
        widget=forms.RadioSelect,
        label=_("Your answer"),
    )
    why = LongTextField(required=False, max_length=2000, label=_("Details"))

    def clean(self) -> dict[str, Any]:
        """Requires a reason for "not needed"."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reply"):
            answer = PromptReply(cleaned["reply"])
            self.add_refusal_reasons(rules.reasons_against_reply(answer, cleaned.get("why", "")))
        return cleaned


class InterviewForm(PastMomentForm, SealedTextsForm):
    """Form for an interview, whoever held it. Only "complete" has conditions."""

    sealed_fields = ("interviewer", "certificate", "interpreter", "others", "note")

    by_whom = forms.ChoiceField(choices=Interviewer, label=_("Interviewer"))
    interviewer = TextLineField(label=_("Name of the interviewer"))
    training = forms.ChoiceField(
        choices=InterviewerTraining,
        required=False,
        label=_("Training in interviewing children"),
    )
    certificate = TextLineField(label=_("Training received, and where the certificate is kept"))
    is_first = forms.BooleanField(required=False, label=_("First interview with the child"))
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES, required=False, label=_("Language"))
    interpreter = TextLineField(label=_("Name of the interpreter"), label_suffix="")
    present = forms.MultipleChoiceField(
        choices=InterviewAttendee,
        required=False,
        widget=CHECKBOXES,
        label=_("Others present"),
    )
    others = TextLineField(label=_("Names of others present"), label_suffix="", max_length=500)
    support = forms.ChoiceField(choices=InterviewSupport, required=False, label=_("Support person"))
    procedure = forms.MultipleChoiceField(
        choices=InterviewProcedure, required=False, widget=CHECKBOXES, label=_("What was done")
    )
    breaks = DigitsField(max_length=2, required=False, label=_("Number of breaks"))
    ended = forms.ChoiceField(
        choices=InterviewEnd, widget=forms.RadioSelect, label=_("How it ended")
    )
    note = LongTextField(
        required=False,
        max_length=4000,
        label=_("Note on the interview"),
        help_text=_("Record what the child said under the child’s statements, not here."),
    )
    field_order = ("on", "at")

    def __init__(
        self, *args: Any, child_languages: list[str], time_zone: str, **options: Any
    ) -> None:
        super().__init__(*args, time_zone=time_zone, **options)
        self.child_languages = child_languages

    def clean(self) -> dict[str, Any]:
        """Checks that a complete first interview was in the child's language or interpreted."""
        cleaned = super().clean()
        if not cleaned.get("ended") or not cleaned.get("training"):
            return cleaned
        talk = rules.InterviewFacts(
            cleaned.get("language", ""),
            self.child_languages,
            InterviewerTraining(cleaned["training"]),
            cleaned.get("interpreter", ""),
        )
        is_first = cleaned.get("is_first", False)
        reasons = rules.reasons_against_interview_end(
            InterviewEnd(cleaned["ended"]), talk, is_first=is_first
        )
        for reason in reasons:
            self.add_error("ended", gettext(reason.text))
        if reasons:
            text = _("To save the interview, choose another answer for “How it ended”.")
            self.add_error("ended", text)
        return cleaned

    def to_input(self) -> InterviewInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return InterviewInput(
            happened_at=self.moment,
            by_whom=Interviewer(data["by_whom"]),
            ended=InterviewEnd(data["ended"]),
            is_first=data["is_first"],
            language=data["language"],
            training=InterviewerTraining(data["training"]),
            present=data["present"],
            procedure=data["procedure"],
            breaks=data["breaks"],
            support=InterviewSupport(data["support"]),
            texts=self.texts(),
        )


class FamilyClueForm(SealedTextsForm):
    """Form for a clue to the child's home in its original words; part of a name is enough."""

    kind = forms.ChoiceField(choices=FamilyClueKind, label=_("Type of clue"))
    told = LongTextField(
        max_length=2000,
        label=_("In the original words"),
        help_text=_(
            "Write the clue as it sounds, even if it is only part of a name. Do not correct it."
        ),
    )
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES, required=False, label=_("Language"))
    stated_on = PastDateField(label=_("Date"))
    source = forms.ChoiceField(choices=StatementSource, required=False, label=_("Reporting person"))
    confidence = forms.ChoiceField(
        choices=SourceReliability,
        required=False,
        label=_("Reliability"),
    )
    maybe = TextLineField(label=_("Possible explanation"))
    state = forms.ChoiceField(
        choices=FamilyClueState, initial=FamilyClueState.OPEN, label=_("Outcome")
    )
    note = LongTextField(required=False, max_length=2000, label=_("Follow-up"))

    def to_input(self) -> FamilyClueInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return FamilyClueInput(
            kind=FamilyClueKind(data["kind"]),
            stated_on=data["stated_on"],
            language=data["language"],
            source=StatementSource(data["source"]),
            confidence=SourceReliability(data["confidence"]),
            state=FamilyClueState(data["state"]),
            texts={"words": data["told"], "maybe": data["maybe"], "note": data["note"]},
        )


class MigrationForm(SealedTextsForm):
    """Form for how the child moved. None of it is held against the child."""

    sealed_fields = ("wish", "risks", "note")

    moved = forms.ChoiceField(
        choices=ChildMovement, widget=forms.RadioSelect, label=_("Type of movement")
    )
    as_of = PastDateField(label=_("Date of the information"))
    from_country = forms.ChoiceField(
        choices=country_choices, required=False, label=_("Country of departure")
    )
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Current country")
    )
    papers = forms.ChoiceField(
        choices=ImmigrationStatus,
        required=False,
        label=_("Immigration status"),
    )
    why = forms.MultipleChoiceField(
        choices=MigrationReason, required=False, widget=CHECKBOXES, label=_("Reason")
    )
    moving_with = forms.ChoiceField(
        choices=MigrationCompanion, required=False, label=_("People with the child")
    )
    wish = LongTextField(
        required=False, max_length=2000, label=_("Child’s wishes (to stay, travel on or return)")
    )
    risks = LongTextField(required=False, max_length=2000, label=_("Risks on the journey or here"))
    rights = forms.MultipleChoiceField(
        choices=RightAtStake,
        required=False,
        widget=CHECKBOXES,
        label=_("Rights at stake"),
    )
    restrictions = forms.MultipleChoiceField(
        choices=MigrationRestriction,
        required=False,
        widget=CHECKBOXES,
        label=_("Effects of movement restrictions on the child"),
    )
    note = LongTextField(required=False, max_length=2000, label=_("Note"))

    def to_input(self) -> MigrationInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        as_of: dt.date = data["as_of"]
        return MigrationInput(
            as_of=as_of,
            moved=ChildMovement(data["moved"]),
            papers=ImmigrationStatus(data["papers"]),
            country=data["country"],
            from_country=data["from_country"],
            why=data["why"],
            moving_with=MigrationCompanion(data["moving_with"]),
            rights=data["rights"],
            restrictions=data["restrictions"],
            texts=self.texts(),
        )
