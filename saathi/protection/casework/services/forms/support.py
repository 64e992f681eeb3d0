"""Forms of support sessions and livelihood support."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.people import languages
from saathi.people.forms import TextLineField
from saathi.protection.casework.services.actions.supporting import (
    LivelihoodInput,
    SupportSessionInput,
)
from saathi.protection.casework.services.forms.fields import BLANK_CHOICE, CheckboxChoicesField
from saathi.protection.casework.services.livelihood_vocabulary import (
    LivelihoodCost,
    LivelihoodProvider,
)
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    CourseModule,
    LivelihoodRecipient,
    LivelihoodState,
    LivelihoodSupport,
    LivelihoodSustainability,
    ObservedChange,
    SessionNoteAudience,
    SupportProvider,
    SupportSessionKind,
)
from saathi.web.fields import DigitsField, FullDateField, LongTextField, PastDateField


class SupportSessionForm(SealedTextsForm):
    """A support session, and the note of the worker who held it."""

    sealed_fields = ("who", "note")

    kind = forms.ChoiceField(choices=SupportSessionKind, label=_("Type of support"))
    provider = forms.ChoiceField(choices=SupportProvider, label=_("Given by"))
    who = TextLineField(label=_("Name of another provider"))
    held_on = PastDateField(label=_("Date"))
    minutes = DigitsField(max_length=3, required=False, label=_("Duration (minutes)"))
    presence = forms.ChoiceField(choices=AttendanceStatus, label=_("Attendance"))
    language = forms.ChoiceField(
        choices=languages.language_choices, required=False, label=_("Language")
    )
    topics = CheckboxChoicesField(choices=CourseModule, label=_("Topics"))
    note = LongTextField(required=False, label=_("Your note"), max_length=8000)
    audience = forms.ChoiceField(
        choices=SessionNoteAudience,
        initial=SessionNoteAudience.SELF,
        widget=forms.RadioSelect,
        label=_("Who can see the note"),
        help_text=_("Ask the child first. The team can always see that the session was held."),
    )
    change = forms.ChoiceField(choices=ObservedChange, required=False, label=_("Observed change"))
    next_on = FullDateField(required=False, label=_("Next session"))

    def to_input(self) -> SupportSessionInput:
        """The input of the action."""
        data = self.cleaned_data
        return SupportSessionInput(
            kind=SupportSessionKind(data["kind"]),
            provider=SupportProvider(data["provider"]),
            held_on=data["held_on"],
            minutes=data["minutes"],
            presence=AttendanceStatus(data["presence"]),
            language=data["language"],
            topics=data["topics"],
            change=ObservedChange(data["change"]),
            next_on=data["next_on"],
            who=data["who"],
            note=data["note"],
            audience=SessionNoteAudience(data["audience"]),
        )


class LivelihoodForm(SealedTextsForm):
    """Livelihood support for the family: requested, given, reviewed."""

    sealed_fields = ("plan", "who", "result")

    for_whom = forms.ChoiceField(choices=LivelihoodRecipient, label=_("Recipient of the support"))
    state = forms.ChoiceField(
        choices=LivelihoodState, widget=forms.RadioSelect, label=_("Current status")
    )
    asked_on = PastDateField(label=_("Agreed with the family and requested on"))
    plan = LongTextField(label=_("Family’s livelihood plan"), max_length=4000)
    provider = forms.ChoiceField(
        choices=LivelihoodProvider, required=False, label=_("Type of provider")
    )
    who = TextLineField(label=_("Provider"))
    given = CheckboxChoicesField(choices=LivelihoodSupport, label=_("Support given"))
    cost = forms.ChoiceField(
        choices=LivelihoodCost,
        required=False,
        label=_("Cost"),
        help_text=_("Compared with what a family in the area earns."),
    )
    given_on = PastDateField(required=False, label=_("Given on"))
    follow_up_on = FullDateField(required=False, label=_("Next review due on"))
    looked_on = PastDateField(required=False, label=_("Reviewed on"))
    lasting = forms.ChoiceField(
        choices=[BLANK_CHOICE, *LivelihoodSustainability.choices],
        required=False,
        label=_("Sustainability of the support"),
    )
    result = LongTextField(required=False, label=_("Details"), max_length=4000)
    ended_on = PastDateField(required=False, label=_("Ended on"))

    def clean(self) -> dict[str, Any]:
        """Requires a day for each completed stage, not before the request."""
        cleaned = super().clean() or self.cleaned_data
        state = cleaned.get("state")
        if state == LivelihoodState.GIVEN and not cleaned.get("given_on"):
            self.add_error("given_on", _("Enter the date support was given."))
        if state == LivelihoodState.ENDED and not cleaned.get("ended_on"):
            self.add_error("ended_on", _("Enter the end date."))
        requested_on = cleaned.get("asked_on")
        for name in ("given_on", "looked_on", "ended_on"):
            if requested_on and cleaned.get(name) and cleaned[name] < requested_on:
                self.add_error(name, _("This date must not be before the date of the request."))
        return cleaned

    def to_input(self) -> LivelihoodInput:
        """The input of the action."""
        data = self.cleaned_data
        return LivelihoodInput(
            for_whom=LivelihoodRecipient(data["for_whom"]),
            state=LivelihoodState(data["state"]),
            asked_on=data["asked_on"],
            given=data["given"],
            provider=LivelihoodProvider(data["provider"]),
            cost=LivelihoodCost(data["cost"]),
            given_on=data["given_on"],
            follow_up_on=data["follow_up_on"],
            looked_on=data["looked_on"],
            lasting=LivelihoodSustainability(data["lasting"]) if data["lasting"] else None,
            ended_on=data["ended_on"],
            texts=self.texts(),
        )
