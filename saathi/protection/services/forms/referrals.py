"""Forms of referrals: the offer, the answer and what came of it, the access of a service."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoice
from saathi.agencies.models import Staff
from saathi.agencies.sending import WordsForm
from saathi.consent.models import Consent
from saathi.infra import places
from saathi.people.forms import Line
from saathi.protection.services.actions.referring import FollowUp, ReferralTold
from saathi.protection.services.forms.fields import NOTHING, Several
from saathi.protection.services.models import Service
from saathi.protection.services.vocabulary import (
    Accessible,
    HerAnswer,
    Outcome,
    Papers,
    ReferralState,
    ServiceKind,
    Shared,
    Urgency,
    WhyDeclined,
)
from saathi.web.fields import DayField, LongText, PastDayField
from saathi.web.offering import offer

FIRST_SHARED = (Shared.CODE, Shared.NEED)


class ChooseForm(forms.Form):
    """What to look for when a service is chosen with a child."""

    q = forms.CharField(required=False, max_length=80, label=_("Name, organisation or place"))
    kind = forms.ChoiceField(
        choices=[NOTHING, *ServiceKind.choices], required=False, label=_("What it does")
    )
    district = forms.ChoiceField(
        choices=places.district_choices, required=False, label=_("District")
    )
    needs = forms.ChoiceField(
        choices=[NOTHING, *Accessible.choices], required=False, label=_("Needs to get in")
    )


class OfferForm(WordsForm):
    """A service offered to a child. Nothing here asks what happened to her or where she is from."""

    sealed_fields = ("to_whom", "need", "withheld", "withheld_from", "her_words")

    kind = forms.ChoiceField(choices=ServiceKind, label=_("For what"))
    to_whom = Line(label=_("To which service"))
    urgency = forms.ChoiceField(
        choices=Urgency, initial=Urgency.PLANNED, widget=forms.RadioSelect, label=_("How soon")
    )
    offered_on = PastDayField(label=_("On which day"))
    her_answer = forms.ChoiceField(
        choices=HerAnswer, widget=forms.RadioSelect, label=_("What the child says to it")
    )
    her_words = LongText(required=False, label=_("Her or his reason, in own words"))
    need = LongText(
        label=_("What the service needs to know"),
        help_text=_("This stands in the letter. Write what the service must know, and no more."),
        max_length=4000,
    )
    shared = Several(
        choices=Shared,
        initial=FIRST_SHARED,
        required=True,
        label=_("What the service is told"),
        help_text=_("With the code and the need alone the child stays unknown to the service."),
    )
    consent = forms.ChoiceField(
        required=False, label=_("On what the sharing rests"), choices=[NOTHING]
    )
    withheld = Line(label=_("What is kept from it"), max_length=400)
    withheld_from = Line(label=_("From whom"), max_length=200)
    needs_access = Several(choices=Accessible, label=_("What the child needs to get in"))
    papers = forms.ChoiceField(
        choices=Papers,
        initial=Papers.NOT_KNOWN,
        label=_("Papers"),
        help_text=_("Only to count whether all are served alike. Never ask the child for it."),
    )

    def __init__(
        self,
        *args: Any,
        service: Service | None,
        consents: Sequence[tuple[Consent, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.service = service
        self.consents = {str(one.pk): one for one, _label in consents}
        choices = [NOTHING, *((str(one.pk), label) for one, label in consents)]
        offer(self, "consent", choices)
        if service is not None:
            del self.fields["to_whom"]
            kinds = [pair for pair in ServiceKind.choices if pair[0] in service.kinds]
            offer(self, "kind", kinds)
        else:
            self.fields["to_whom"].required = True

    def told(self) -> ReferralTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return ReferralTold(
            kind=ServiceKind(data["kind"]),
            urgency=Urgency(data["urgency"]),
            offered_on=data["offered_on"],
            service=self.service,
            her_answer=HerAnswer(data["her_answer"]),
            consent=self.consents.get(data["consent"]),
            shared=data["shared"],
            needs_access=data["needs_access"],
            papers=Papers(data["papers"]),
            words=self.words(),
        )


class FamilyOfferForm(WordsForm):
    """A service offered to the family that a report is about, while the report is looked into."""

    sealed_fields = ("to_whom", "need")

    kind = forms.ChoiceField(
        choices=ServiceKind, initial=ServiceKind.LIVELIHOOD, label=_("For what")
    )
    to_whom = Line(required=True, label=_("To which service, group or scheme"))
    urgency = forms.ChoiceField(choices=Urgency, initial=Urgency.PLANNED, label=_("How soon"))
    offered_on = PastDayField(label=_("On which day"))
    need = LongText(label=_("What the family needs"), max_length=4000)

    def told(self) -> ReferralTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return ReferralTold(
            kind=ServiceKind(data["kind"]),
            urgency=Urgency(data["urgency"]),
            offered_on=data["offered_on"],
            shared=(Shared.NEED,),
            words=self.words(),
        )


class FollowForm(WordsForm):
    """What became of a referral: the answer, the first day, the end, and how the child found it."""

    sealed_fields = ("her_words", "answer", "result")

    state = forms.ChoiceField(
        choices=ReferralState, widget=forms.RadioSelect, label=_("How it stands")
    )
    answered_on = PastDayField(required=False, label=_("Day of the answer"))
    why_declined = forms.ChoiceField(
        choices=[NOTHING, *WhyDeclined.choices],
        required=False,
        label=_("Why the service declined"),
        help_text=_("Write down the true reason, also one that it must not have."),
    )
    answer = LongText(required=False, label=_("What the service answered"), max_length=4000)
    her_answer = forms.ChoiceField(choices=HerAnswer, label=_("What the child says to it"))
    her_words = LongText(required=False, label=_("Her or his reason, in own words"))
    began_on = PastDayField(required=False, label=_("First day of the help"))
    ended_on = PastDayField(required=False, label=_("Last day of the help"))
    outcome = forms.ChoiceField(
        choices=[NOTHING, *Outcome.choices], required=False, label=_("What came of it")
    )
    result = LongText(required=False, label=_("In words"), max_length=4000)

    def told(self) -> FollowUp:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        why, outcome = data["why_declined"], data["outcome"]
        return FollowUp(
            state=ReferralState(data["state"]),
            her_answer=HerAnswer(data["her_answer"]),
            answered_on=data["answered_on"],
            began_on=data["began_on"],
            ended_on=data["ended_on"],
            why_declined=WhyDeclined(why) if why else None,
            outcome=Outcome(outcome) if outcome else None,
            words=self.words(),
        )


class AccessForm(WordsForm):
    """To whom at the service the file opens, and until when."""

    shows_words = False

    to = StaffChoice(queryset=Staff.objects.none(), label=_("Who there reads the file"))
    until = DayField(label=_("Last day"))

    def __init__(self, *args: Any, people: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "to", people)

    @property
    def last_day(self) -> dt.date:
        """The last day on which the file is open."""
        day: dt.date = self.cleaned_data["until"]
        return day
