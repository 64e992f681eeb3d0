"""Forms of requests of researchers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.evidence.releases.models import Release
from saathi.evidence.research import rules
from saathi.evidence.research.actions import ResearchRequestInput
from saathi.evidence.research.vocabulary import ResearchPurpose
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import LongTextField


class ResearchRequestForm(RecordForm):
    """The request of an institute, its purpose and its agreement."""

    shows_words = False

    institute = forms.CharField(
        label=_("Institute"),
        max_length=200,
        help_text=_("The institute answers for it; the researcher's name is in the agreement."),
    )
    title = forms.CharField(label=_("Title of the project"), max_length=200)
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=ResearchPurpose, widget=forms.RadioSelect
    )
    question = LongTextField(
        label=_("What is to be found out, and why published numbers do not suffice"),
        max_length=2000,
    )
    ethics = forms.CharField(
        label=_("Who looked at its ethics, and when"),
        max_length=300,
        help_text=_("The board, with the number and the day of its decision."),
    )
    agreement = forms.CharField(label=_("Number of the signed agreement"), max_length=120)
    agreed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Ends on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("By then every copy is destroyed. Two years are the most."),
    )
    release = forms.ChoiceField(
        label=_("Release"),
        help_text=_(
            "An extract is made of protected tables, published or approved for it. No record of a "
            "child can be asked for."
        ),
    )

    def __init__(
        self, *args: Any, releases: Sequence[Release], today: dt.date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.releases = {str(release.pk): release for release in releases}
        self.today = today
        set_choices(
            self,
            "release",
            [(key, self._release_label(release)) for key, release in self.releases.items()],
        )

    @staticmethod
    def _release_label(release: Release) -> str:
        return gettext("%(title)s, release %(number)s, %(state)s") % {
            "title": release.family.title,
            "number": release.number,
            "state": release.get_state_display(),
        }

    def clean_agreed_on(self) -> dt.date:
        """A date that is not in the future: an unsigned agreement is not valid."""
        day: dt.date = self.cleaned_data["agreed_on"]
        if day > self.today:
            raise forms.ValidationError(_("What is not signed yet is no agreement."))
        return day

    def clean_until(self) -> dt.date:
        """A date in the future, within the maximum duration of an agreement."""
        day: dt.date = self.cleaned_data["until"]
        for reason in rules.reasons_against_time(day, self.today):
            raise forms.ValidationError(gettext(reason.text))
        return day

    def to_input(self) -> ResearchRequestInput:
        """The request as entered."""
        data = self.cleaned_data
        return ResearchRequestInput(
            release=self.releases[data["release"]],
            **{
                name: data[name]
                for name in (
                    "institute", "title", "purpose", "question", "ethics", "agreement",
                    "agreed_on", "until",
                )
            },
        )  # fmt: skip


class ResearchRequestEndForm(RecordForm):
    """The end of an agreement."""

    shows_words = False
    why = LongTextField(
        label=_("What the institute told of its copies"),
        max_length=500,
        help_text=_("As in: destroyed on 3 May, by letter of the same day."),
    )
