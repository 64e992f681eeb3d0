"""Forms of external series."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.engines.sheets.reading import read_sheet
from saathi.evidence.external.models import ExternalSeries
from saathi.evidence.external.queries import SeriesCells, SeriesTableFilter
from saathi.evidence.external.series_reading import FIRST_YEAR, LAST_YEAR
from saathi.evidence.external.vocabulary import SeriesColumnRole, SeriesLayout
from saathi.web.fields import LongTextField


class SeriesForm(RecordForm):
    """A table of another organisation, with its source."""

    shows_stored_texts = False

    file = forms.FileField(label=_("File to upload"), help_text=_("CSV, Excel or LibreOffice."))
    layout = forms.ChoiceField(
        label=_("Type of table"), choices=SeriesLayout, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    source = forms.CharField(
        label=_("Source citation"),
        max_length=400,
        help_text=_("Publisher, title, and version or date."),
    )
    licence = forms.CharField(label=_("Terms of use"), max_length=300)
    retrieved_on = forms.DateField(
        label=_("Date retrieved"), widget=forms.DateInput(attrs={"type": "date"})
    )
    notes = LongTextField(label=_("Source notes on the data"), max_length=2000, required=False)

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.body = b""

    def clean_file(self) -> Any:
        """The file, if it is a readable table."""
        file = self.cleaned_data["file"]
        self.body = file.read()
        try:
            read_sheet(self.body)
        except SheetNotReadable as error:
            text = gettext(error.problem.reason.text)
            values = error.problem.values
            raise forms.ValidationError(text % values if values else text) from None
        return file

    def clean_retrieved_on(self) -> dt.date:
        """A date that is not in the future."""
        day: dt.date = self.cleaned_data["retrieved_on"]
        if day > self.today:
            raise forms.ValidationError(_("Enter today’s date or an earlier date."))
        return day

    def to_record(self) -> ExternalSeries:
        """The metadata of the table, not saved."""
        names = ("layout", "title", "source", "licence", "retrieved_on", "notes")
        return ExternalSeries(**{name: self.cleaned_data[name] for name in names})


class SeriesColumnsForm(RecordForm):
    """The role of each column, and a year and country where no column contains them."""

    shows_stored_texts = False

    def __init__(
        self, *args: Any, columns: tuple[str, ...], counts_rows: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offered = [("", _("not in this table")), *((name, name) for name in columns)]
        for role in SeriesColumnRole:
            if role == SeriesColumnRole.NUMBER and counts_rows:
                continue
            self.fields[role.value] = forms.ChoiceField(
                label=capfirst(str(role.label)), choices=offered, required=False, label_suffix=""
            )
        self.fields["fixed_year"] = forms.IntegerField(
            label=_("Year of all rows, if no column contains it"),
            min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, label_suffix="",
        )  # fmt: skip
        self.fields["fixed_place"] = forms.CharField(
            label=_("Country of all rows, if no column contains it"),
            max_length=60, required=False, label_suffix="",
        )  # fmt: skip

    def columns(self) -> dict[str, str]:
        """The selected column of each role."""
        data = self.cleaned_data
        return {role.value: data[role.value] for role in SeriesColumnRole if data.get(role.value)}


class SeriesShowForm(RecordForm):
    """Confirms showing a series; rows with errors are left out only if that is confirmed too."""

    shows_stored_texts = False
    leave_out = forms.BooleanField(
        label=_("Leave out rows with errors (their number is shown)"), required=False
    )


class SeriesWithdrawForm(RecordForm):
    """The reason for withdrawing a series."""

    shows_stored_texts = False
    why = forms.CharField(label=_("Reason"), max_length=300)


class SeriesTableFilterForm(forms.Form):
    """The dimension of the rows, and the selected value of every other role."""

    def __init__(self, address: Mapping[str, str], *, series_cells: SeriesCells) -> None:
        self.shown = series_cells
        initial_values = {"rows": series_cells.default_rows} | {
            role: series_cells.default_value(role) for role in series_cells.roles
        }
        super().__init__({name: address.get(name, value) for name, value in initial_values.items()})
        roles = [(role, capfirst(str(SeriesColumnRole(role).label))) for role in series_cells.roles]
        self.fields["rows"] = forms.ChoiceField(label=_("Rows"), choices=roles)
        for role, label in roles:
            offered = [
                (offered_value, offered_value) for offered_value in series_cells.values[role]
            ]
            self.fields[role] = forms.ChoiceField(label=label, choices=offered, required=False)

    def to_filter(self) -> SeriesTableFilter:
        """The selected filter; an unknown value counts as missing, with a message."""
        self.is_valid()
        data = self.cleaned_data
        rows = data.get("rows") or self.shown.default_rows
        return SeriesTableFilter(
            rows,
            {
                role: data.get(role) or self.shown.default_value(role)
                for role in self.shown.roles
                if role != rows
            },
        )
