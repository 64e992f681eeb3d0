"""Forms of sessions and of help for a livelihood."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import WordsForm
from saathi.people import languages
from saathi.people.forms import Line
from saathi.protection.services.actions.supporting import LivelihoodTold, SupportTold
from saathi.protection.services.forms.fields import NOTHING, Several
from saathi.protection.services.vocabulary import (
    Audience,
    Change,
    ForWhom,
    Given,
    Lasting,
    LivelihoodState,
    Module,
    Presence,
    Provider,
    SessionKind,
)
from saathi.web.fields import DayField, DigitsField, LongText, PastDayField


class SessionForm(WordsForm):
    """A session of support, and what the one who held it writes down of it."""

    sealed_fields = ("who", "note")

    kind = forms.ChoiceField(choices=SessionKind, label=_("What kind of support"))
    provider = forms.ChoiceField(choices=Provider, label=_("Given by"))
    who = Line(label=_("Her or his name, where it is no colleague"))
    held_on = PastDayField(label=_("On which day"))
    minutes = DigitsField(max_length=3, required=False, label=_("How many minutes"))
    presence = forms.ChoiceField(
        choices=Presence, initial=Presence.CAME, label=_("Did the child come?")
    )
    language = forms.ChoiceField(choices=languages.choices, required=False, label=_("Language"))
    topics = Several(choices=Module, label=_("What it was about"))
    note = LongText(required=False, label=_("Your note"), max_length=8000)
    audience = forms.ChoiceField(
        choices=Audience,
        initial=Audience.SELF,
        widget=forms.RadioSelect,
        label=_("Who reads the note"),
        help_text=_("Ask the child first. That the session was held, the team always sees."),
    )
    change = forms.ChoiceField(
        choices=Change, initial=Change.NOT_JUDGED, label=_("How the child is doing")
    )
    next_on = DayField(required=False, label=_("Next time"))

    def told(self) -> SupportTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return SupportTold(
            kind=SessionKind(data["kind"]),
            provider=Provider(data["provider"]),
            held_on=data["held_on"],
            minutes=data["minutes"],
            presence=Presence(data["presence"]),
            language=data["language"],
            topics=data["topics"],
            change=Change(data["change"]),
            next_on=data["next_on"],
            who=data["who"],
            note=data["note"],
            audience=Audience(data["audience"]),
        )


class LivelihoodForm(WordsForm):
    """Help so that the family can live: asked for, given, looked at again."""

    sealed_fields = ("plan", "who", "result")

    for_whom = forms.ChoiceField(choices=ForWhom, label=_("For whom"))
    state = forms.ChoiceField(
        choices=LivelihoodState, widget=forms.RadioSelect, label=_("How it stands")
    )
    asked_on = PastDayField(label=_("Agreed with the family and asked for on"))
    plan = LongText(label=_("What the family wants to live from"), max_length=4000)
    who = Line(label=_("Who gives it"))
    given = Several(choices=Given, label=_("What is given"))
    given_on = PastDayField(required=False, label=_("Given on"))
    follow_up_on = DayField(required=False, label=_("To be looked at again on"))
    looked_on = PastDayField(required=False, label=_("Looked at again on"))
    lasting = forms.ChoiceField(
        choices=[NOTHING, *Lasting.choices], required=False, label=_("Does it carry?")
    )
    result = LongText(required=False, label=_("In words"), max_length=4000)
    ended_on = PastDayField(required=False, label=_("Ended on"))

    def clean(self) -> dict[str, Any]:
        """A day for what was done."""
        cleaned = super().clean() or self.cleaned_data
        state = cleaned.get("state")
        if state == LivelihoodState.GIVEN and not cleaned.get("given_on"):
            self.add_error("given_on", _("On which day was it given?"))
        if state == LivelihoodState.ENDED and not cleaned.get("ended_on"):
            self.add_error("ended_on", _("On which day did it end?"))
        asked = cleaned.get("asked_on")
        for name in ("given_on", "looked_on", "ended_on"):
            if asked and cleaned.get(name) and cleaned[name] < asked:
                self.add_error(name, _("This cannot be before it was asked for."))
        return cleaned

    def told(self) -> LivelihoodTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return LivelihoodTold(
            for_whom=ForWhom(data["for_whom"]),
            state=LivelihoodState(data["state"]),
            asked_on=data["asked_on"],
            given=data["given"],
            given_on=data["given_on"],
            follow_up_on=data["follow_up_on"],
            looked_on=data["looked_on"],
            lasting=Lasting(data["lasting"]) if data["lasting"] else None,
            ended_on=data["ended_on"],
            words=self.words(),
        )
