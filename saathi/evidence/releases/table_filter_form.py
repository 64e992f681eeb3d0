"""The filter of a released table. A plain GET form: the address contains the selection."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.releases import labels
from saathi.evidence.releases.cube_counting import YEAR
from saathi.evidence.releases.table_cuts import (
    ReleaseTableFilter,
    ReleaseTableSource,
    default_filter,
)
from saathi.web.dynamic_choices import set_choices


class ReleaseTableFilterForm(forms.Form):
    """The dimensions of rows and columns, and the selected code of every other dimension."""

    rows = forms.ChoiceField(label=_("Rows"), required=False)
    columns = forms.ChoiceField(label=_("Columns"), required=False)

    def __init__(self, address: Mapping[str, str], *, source: ReleaseTableSource) -> None:
        """Builds the form from the dimensions and codes of this table."""
        self.source, self.first = source, default_filter(source)
        initial_values: dict[str, Any] = {"rows": self.first.rows, "columns": self.first.columns}
        initial_values |= dict.fromkeys(source.dimensions, TOTAL)
        super().__init__({name: address.get(name, value) for name, value in initial_values.items()})
        titles = [
            (name, labels.dimension_title(source.indicator, name)) for name in source.dimensions
        ]
        set_choices(self, "columns", titles)
        set_choices(self, "rows", [("", _("Total")), *titles])
        for name, title in titles:
            choices = [
                (code, labels.code_label(source.indicator, name, code))
                for code in source.codes(name)
            ]
            self.fields[name] = forms.ChoiceField(label=title, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Rejects a dimension chosen for both rows and columns."""
        cleaned = super().clean() or {}
        if cleaned.get("rows") and cleaned.get("rows") == cleaned.get("columns"):
            self.add_error("rows", _("Choose a dimension that is not in the columns."))
        return cleaned

    def to_filter(self) -> ReleaseTableFilter:
        """The selected filter; an unknown value counts as missing, with a message."""
        self.is_valid()
        data = self.cleaned_data
        columns = data.get("columns") or YEAR
        rows = data.get("rows", self.first.rows if columns != self.first.rows else "")
        filters = {
            name: data[name]
            for name in self.source.dimensions
            if data.get(name) and name not in {rows, columns}
        }
        return ReleaseTableFilter(rows, columns, filters)
