"""Forms of prevalence estimates."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.evidence.prevalence import rules
from saathi.evidence.prevalence.estimating import MAX_LISTS, Pattern, list_overlap_patterns
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.evidence.prevalence.vocabulary import AssumptionValidity, EstimateAssumption
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.web.fields import DigitsField, LongTextField

LETTERS = "ABCD"
FIRST_YEAR = 1990
MIN_LISTS = 2
# The fields of the form that are columns of an estimate as they are.
ESTIMATE_COLUMNS = ("title", "who", "country", "first_year", "last_year", "matched", "doubts")


def pattern_field_name(pattern: Pattern) -> str:
    """The form field's name for a pattern."""
    return "in_" + "".join(LETTERS[list_number].lower() for list_number in sorted(pattern))


def _label(pattern: Pattern) -> str:
    letters = join_words(LETTERS[list_number] for list_number in sorted(pattern))
    if len(pattern) == 1:
        return gettext("Only in list %(letters)s") % {"letters": letters}
    return gettext("Only in lists %(letters)s") % {"letters": letters}


class EstimateForm(RecordForm):
    """Two to four lists, the number of persons in each combination of them, and the assumptions."""

    shows_stored_texts = False

    title = forms.CharField(label=_("Title"), max_length=200)
    who = LongTextField(
        label=_("Population"),
        max_length=500,
        help_text=_(
            "For example: children under 18 in domestic work for others, in one city, in one year."
        ),
    )
    country = forms.ChoiceField(label=_("Country"), choices=Country)
    first_year = DigitsField(max_length=4, label=_("First year"))
    last_year = DigitsField(max_length=4, label=_("Last year"))
    list_a = forms.CharField(label=_("List A: owner and criteria for inclusion"), max_length=200)
    list_b = forms.CharField(label=_("List B"), max_length=200)
    list_c = forms.CharField(
        label=_("List C (optional)"), label_suffix="", max_length=200, required=False
    )
    list_d = forms.CharField(
        label=_("List D (optional)"), label_suffix="", max_length=200, required=False
    )
    matched = LongTextField(
        label=_("Method of matching persons across the lists, and who matched them"),
        max_length=500,
        help_text=_("Do not enter names of persons on the lists."),
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        for pattern in list_overlap_patterns(MAX_LISTS):
            self.fields[pattern_field_name(pattern)] = DigitsField(
                max_length=6, required=False, label=_label(pattern)
            )
        for assumption in EstimateAssumption:
            self.fields[f"holds_{assumption}"] = forms.ChoiceField(
                choices=AssumptionValidity,
                initial=AssumptionValidity.NOT_KNOWN,
                label=assumption.label,
            )
        self.fields["doubts"] = LongTextField(
            required=False, label=_("Limitations"), max_length=1000
        )

    def clean(self) -> dict[str, Any]:
        """The cleaned data, if lists and overlaps are complete and an estimate results."""
        data = super().clean() or self.cleaned_data
        self._check_years(data)
        if data.get("list_d") and not data.get("list_c"):
            self.add_error("list_c", _("Enter list C before list D."))
        patterns = list_overlap_patterns(self._count_lists(data))
        for pattern in list_overlap_patterns(MAX_LISTS):
            name, is_entered = (
                pattern_field_name(pattern),
                data.get(pattern_field_name(pattern)) is not None,
            )
            if pattern in patterns and not is_entered and name not in self.errors:
                self.add_error(name, _("Enter a number, or 0 if there are none."))
            if pattern not in patterns and is_entered:
                self.add_error(name, _("Leave this blank: the list was not entered."))
        if not self.errors:
            overlaps = {pattern: data[pattern_field_name(pattern)] for pattern in patterns}
            for reason in rules.reasons_against_lists(self._count_lists(data), overlaps):
                self.add_error(None, gettext(reason.text))
        return data

    def _check_years(self, data: dict[str, Any]) -> None:
        first, last = data.get("first_year"), data.get("last_year")
        for name, year in (("first_year", first), ("last_year", last)):
            if year is not None and not FIRST_YEAR <= year <= self.today.year:
                self.add_error(name, _("Enter a year with four digits that is not in the future."))
        if first is not None and last is not None and last < first:
            self.add_error("last_year", _("Enter a last year that is not before the first year."))

    @staticmethod
    def _count_lists(data: dict[str, Any]) -> int:
        return MIN_LISTS + bool(data.get("list_c")) + bool(data.get("list_d"))

    def to_record(self) -> tuple[PrevalenceEstimate, list[int]]:
        """The estimate as entered, not saved, and its exact counts."""
        data = self.cleaned_data
        lists = self._count_lists(data)
        estimate = PrevalenceEstimate(
            lists=[data[f"list_{letter.lower()}"] for letter in LETTERS[:lists]],
            assumptions={
                assumption.value: data[f"holds_{assumption}"] for assumption in EstimateAssumption
            },
            **{name: data[name] for name in ESTIMATE_COLUMNS},
        )
        return estimate, [data[pattern_field_name(each)] for each in list_overlap_patterns(lists)]
