"""Forms of releases."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import rules
from saathi.evidence.releases.actions import ReleaseInput
from saathi.evidence.releases.cube_counting import releasable_dimensions
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.vocabulary import (
    ProtectionMethod,
    ReleaseLicence,
    ReleaseSensitivity,
    ZeroDisclosure,
)
from saathi.infra.countries import Country
from saathi.infra.reasons import Reason
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import LongTextField

TABLE_FIELDS = ("table_1", "table_2", "table_3", "table_4")
# The fields of the form that are columns of a family as they are.
FAMILY_COLUMNS = (
    "slug", "title", "about", "country", "sensitivity", "method", "zeros", "geography", "change", "months",
    "licence",
)  # fmt: skip
MONTHS = [(month, dt.date(2001, month, 1)) for month in range(1, 13)]


class IndicatorChoiceForm(forms.Form):
    """The indicator of a family; it fixes population, unit and time basis."""

    indicator = forms.ChoiceField(label=_("Indicator"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(
            self,
            "indicator",
            [(indicator.name, indicator.title) for indicator in catalogue.all_indicators()],
        )


class ReleaseFamilyForm(RecordForm):
    """The settings that a family fixes for all its releases."""

    title = forms.CharField(label=_("Public title"), max_length=160)
    slug = forms.CharField(
        label=_("Name in the web address"),
        max_length=40,
        help_text=_(
            "Use lower-case Latin letters, digits and hyphens, for example children-identified."
        ),
    )
    about = LongTextField(
        label=_("Notes for readers"),
        max_length=2000,
        required=False,
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=[("", _("All recorded countries, each separately")), *Country.choices],
    )
    sensitivity = forms.ChoiceField(
        label=_("Harm if a child is identified"),
        choices=ReleaseSensitivity,
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(
        label=_("Disclosure control method"), choices=ProtectionMethod, widget=forms.RadioSelect
    )
    zeros = forms.ChoiceField(label=_("Zeros"), choices=ZeroDisclosure, widget=forms.RadioSelect)
    geography = forms.CharField(
        label=_("Version of districts and countries"),
        max_length=80,
        help_text=_("For example: districts of Saathi, 2026."),
    )
    change = forms.IntegerField(
        label=_("Maximum change of a published number in a correction"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_(
            "The disclosure test assumes that an attacker guesses this limit. If left blank, "
            "earlier releases are compared without a limit."
        ),
    )
    months = forms.TypedMultipleChoiceField(
        label=_("Months in which corrections are published"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    licence = forms.ChoiceField(
        label=_("Terms of use"), choices=ReleaseLicence, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, indicator: Indicator, **options: Any) -> None:
        super().__init__(*args, **options)
        self.indicator = indicator
        set_choices(self, "months", [(month, date_format(day, "F")) for month, day in MONTHS])
        choices = [
            (dimension.name, dimension.title) for dimension in releasable_dimensions(indicator)
        ]
        for number, name in enumerate(TABLE_FIELDS, 1):
            self.fields[name] = forms.MultipleChoiceField(
                label=gettext("Table %(number)s: disaggregate by") % {"number": number},
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label_suffix="",
            )

    def clean_slug(self) -> str:
        """A valid slug for URLs."""
        slug: str = self.cleaned_data["slug"].strip().lower()
        if not rules.SLUG.fullmatch(slug) or slug in rules.RESERVED_SLUGS:
            raise forms.ValidationError(
                _("Use 3 to 40 lower-case Latin letters, digits and hyphens. Start with a letter.")
            )
        return slug

    def clean(self) -> dict[str, Any]:
        """The cleaned data; tables differ, with few dimensions."""
        cleaned = super().clean() or {}
        tables = self.read_tables(cleaned)
        if not tables:
            self.add_error(TABLE_FIELDS[0], _("Choose at least one dimension for the first table."))
        if len(set(tables)) != len(tables):
            self.add_error(None, _("Two tables have the same dimensions. Change or remove one."))
        for name in TABLE_FIELDS:
            if len(cleaned.get(name) or ()) > rules.MAX_DIMENSIONS - 1:
                most = rules.MAX_DIMENSIONS - 1
                self.add_error(
                    name,
                    ngettext(
                        "Choose at most %(most)d dimension for a table.",
                        "Choose at most %(most)d dimensions for a table.",
                        most,
                    )
                    % {"most": most},
                )
        return cleaned

    def read_tables(self, cleaned: Mapping[str, Any]) -> list[str]:
        """The selected tables, each as comma-separated dimensions in the indicator's order."""
        order = [dimension.name for dimension in releasable_dimensions(self.indicator)]
        chosen = [cleaned[name] for name in TABLE_FIELDS if cleaned.get(name)]
        return [",".join(sorted(dimension, key=order.index)) for dimension in chosen]

    def to_record(self) -> Family:
        """The family as entered, not saved."""
        data = self.cleaned_data
        return Family(
            indicator=self.indicator.name,
            tables=self.read_tables(data),
            **{name: data[name] for name in FAMILY_COLUMNS},
        )


