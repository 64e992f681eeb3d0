"""Forms of the search: who looked, what people tell, how a child was found, notices in public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import RecordForm, WordsForm
from saathi.infra import places
from saathi.people.forms import Line
from saathi.protection.intake.vocabulary import Seeker
from saathi.protection.missing import rules
from saathi.protection.missing.actions.following import Found, Heard, Looked
from saathi.protection.missing.actions.publishing import NewNotice
from saathi.protection.missing.vocabulary import (
    FoundHow,
    FoundLife,
    HeardFrom,
    MissingOutcome,
    NoticePart,
    ReportState,
    SearchBy,
    SearchResult,
    SearchWay,
    SightingState,
    WhyClosed,
)
from saathi.web.fields import DayField, LongText, PastDayField
from saathi.web.offering import offer


class SearchForm(WordsForm):
    """That somebody looked for the child, also where nothing came of it."""

    by_whom = forms.ChoiceField(choices=SearchBy, label=_("Who looked"))
    who = Line(label=_("Name of the person or office"))
    way = forms.ChoiceField(choices=SearchWay, label=_("How"))
    searched_on = PastDayField(label=_("On which day"))
    country = forms.ChoiceField(choices=places.country_choices, required=False, label=_("Country"))
    district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District")
    )
    where = Line(max_length=500, label=_("Where"))
    result = forms.ChoiceField(choices=SearchResult, label=_("What came of it"))
    told = LongText(required=False, label=_("In words"))

    def looked(self) -> Looked:
        """What the form says."""
        data = self.cleaned_data
        return Looked(
            by_whom=data["by_whom"],
            way=data["way"],
            searched_on=data["searched_on"],
            result=data["result"],
            country=data["country"] or places.country_of(data["district"]),
            district=data["district"],
            words={"who": data["who"], "where": data["where"], "words": data["told"]},
        )


class SightingForm(WordsForm):
    """What somebody tells of the child. It stays unconfirmed until it was looked into."""

    words_told = LongText(label=_("What is told"))
    heard_from = forms.ChoiceField(choices=HeardFrom, label=_("Where it comes from"))
    teller = Line(label=_("Who tells it, and how to reach the person"))
    told_on = PastDayField(label=_("Day it was told"))
    seen_on = PastDayField(required=False, label=_("Day the child is said to have been seen"))
    country = forms.ChoiceField(choices=places.country_choices, required=False, label=_("Country"))
    district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District")
    )

    def heard(self) -> Heard:
        """What the form says."""
        data = self.cleaned_data
        return Heard(
            heard_from=data["heard_from"],
            told_on=data["told_on"],
            seen_on=data["seen_on"],
            country=data["country"] or places.country_of(data["district"]),
            district=data["district"],
            words={"words": data["words_told"], "teller": data["teller"]},
        )


class SettleForm(RecordForm):
    """Whether what somebody told was confirmed."""

    state = forms.ChoiceField(
        choices=SightingState, widget=forms.RadioSelect, label=_("What became of it")
    )
    note = LongText(required=False, label=_("How it was looked into"))


class FoundForm(WordsForm):
    """How and when it became known where the child is."""

    found_on = PastDayField(label=_("Day on which it became known where the child is"))
    how = forms.ChoiceField(choices=FoundHow, label=_("How"))
    life = forms.ChoiceField(
        choices=FoundLife, initial=FoundLife.ALIVE, label=_("How the child was found")
    )
    country = forms.ChoiceField(
        choices=places.country_choices, required=False, label=_("In which country")
    )
    outcome = forms.ChoiceField(
        choices=MissingOutcome,
        initial=MissingOutcome.UNKNOWN,
        label=_("What the disappearance was"),
        help_text=_(
            "“Not known” until it is. Help does not wait for it, and does not follow from it."
        ),
    )
    note = LongText(
        required=False,
        label=_("In words"),
        help_text=_("Not where the child is now, if somebody may look for it here."),
    )

    def found(self) -> Found:
        """What the form says."""
        data = self.cleaned_data
        return Found(
            on=data["found_on"],
            how=FoundHow(data["how"]),
            life=FoundLife(data["life"]),
            outcome=MissingOutcome(data["outcome"]),
            country=data["country"],
            note=data["note"],
        )


class CloseForm(RecordForm):
    """Why nobody looks any more."""

    why = forms.ChoiceField(choices=WhyClosed, widget=forms.RadioSelect, label=_("Why"))
    note = LongText(required=False, label=_("In words"))


class MoveForm(RecordForm):
    """Looked for again, or somebody who may be the child is looked into."""

    state = forms.ChoiceField(widget=forms.RadioSelect, label=_("How it stands"))

    def __init__(self, *args: Any, now: ReportState, **options: Any) -> None:
        super().__init__(*args, **options)
        moves = rules.MOVES[now] & rules.LOOKED_FOR
        offer(
            self, "state", [(state.value, state.label) for state in ReportState if state in moves]
        )


class NoticeForm(WordsForm):
    """A notice for the public. What it says is made by rule from the parts that are chosen."""

    shows_words = False

    parts = forms.MultipleChoiceField(
        choices=NoticePart, widget=forms.CheckboxSelectMultiple, label=_("What the notice shows")
    )
    consent_by = forms.ChoiceField(choices=Seeker, label=_("Who agreed to it"))
    consent_on = PastDayField(label=_("On which day"))
    consent_note = Line(label=_("How it was asked, and what was said"))
    until = DayField(label=_("Shown until"), help_text=_("90 days at most."))
    contact = Line(
        required=True,
        label=_("Whom to call"),
        help_text=_("A helpline or an office, never the family’s own number."),
    )

    def notice(self) -> NewNotice:
        """What the form says."""
        data = self.cleaned_data
        return NewNotice(
            parts=data["parts"],
            consent_by=Seeker(data["consent_by"]),
            consent_on=data["consent_on"],
            until=data["until"],
            contact=data["contact"],
            consent_note=data["consent_note"],
        )


class NoticeDecisionForm(RecordForm):
    """The second person's answer to a notice."""

    decision = forms.ChoiceField(
        choices=[("approve", _("It may be shown")), ("refuse", _("It may not be shown"))],
        widget=forms.RadioSelect,
        label=_("Your decision"),
    )
    reason = LongText(required=False, label=_("Why"))


class FilterForm(forms.Form):
    """Which reports a list shows. Nothing in it is personal: it stands in the address."""

    state = forms.ChoiceField(
        choices=[("", _("Any")), *ReportState.choices], required=False, label=_("How it stands")
    )
    district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District where last seen")
    )
