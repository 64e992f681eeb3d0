"""Forms of agreements between authorities."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.record_actions import RecordActionReasonForm
from saathi.evidence.approval.forms import SignedAgreementForm
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import IndicatorTheme
from saathi.evidence.releases.models import Release
from saathi.evidence.research.forms import offer_releases
from saathi.evidence.sharing.models import SharingAgreement
from saathi.evidence.sharing.vocabulary import PartnerAuthority, SharingPurpose
from saathi.infra import district_list
from saathi.web.fields import LongTextField


def indicator_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every indicator under its theme."""
    every = catalogue.all_indicators()
    return [
        (
            str(theme.label),
            [
                (indicator.name, str(indicator.title))
                for indicator in every
                if indicator.theme == theme
            ],
        )
        for theme in IndicatorTheme
    ]


def dimension_choices() -> list[tuple[str, str]]:
    """Every dimension of releases; one name may have several titles."""
    titles: dict[str, list[str]] = {}
    for indicator in catalogue.all_indicators():
        for dimension in indicator.by:
            known_titles = titles.setdefault(dimension.name, []) if dimension.do_sums_hold else []
            if str(dimension.title) not in known_titles:
                known_titles.append(str(dimension.title))
    return sorted(
        ((name, " / ".join(known_titles)) for name, known_titles in titles.items()), key=_label
    )


def _label(choice: tuple[str, str]) -> str:
    return choice[1]


class AgreementForm(SignedAgreementForm):
    """The signed agreement between two authorities."""

    field_order = (
        "partner", "partner_kind", "country", "number", "purpose", "what", "indicators", "by", "keeping",
        "agreed_on", "until",
    )  # fmt: skip

    partner = forms.CharField(
        label=_("Other authority"),
        max_length=200,
        help_text=_("The authority is responsible. The agreement names the person who signed."),
    )
    partner_kind = forms.ChoiceField(label=_("Type"), choices=PartnerAuthority)
    country = forms.ChoiceField(
        label=_("Country of the authority"), choices=district_list.country_choices, required=False
    )
    number = forms.CharField(label=_("Number of the signed agreement"), max_length=120)
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=SharingPurpose,
        widget=forms.RadioSelect,
        help_text=_("Tracing or prosecuting a person is not an allowed purpose."),
    )
    what = LongTextField(label=_("Summary of the agreement"), max_length=2000)
    indicators = forms.MultipleChoiceField(
        label=_("Indicators that may be shared"),
        choices=indicator_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    by = forms.MultipleChoiceField(
        label=_("Disaggregation beyond year and country"),
        choices=dimension_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose as few as the purpose needs. None means totals only."),
    )
    keeping = forms.CharField(label=_("Storage and access at the other authority"), max_length=500)

    def to_record(self) -> SharingAgreement:
        """The agreement as entered, not saved."""
        return SharingAgreement(**self.columns())


class SharingForm(RecordForm):
    """The tables to share and their recipient at the other authority."""

    shows_stored_texts = False

    release = forms.ChoiceField(
        label=_("Release"),
        help_text=_("Anything outside the agreement is refused, and the refusal is logged."),
    )
    to = forms.CharField(
        label=_("Recipient and means of delivery"),
        max_length=200,
        help_text=_("For example: head of the statistics office, by hand on an encrypted drive."),
    )

    def __init__(self, *args: Any, releases: Sequence[Release], **options: Any) -> None:
        super().__init__(*args, **options)
        self.releases = offer_releases(self, releases)


class AgreementEndForm(RecordActionReasonForm):
    """The end of an agreement."""

    why = LongTextField(label=_("Other authority’s report on its copies"), max_length=500)
