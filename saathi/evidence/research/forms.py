"""Forms of requests of researchers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_actions import RecordActionReasonForm
from saathi.evidence.approval.forms import SignedAgreementForm
from saathi.evidence.releases.models import Release
from saathi.evidence.research.models import ResearchRequest
from saathi.evidence.research.vocabulary import ResearchPurpose
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import LongTextField


def offer_releases(form: forms.Form, releases: Iterable[Release]) -> dict[str, Release]:
    """Makes the field `release` of a form offer `releases`; returns them by their form values."""
    by_key = {str(release.pk): release for release in releases}
    set_choices(form, "release", [(key, _release_label(row)) for key, row in by_key.items()])
    return by_key


def _release_label(release: Release) -> str:
    return gettext("%(title)s, release %(number)s, %(state)s") % {
        "title": release.family.title,
        "number": release.number,
        "state": release.get_state_display(),
    }


class ResearchRequestForm(SignedAgreementForm):
    """The request of an institute, its purpose and its agreement."""

    field_order = (
        "institute", "title", "purpose", "question", "ethics", "agreement", "agreed_on", "until", "release",
    )  # fmt: skip

    institute = forms.CharField(
        label=_("Institute"),
        max_length=200,
        help_text=_(
            "The institute is responsible for the project. The researcher’s name is in the "
            "agreement."
        ),
    )
    title = forms.CharField(label=_("Project title"), max_length=200)
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=ResearchPurpose, widget=forms.RadioSelect
    )
    question = LongTextField(
        label=_("Research question, and why published statistics are not sufficient"),
        max_length=2000,
    )
    ethics = forms.CharField(
        label=_("Ethics review: board and date"),
        max_length=300,
        help_text=_("Name of the ethics board, with the number and date of its decision."),
    )
    agreement = forms.CharField(label=_("Number of the signed agreement"), max_length=120)
    release = forms.ChoiceField(
        label=_("Release"),
        help_text=_(
            "An extract contains only disclosure-controlled tables that are published or "
            "approved for the extract. Records of children cannot be requested."
        ),
    )

    def __init__(self, *args: Any, releases: Sequence[Release], **options: Any) -> None:
        super().__init__(*args, **options)
        self.releases = offer_releases(self, releases)

    def to_record(self) -> ResearchRequest:
        """The request as entered, not saved."""
        columns = self.columns()
        return ResearchRequest(**columns | {"release": self.releases[columns["release"]]})


class ResearchRequestEndForm(RecordActionReasonForm):
    """The end of an agreement."""

    why = LongTextField(
        label=_("Institute’s report on its copies"),
        max_length=500,
        help_text=_("For example: destroyed on 3 May, confirmed by letter of the same day."),
    )
