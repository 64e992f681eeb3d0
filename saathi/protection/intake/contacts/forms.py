"""Forms for a contact, for turning it into something, and for paper that is entered later."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import WordsForm
from saathi.infra import clock, places
from saathi.people.forms import LANGUAGE_CHOICES, Line
from saathi.protection.intake import rules
from saathi.protection.intake.actions import NewReport
from saathi.protection.intake.contacts.actions import Followed, NewContact, NewReferral
from saathi.protection.intake.forms import SEALED, MomentForm, ReportForm
from saathi.protection.intake.vocabulary import (
    WITHOUT_WORDS,
    AskedAbout,
    Became,
    Channel,
    ContactKind,
    Given,
    ReferralKind,
    ReferralState,
    ReporterKind,
    Urgency,
)
from saathi.web.fields import LongText, PastDayField

WORDS = ("what", "reporter_name", "reporter_contact")
NOT_SAID = ("", _("Not said"))


class ContactForm(MomentForm):
    """A contact: what it was, how it came. For one that was silent or a joke, two taps."""

    kind = forms.ChoiceField(choices=ContactKind, widget=forms.RadioSelect, label=_("What it was"))
    channel = forms.ChoiceField(choices=Channel, initial=Channel.HELPLINE, label=_("How it came"))
    urgency = forms.ChoiceField(
        choices=Urgency,
        initial=Urgency.NOT_KNOWN,
        required=False,
        label=_("How soon somebody must act"),
    )
    reporter_kind = forms.ChoiceField(
        choices=[NOT_SAID, *ReporterKind.choices], required=False, label=_("Who it was")
    )
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("Language that was spoken")
    )
    country = forms.ChoiceField(choices=places.country_choices, required=False, label=_("Country"))
    district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District")
    )
    asked_about = forms.MultipleChoiceField(
        choices=AskedAbout,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What was asked about"),
    )
    given = forms.MultipleChoiceField(
        choices=Given,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What you could give at once"),
    )
    what = LongText(
        required=False,
        label=_("What was said"),
        help_text=_("Only where somebody has to go on with it. It is sealed."),
    )
    reporter_name = Line(label=_("Name, if the person wants it known"), label_suffix="")
    reporter_contact = Line(label=_("How the person can safely be reached"))

    def clean(self) -> dict[str, Any]:
        """What is no report stays without words; nothing typed is thrown away for that."""
        cleaned = super().clean()
        if cleaned.get("kind"):
            words = {name: cleaned.get(name, "") for name in WORDS}
            for reason in rules.reasons_against_words(ContactKind(cleaned["kind"]), words):
                self.add_error("kind", gettext(reason.text))
        return cleaned

    def new_contact(self) -> NewContact:
        """What the form says, for the action that records it."""
        data = self.cleaned_data
        return NewContact(
            happened_at=data["received_at"],
            channel=data["channel"],
            kind=data["kind"],
            reporter_kind=data["reporter_kind"],
            language=data["language"],
            urgency=data["urgency"] or Urgency.NOT_KNOWN,
            country=data["country"] or places.country_of(data["district"]),
            district=data["district"],
            asked_about=data["asked_about"],
            given=data["given"],
            words={name: data[name] for name in WORDS},
        )


class PaperForm(ReportForm):
    """One paper form of a day in the field: as short as it can be, with the time it happened.

    Day, channel and place stay for the next one.
    """

    kind = forms.ChoiceField(
        choices=ContactKind, initial=ContactKind.CONCERN, label=_("What it was")
    )
    KEEPS = ("channel", "district", "language")  # what the next paper begins with

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        day = self.fields["received_on"]
        day.required, day.label = True, _("Day on the paper")
        day.help_text = _("The day it happened, not today.")

    def clean(self) -> dict[str, Any]:
        """A worry says something; what is none says nothing of a person."""
        cleaned = super().clean()
        if cleaned.get("kind"):
            words = {name: cleaned.get(name, "") for name in SEALED}
            for reason in rules.reasons_against_words(ContactKind(cleaned["kind"]), words):
                self.add_error("kind", gettext(reason.text))
        return cleaned

    def is_worry(self, cleaned: dict[str, Any]) -> bool:
        """Only a worry has to say something."""
        return bool(cleaned.get("kind", ContactKind.CONCERN) == ContactKind.CONCERN)

    def new_contact(self) -> NewContact:
        """The contact on the paper; the words of a worry lie in its report alone."""
        data = self.cleaned_data
        is_worry = data["kind"] == ContactKind.CONCERN
        is_bare = data["kind"] in WITHOUT_WORDS
        return NewContact(
            happened_at=data["received_at"],
            channel=data["channel"],
            kind=data["kind"],
            reporter_kind="" if is_bare else data["reporter_kind"],
            language=data["language"],
            urgency=data["urgency"],
            country=data["country"] or places.country_of(data["district"]),
            district=data["district"],
            is_from_paper=True,
            words={} if is_worry else {name: data[name] for name in WORDS},
        )

    def worry(self) -> NewReport | None:
        """The report on the paper, where it is one."""
        if self.cleaned_data["kind"] != ContactKind.CONCERN:
            return None
        return NewReport(**vars(self.new_report()) | {"is_from_paper": True})

    def next_one(self) -> dict[str, str]:
        """What the next paper begins with, for the address: a day and codes, nothing personal."""
        data = self.cleaned_data
        day: dt.date = data["received_on"]
        return {"day": day.isoformat()} | {name: data[name] for name in self.KEEPS if data[name]}


class ReferralForm(WordsForm):
    """Where somebody is referred to. What the person wants decides, not what we think is good."""

    sealed_fields = ("to", "whom", "what")

    kind = forms.ChoiceField(choices=ReferralKind, widget=forms.RadioSelect, label=_("What for"))
    to = Line(required=True, label=_("To whom: service, office, person"))
    whom = Line(label=_("Who is to be helped, and how to reach them safely"), max_length=500)
    what = LongText(required=False, label=_("What they need"), max_length=2000)
    state = forms.ChoiceField(
        choices=[
            (state.value, state.label)
            for state in (ReferralState.OFFERED, ReferralState.AGREED, ReferralState.DECLINED)
        ],
        initial=ReferralState.AGREED,
        widget=forms.RadioSelect,
        label=_("What the person says to it"),
    )

    def new_referral(self) -> NewReferral:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        kind, state = ReferralKind(data["kind"]), ReferralState(data["state"])
        return NewReferral(kind, state, clock.now(), self.words())


class FollowForm(WordsForm):
    """What became of a referral."""

    shows_words = True

    state = forms.ChoiceField(
        choices=ReferralState, widget=forms.RadioSelect, label=_("How it stands")
    )
    answered_on = PastDayField(required=False, label=_("On which day"))
    answer = LongText(required=False, label=_("In your words"), max_length=2000)

    def told(self) -> Followed:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return Followed(ReferralState(data["state"]), data["answered_on"], data["answer"])


ANY = ("", _("Any"))


class ContactFilter(forms.Form):
    """Which contacts a list shows. Nothing in it is personal: it stands in the address."""

    kind = forms.ChoiceField(
        choices=[ANY, *ContactKind.choices], required=False, label=_("What it was")
    )
    channel = forms.ChoiceField(
        choices=[ANY, *Channel.choices], required=False, label=_("How it came")
    )
    became = forms.ChoiceField(
        choices=[ANY, *Became.choices], required=False, label=_("What became of it")
    )
    day = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
        label=_("Up to which day"),
    )
