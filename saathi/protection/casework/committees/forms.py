"""Forms for follow-ups and committee observations."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.protection.casework.committees.actions import (
    CommitteeFollowUpInput,
    CommitteeObservationInput,
)
from saathi.protection.casework.committees.vocabulary import (
    ChildCondition,
    ChildSighting,
    FollowUpFocus,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, PastDateField, ShortTextField

DEFAULT_FOLLOW_UP_DAYS = 30


class CommitteeMemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of people of any agency."""

    def label_from_instance(self, obj: Staff) -> str:
        """Agency, office and name."""
        return f"{obj.office.agency.name}, {obj.office.name}: {obj.name}"


class CommitteeFollowUpForm(SealedTextsForm):
    """Form for a follow-up. The committee member reads these texts and no others."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("called", "where", "keep_in_mind")

    asked_of = CommitteeMemberField(
        queryset=Staff.objects.none(), empty_label="—", label=_("Whom you ask")
    )
    called = forms.CharField(
        required=False,
        max_length=80,
        label=_("How the child is called there"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    where = ShortTextField(required=False, label=_("Where the child is found"))
    look_at = forms.MultipleChoiceField(
        required=False,
        choices=FollowUpFocus,
        widget=forms.CheckboxSelectMultiple,
        label=_("What to look at"),
    )
    keep_in_mind = ShortTextField(
        required=False,
        label=_("What to keep in mind"),
        help_text=_("Nothing of what happened to the child, and nothing the child told you."),
    )
    until = FullDateField(label=_("Until which day"))

    def __init__(self, *args: Any, people: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "asked_of", people)
        self.fields["until"].initial = self.today + dt.timedelta(days=DEFAULT_FOLLOW_UP_DAYS)

    def to_input(self) -> CommitteeFollowUpInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        looks = [FollowUpFocus(code) for code in data["look_at"]]
        return CommitteeFollowUpInput(data["asked_of"], looks, data["until"], self.texts())


class CommitteeObservationForm(SealedTextsForm):
    """Form for a committee's observation."""

    seen_on = PastDateField(label=_("On which day"))
    seen = forms.ChoiceField(
        choices=ChildSighting, widget=forms.RadioSelect, label=_("Was the child seen?")
    )
    how = forms.ChoiceField(choices=ChildCondition, widget=forms.RadioSelect, label=_("How it is"))
    what = ShortTextField(required=False, label=_("What you saw"))
    her_words = ShortTextField(required=False, label=_("What the child wants to be passed on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen_on"].initial = self.today

    def to_input(self) -> CommitteeObservationInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        texts = {"words": data["what"], "her_words": data["her_words"]}
        return CommitteeObservationInput(
            data["seen_on"], ChildSighting(data["seen"]), ChildCondition(data["how"]), texts
        )
