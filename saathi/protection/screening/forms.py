"""Forms for a screening, for a reply to a prompt, for interviews, clues, and how a child moved."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import WordsForm
from saathi.infra import places
from saathi.people.forms import LANGUAGE_CHOICES, Line
from saathi.protection.orders.forms import MomentForm
from saathi.protection.screening import rules
from saathi.protection.screening.actions.screenings import Screened
from saathi.protection.screening.actions.talking import ClueTold, Interviewed, MigrationTold
from saathi.protection.screening.questionnaires import Questionnaire
from saathi.protection.screening.vocabulary import (
    Answer,
    Clue,
    ClueState,
    Dimension,
    InterviewEnd,
    Interviewer,
    Moved,
    MovingWith,
    Papers,
    Present,
    Procedure,
    PromptReply,
    Restriction,
    RightAtStake,
    Role,
    Support,
    Training,
    WhyMoved,
)
from saathi.protection.screening.wording import ACT_QUESTION, PURPOSE_QUESTION
from saathi.protection.trafficking.places import country_choices
from saathi.protection.trafficking.vocabulary import Confidence, Source
from saathi.web.fields import DigitsField, LongText, PastDayField

MANY = forms.CheckboxSelectMultiple


def _answer(label: str | Promise) -> forms.ChoiceField:
    """A question with its five answers; left alone it was not asked."""
    field = forms.ChoiceField(
        choices=Answer, initial=Answer.NOT_ASKED, required=False, label_suffix=""
    )
    field.label = label  # type: ignore[assignment]  # lazy, so that each reader has her language
    return field


class Group(NamedTuple):
    """The questions of one dimension, as a part of the page."""

    label: str
    fields: list[BoundField]
    is_open: bool


class ScreeningForm(WordsForm):
    """The questions of one version of a questionnaire. Any of them may be left alone."""

    shows_words = True

    screened_on = PastDayField(label=_("On which day it was asked"))
    role = forms.ChoiceField(choices=Role, label=_("Who asked"))
    by = Line(label=_("Name of who asked, if it was not you"), label_suffix="")
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("In which language")
    )
    note = LongText(required=False, label=_("What else you saw or heard"), max_length=4000)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questionnaire = questionnaire
        self.fields[rules.ACT] = _answer(ACT_QUESTION)
        self.fields[rules.PURPOSE] = _answer(PURPOSE_QUESTION)
        for question in questionnaire.questions:
            self.fields[question.code] = _answer(question.text)

    def first(self) -> list[BoundField]:
        """The two questions that stand before all others."""
        return [self[rules.ACT], self[rules.PURPOSE]]

    def groups(self) -> Iterator[Group]:
        """The questions by dimension, exploitation first; a part with answers stands open."""
        for dimension in Dimension:
            own = [
                self[one.code]
                for one in self.questionnaire.questions
                if one.indicator.dimension == dimension
            ]
            if own:
                told = any(one.value() not in {None, "", Answer.NOT_ASKED} for one in own)
                is_open = told or dimension == Dimension.EXPLOITATION
                yield Group(str(dimension.label), own, is_open)

    def told(self) -> Screened:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        codes = (rules.ACT, rules.PURPOSE, *(one.code for one in self.questionnaire.questions))
        return Screened(
            questionnaire=self.questionnaire,
            screened_on=data["screened_on"],
            role=Role(data["role"]),
            language=data["language"],
            answers={code: Answer(data[code] or Answer.NOT_ASKED) for code in codes},
            by=data["by"],
            note=data["note"],
        )


class ReplyForm(WordsForm):
    """Why no screening is done now."""

    reply = forms.ChoiceField(
        choices=[(one.value, one.label) for one in PromptReply if one is not PromptReply.SCREENED],
        widget=forms.RadioSelect,
        label=_("What you answer"),
    )
    why = LongText(required=False, max_length=2000, label=_("In your words"))

    def clean(self) -> dict[str, Any]:
        """Not needed needs its reason."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reply"):
            answer = PromptReply(cleaned["reply"])
            self.tell(rules.reasons_against_reply(answer, cleaned.get("why", "")), {})
        return cleaned


