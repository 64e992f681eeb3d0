"""Forms of the search: searches, sightings, finding, public notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.infra import district_list
from saathi.people.forms import TextLineField
from saathi.people.vocabulary import DeathSource
from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.actions.publishing import PublicNoticeInput
from saathi.protection.identification.missing.actions.searching import (
    FoundChildInput,
    MissingClosingInput,
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
from saathi.web.choice_search import prepare_choices
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, PastDateField
from saathi.web.unanswered_choices import CHOOSE


class MissingChildSearchForm(SealedTextsForm):
    """A search for the child, including one without result."""

    by_whom = forms.ChoiceField(choices=SearchPerformer, label=_("Searched by"))
    who = TextLineField(label=_("Name of the person or office"))
    way = forms.ChoiceField(choices=SearchMethod, label=_("Method"))
    searched_on = PastDateField(label=_("Date"))
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    where = TextLineField(max_length=500, label=_("Place"))
    result = forms.ChoiceField(choices=SearchResult, label=_("Outcome"))
    told = LongTextField(required=False, label=_("Details"))

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

    words_told = LongTextField(label=_("Information received"))
    heard_from = forms.ChoiceField(choices=SightingSource, label=_("Source"))
    teller = TextLineField(label=_("Name and contact details of the source"))
    reported_on = PastDateField(label=_("Date of the report"))
    seen_on = PastDateField(required=False, label=_("Date of the reported sighting"))
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
            reported_on=data["reported_on"],
            seen_on=data["seen_on"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            texts={"words": data["words_told"], "teller": data["teller"]},
        )


class SightingVerificationForm(RecordForm):
    """Whether a sighting was confirmed."""

    state = forms.ChoiceField(choices=SightingState, widget=forms.RadioSelect, label=_("Outcome"))
    note = LongTextField(required=False, label=_("How this was verified"))


class FoundChildForm(SealedTextsForm):
    """How and when the child was found."""

    found_on = PastDateField(label=_("Date the child’s whereabouts became known"))
    how = forms.ChoiceField(choices=FoundMethod, label=_("Method"))
    life = forms.ChoiceField(choices=FoundCondition, label=_("Condition when found"))
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country")
    )
    outcome = forms.ChoiceField(
        choices=MissingOutcome,
        label=_("Nature of the disappearance"),
        help_text=_(
            "Choose “Not known” until the facts are established. Help does not depend on "
            "the answer."
        ),
    )
    note = LongTextField(
        required=False,
        label=_("Details"),
        help_text=_(
            "Do not enter where the child is now if anyone could use this to find the child."
        ),
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

    why = forms.ChoiceField(choices=MissingCloseReason, widget=forms.RadioSelect, label=_("Reason"))
    death_source = forms.ChoiceField(
        label=_("If the child has died: source of the information about the death"),
        label_suffix="",
        choices=[("", CHOOSE), *(choice for choice in DeathSource.choices if choice[0])],
        required=False,
    )
    note = LongTextField(required=False, label=_("Details"))

    def __init__(self, *args: Any, in_danger: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if in_danger:
            self.fields["note"].label = _("How you know this")
            self.fields["note"].required = True

    def to_input(self) -> MissingClosingInput:
        """The input of the action."""
        data = self.cleaned_data
        return MissingClosingInput(
            MissingCloseReason(data["why"]), data["note"], data["death_source"]
        )


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

    shows_stored_texts = False

    parts = forms.MultipleChoiceField(
        choices=NoticePart, widget=forms.CheckboxSelectMultiple, label=_("Content of the notice")
    )
    consent_by = forms.ChoiceField(choices=Seeker, label=_("Consent given by"))
    consent_on = PastDateField(label=_("Date"))
    consent_note = TextLineField(label=_("How consent was requested, and the response"))
    until = FullDateField(label=_("Shown until"), help_text=_("Maximum 90 days."))
    contact = TextLineField(
        required=True,
        label=_("Contact number"),
        help_text=_("Enter the number of a helpline or office, never the family’s own number."),
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
        choices=[("approve", _("Approve the notice")), ("refuse", _("Do not approve the notice"))],
        widget=forms.RadioSelect,
        label=_("Your decision"),
    )
    reason = LongTextField(required=False, label=_("Reason"))


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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        prepare_choices(self.fields["district"])
