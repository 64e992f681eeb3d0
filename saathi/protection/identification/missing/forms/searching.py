"""Forms of the search: searches, sightings, finding, public notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.infra import district_list
from saathi.people.forms import TextLineField
from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.actions.publishing import PublicNoticeInput
from saathi.protection.identification.missing.actions.searching import (
    FoundChildInput,
    SearchInput,
    SightingInput,
)
from saathi.protection.identification.missing.vocabulary import (
    FoundCondition,
    FoundMethod,
    MissingCloseReason,
    MissingOutcome,
    MissingReportState,
    NoticePart,
    SearchMethod,
    SearchPerformer,
    SearchResult,
    SightingSource,
    SightingState,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, PastDateField


class MissingChildSearchForm(SealedTextsForm):
    """A search for the child, including one without result."""

    by_whom = forms.ChoiceField(choices=SearchPerformer, label=_("Who looked"))
    who = TextLineField(label=_("Name of the person or office"))
    way = forms.ChoiceField(choices=SearchMethod, label=_("How"))
    searched_on = PastDateField(label=_("On which day"))
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    where = TextLineField(max_length=500, label=_("Where"))
    result = forms.ChoiceField(choices=SearchResult, label=_("What came of it"))
    told = LongTextField(required=False, label=_("In words"))

    def to_input(self) -> SearchInput:
        """The input of the action."""
        data = self.cleaned_data
        return SearchInput(
            by_whom=data["by_whom"],
            way=data["way"],
            searched_on=data["searched_on"],
            result=data["result"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            texts={"who": data["who"], "where": data["where"], "words": data["told"]},
        )


class SightingForm(SealedTextsForm):
    """A sighting of the child. It is unconfirmed until it is verified."""

    words_told = LongTextField(label=_("What is told"))
    heard_from = forms.ChoiceField(choices=SightingSource, label=_("Where it comes from"))
    teller = TextLineField(label=_("Who tells it, and how to reach the person"))
    told_on = PastDateField(label=_("Day it was told"))
    seen_on = PastDateField(required=False, label=_("Day the child is said to have been seen"))
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )

    def to_input(self) -> SightingInput:
        """The input of the action."""
        data = self.cleaned_data
        return SightingInput(
            heard_from=data["heard_from"],
            told_on=data["told_on"],
            seen_on=data["seen_on"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            texts={"words": data["words_told"], "teller": data["teller"]},
        )


class SightingVerificationForm(RecordForm):
    """Whether a sighting was confirmed."""

    state = forms.ChoiceField(
        choices=SightingState, widget=forms.RadioSelect, label=_("What became of it")
    )
    note = LongTextField(required=False, label=_("How it was looked into"))


class FoundChildForm(SealedTextsForm):
    """How and when the child was found."""

    found_on = PastDateField(label=_("Day on which it became known where the child is"))
    how = forms.ChoiceField(choices=FoundMethod, label=_("How"))
    life = forms.ChoiceField(choices=FoundCondition, label=_("How the child was found"))
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("In which country")
    )
    outcome = forms.ChoiceField(
        choices=MissingOutcome,
        label=_("What the disappearance was"),
        help_text=_(
            "“Not known” until it is. Help does not wait for it, and does not follow from it."
        ),
    )
    note = LongTextField(
        required=False,
        label=_("In words"),
        help_text=_("Not where the child is now, if somebody may look for it here."),
    )

    def to_input(self) -> FoundChildInput:
        """The input of the action."""
        data = self.cleaned_data
        return FoundChildInput(
            found_on=data["found_on"],
            how=FoundMethod(data["how"]),
            life=FoundCondition(data["life"]),
            outcome=MissingOutcome(data["outcome"]),
            country=data["country"],
            note=data["note"],
        )


class MissingReportCloseForm(RecordForm):
    """Why the search ends."""

    why = forms.ChoiceField(choices=MissingCloseReason, widget=forms.RadioSelect, label=_("Why"))
    note = LongTextField(required=False, label=_("In words"))


class MissingReportStateForm(RecordForm):
    """Whether the search resumes, or a possible match is followed up."""

    state = forms.ChoiceField(widget=forms.RadioSelect, label=_("Current status"))

    def __init__(self, *args: Any, now: MissingReportState, **options: Any) -> None:
        super().__init__(*args, **options)
        targets = rules.REPORT_TRANSITIONS[now] & rules.SEARCHED_STATES
        set_choices(
            self,
            "state",
            [(state.value, state.label) for state in MissingReportState if state in targets],
        )


class PublicNoticeForm(SealedTextsForm):
    """A public notice. Its content is generated from the chosen parts."""

    shows_words = False

    parts = forms.MultipleChoiceField(
        choices=NoticePart, widget=forms.CheckboxSelectMultiple, label=_("What the notice shows")
    )
    consent_by = forms.ChoiceField(choices=Seeker, label=_("Who agreed to it"))
    consent_on = PastDateField(label=_("On which day"))
    consent_note = TextLineField(label=_("How it was asked, and what was said"))
    until = FullDateField(label=_("Shown until"), help_text=_("90 days at most."))
    contact = TextLineField(
        required=True,
        label=_("Whom to call"),
        help_text=_("A helpline or an office, never the family’s own number."),
    )

    def to_input(self) -> PublicNoticeInput:
        """The input of the action."""
        data = self.cleaned_data
        return PublicNoticeInput(
            parts=data["parts"],
            consent_by=Seeker(data["consent_by"]),
            consent_on=data["consent_on"],
            until=data["until"],
            contact=data["contact"],
            consent_note=data["consent_note"],
        )


class PublicNoticeDecisionForm(RecordForm):
    """The second person's decision on a notice."""

    decision = forms.ChoiceField(
        choices=[("approve", _("It may be shown")), ("refuse", _("It may not be shown"))],
        widget=forms.RadioSelect,
        label=_("Your decision"),
    )
    reason = LongTextField(required=False, label=_("Why"))


class MissingChildFilterForm(forms.Form):
    """The filter of a list of reports. It holds nothing personal, because it is part of the URL."""

    state = forms.ChoiceField(
        choices=[("", _("Any")), *MissingReportState.choices],
        required=False,
        label=_("Current status"),
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District where last seen")
    )