class InterviewForm(MomentForm, WordsForm):
    """An interview as it was, by whomever. What happened is kept; "complete" has its conditions."""

    sealed_fields = ("interviewer", "certificate", "interpreter", "others", "note")

    by_whom = forms.ChoiceField(
        choices=Interviewer, initial=Interviewer.WORKER, label=_("Who interviewed")
    )
    interviewer = Line(label=_("Name of who asked"))
    training = forms.ChoiceField(
        choices=Training, initial=Training.NOT_KNOWN, label=_("Learnt to talk with children")
    )
    certificate = Line(label=_("Which training, and where its paper lies"))
    is_first = forms.BooleanField(required=False, label=_("It is the first interview of the child"))
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("In which language")
    )
    interpreter = Line(label=_("Name of the interpreter, if there was one"), label_suffix="")
    present = forms.MultipleChoiceField(
        choices=Present, required=False, widget=MANY, label=_("Who else was in the room")
    )
    others = Line(label=_("Their names, if they are known"), label_suffix="", max_length=500)
    support = forms.ChoiceField(
        choices=Support, initial=Support.NOT_OFFERED, label=_("Support person")
    )
    procedure = forms.MultipleChoiceField(
        choices=Procedure, required=False, widget=MANY, label=_("What was done")
    )
    breaks = DigitsField(max_length=2, required=False, label=_("How many breaks"))
    ended = forms.ChoiceField(
        choices=InterviewEnd, widget=forms.RadioSelect, label=_("How it ended")
    )
    note = LongText(
        required=False,
        max_length=4000,
        label=_("Note on how it went"),
        help_text=_("What the child said belongs to her or his own words, not here."),
    )
    field_order = ("on", "at")

    def __init__(
        self, *args: Any, child_languages: list[str], time_zone: str, **options: Any
    ) -> None:
        super().__init__(*args, time_zone=time_zone, **options)
        self.child_languages = child_languages

    def clean(self) -> dict[str, Any]:
        """A first interview is complete only in her language by somebody trained, or interpreted."""
        cleaned = super().clean()
        if not cleaned.get("ended") or not cleaned.get("training"):
            return cleaned
        talk = rules.Talk(
            cleaned.get("language", ""),
            self.child_languages,
            Training(cleaned["training"]),
            cleaned.get("interpreter", ""),
        )
        is_first = cleaned.get("is_first", False)
        reasons = rules.reasons_against_end(InterviewEnd(cleaned["ended"]), talk, is_first=is_first)
        for reason in reasons:
            self.add_error("ended", gettext(reason.text))
        if reasons:
            text = _("Keep it with another end: that it took place is never refused.")
            self.add_error("ended", text)
        return cleaned

    def told(self) -> Interviewed:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return Interviewed(
            happened_at=self.moment,
            by_whom=Interviewer(data["by_whom"]),
            ended=InterviewEnd(data["ended"]),
            is_first=data["is_first"],
            language=data["language"],
            training=Training(data["training"]),
            present=data["present"],
            procedure=data["procedure"],
            breaks=data["breaks"],
            support=Support(data["support"]),
            words=self.words(),
        )


class ClueForm(WordsForm):
    """A clue to home, in the words it was told in; it may be half a name."""

    kind = forms.ChoiceField(choices=Clue, label=_("What kind of thing it is"))
    told = LongText(
        max_length=2000,
        label=_("In the words it was told in"),
        help_text=_("As it sounds, also half a name. Do not put it right."),
    )
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("In which language")
    )
    told_on = PastDayField(label=_("On which day"))
    source = forms.ChoiceField(choices=Source, initial=Source.CHILD, label=_("Who told it"))
    confidence = forms.ChoiceField(
        choices=Confidence, initial=Confidence.NOT_WEIGHED, label=_("How far you rely on it")
    )
    maybe = Line(label=_("What it may be, in your view"))
    state = forms.ChoiceField(
        choices=ClueState, initial=ClueState.OPEN, label=_("What became of it")
    )
    note = LongText(required=False, max_length=2000, label=_("How it was followed"))

    def clue(self) -> ClueTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return ClueTold(
            kind=Clue(data["kind"]),
            told_on=data["told_on"],
            language=data["language"],
            source=Source(data["source"]),
            confidence=Confidence(data["confidence"]),
            state=ClueState(data["state"]),
            words={"words": data["told"], "maybe": data["maybe"], "note": data["note"]},
        )


class MigrationForm(WordsForm):
    """How the child moved, as far as it is known. Nothing of it is held against her or him."""

    sealed_fields = ("wish", "risks", "note")

    moved = forms.ChoiceField(
        choices=Moved, widget=forms.RadioSelect, label=_("Did the child move?")
    )
    as_of = PastDayField(label=_("As known on which day"))
    from_country = forms.ChoiceField(
        choices=country_choices, required=False, label=_("From which country")
    )
    country = forms.ChoiceField(
        choices=places.country_choices, required=False, label=_("In which country now")
    )
    papers = forms.ChoiceField(
        choices=Papers, initial=Papers.NOT_KNOWN, label=_("How the child stands there")
    )
    why = forms.MultipleChoiceField(choices=WhyMoved, required=False, widget=MANY, label=_("Why"))
    moving_with = forms.ChoiceField(
        choices=MovingWith, initial=MovingWith.NOT_KNOWN, label=_("With whom")
    )
    wish = LongText(
        required=False, max_length=2000, label=_("What the child wants: to stay, go on, go back")
    )
    risks = LongText(
        required=False, max_length=2000, label=_("What is dangerous on the way or here")
    )
    rights = forms.MultipleChoiceField(
        choices=RightAtStake, required=False, widget=MANY, label=_("Which rights are at stake")
    )
    restrictions = forms.MultipleChoiceField(
        choices=Restriction,
        required=False,
        widget=MANY,
        label=_("What rules against moving did to the child"),
    )
    note = LongText(required=False, max_length=2000, label=_("Note"))

    def told(self) -> MigrationTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        as_of: dt.date = data["as_of"]
        return MigrationTold(
            as_of=as_of,
            moved=Moved(data["moved"]),
            papers=Papers(data["papers"]),
            country=data["country"],
            from_country=data["from_country"],
            why=data["why"],
            moving_with=MovingWith(data["moving_with"]),
            rights=data["rights"],
            restrictions=data["restrictions"],
            words=self.words(),
        )