class ReleaseDraftForm(RecordForm):
    """The years, and the earlier release that it corrects, if any."""

    first_year = forms.IntegerField(label=_("First year"), min_value=1950, max_value=2200)
    last_year = forms.IntegerField(label=_("Last year"), min_value=1950, max_value=2200)
    corrects = forms.ChoiceField(label=_("Correction of an earlier release"), required=False)
    what_changed = LongTextField(
        label=_("Changes since that release"),
        max_length=500,
        required=False,
    )

    def __init__(
        self, *args: Any, published: Sequence[Release], today: dt.date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.published, self.today = {str(release.pk): release for release in published}, today
        set_choices(self, "corrects", [
            ("", _("No, this is a new release")),
            *((key, gettext("Release %(number)s") % {"number": release.number})
              for key, release in self.published.items()),
        ])  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The cleaned data; years complete and in order, corrections described."""
        cleaned = super().clean() or {}
        if {"first_year", "last_year"} <= cleaned.keys():
            self.add_reasons(
                rules.reasons_against_years(cleaned["first_year"], cleaned["last_year"], self.today)
            )
        if cleaned.get("corrects") and not cleaned.get("what_changed"):
            self.add_error(
                "what_changed", _("Describe the change. Readers see it on both releases.")
            )
        return cleaned

    def add_reasons(self, reasons: Iterable[Reason]) -> None:
        """Adds each reason to its field."""
        for reason in reasons:
            self.add_error(reason.code, gettext(reason.text))

    def to_input(self) -> ReleaseInput:
        """The years and the correction of the draft."""
        data = self.cleaned_data
        return ReleaseInput(
            data["first_year"],
            data["last_year"],
            self.published.get(data["corrects"]),
            data["what_changed"],
        )


class ReleaseDesignForm(RecordForm):
    """The design for protecting each table, or the choice to leave the table out."""

    def __init__(
        self,
        *args: Any,
        tables: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.names = [name for name, _title, _choices in tables]
        for name, title, choices in tables:
            self.fields[name] = forms.ChoiceField(
                label=title,
                choices=[*choices, ("", _("Leave this table out"))],
                required=False,
                widget=forms.RadioSelect,
                initial=choices[0][0] if choices else "",
                label_suffix="",
            )

    def clean(self) -> dict[str, Any]:
        """At least one table."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.names):
            self.add_error(None, _("Choose a design for at least one table."))
        return cleaned

    def chosen(self) -> dict[str, int]:
        """The number of the chosen design of each table that is not left out."""
        data = self.cleaned_data
        return {name: int(data[name]) for name in self.names if data.get(name)}


class ReleaseStepForm(RecordForm):
    """A step of a release that a person confirms."""

    seen_hash = forms.CharField(required=False, widget=forms.HiddenInput)


class ReleaseReasonForm(ReleaseStepForm):
    """A step that needs a reason in words."""

    why = LongTextField(
        label=_("Reason"),
        max_length=500,
    )


class ReleasePublishForm(ReleaseStepForm):
    """Publication; a correction outside of the calendar needs a reason."""

    why = LongTextField(
        label=_("Reason for publishing outside the calendar"),
        max_length=300,
        required=False,
        label_suffix="",
    )
