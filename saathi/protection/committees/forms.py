"""Forms of follow-ups: what a committee is asked, and what it tells."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.sending import WordsForm
from saathi.protection.committees.actions import Asked, Looked
from saathi.protection.committees.vocabulary import HowItIs, LookAt, Seen
from saathi.web.fields import DayField, FewLines, PastDayField
from saathi.web.offering import offer

USUAL_DAYS = 30


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of people of any agency."""

    def label_from_instance(self, obj: Staff) -> str:
        """Agency, office and name."""
        return f"{obj.office.agency.name}, {obj.office.name}: {obj.name}"


class AskForm(WordsForm):
    """What somebody of a committee is asked to look at. She reads these words and no others."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("called", "where", "keep_in_mind")

    asked_of = PersonChoice(queryset=Staff.objects.none(), empty_label="—", label=_("Whom you ask"))
    called = forms.CharField(
        required=False,
        max_length=80,
        label=_("How the child is called there"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    where = FewLines(required=False, label=_("Where the child is found"))
    look_at = forms.MultipleChoiceField(
        required=False,
        choices=LookAt,
        widget=forms.CheckboxSelectMultiple,
        label=_("What to look at"),
    )
    keep_in_mind = FewLines(
        required=False,
        label=_("What to keep in mind"),
        help_text=_("Nothing of what happened to the child, and nothing the child told you."),
    )
    until = DayField(label=_("Until which day"))

    def __init__(self, *args: Any, people: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "asked_of", people)
        self.fields["until"].initial = self.today + dt.timedelta(days=USUAL_DAYS)

    def asked(self) -> Asked:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        looks = [LookAt(one) for one in data["look_at"]]
        return Asked(data["asked_of"], looks, data["until"], self.words())


class TellForm(WordsForm):
    """What the committee saw."""

    seen_on = PastDayField(label=_("On which day"))
    # The field, not the version the person saw: a form takes its fields out of the class.
    seen = forms.ChoiceField(  # type: ignore[assignment]
        choices=Seen, widget=forms.RadioSelect, label=_("Was the child seen?")
    )
    how = forms.ChoiceField(choices=HowItIs, widget=forms.RadioSelect, label=_("How it is"))
    what = FewLines(required=False, label=_("What you saw"))
    her_words = FewLines(required=False, label=_("What the child wants to be passed on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen_on"].initial = self.today

    def looked(self) -> Looked:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        words = {"words": data["what"], "her_words": data["her_words"]}
        return Looked(data["seen_on"], Seen(data["seen"]), HowItIs(data["how"]), words)
