"""Columns and filters of a list, derived from the fields of its records (`agencies.record_kit`)."""

from collections.abc import Callable, Collection
from typing import Any, Literal, cast

from django import forms
from django.db.models import Field, Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import ListColumn, ListFilter
from saathi.agencies.record_kit.forms import derive_field
from saathi.agencies.record_kit.rows import format_field
from saathi.web.components import DisplayTableCell, Text


def field_column(
    name: str,
    label: Text,
    *,
    opens: str = "",
    attention: Collection[str] | None = None,
    sort: str = "",
) -> ListColumn[Any]:
    """A column with a field's value in words. `opens` is the page of the record to which it links.

    With `attention` the value is a state, highlighted if it is one of these codes. `sort` names the
    field that orders it; a field with codes would be sorted by the codes, not by their words.
    """

    def cell(record: Model) -> DisplayTableCell:
        tag: Literal["", "attend", "quiet"] = ""
        if attention is not None:
            tag = "attend" if getattr(record, name) in attention else "quiet"
        url = reverse(opens, args=[record.pk]) if opens else ""
        return DisplayTableCell(format_field(record, name), url, tag=tag)

    return ListColumn(name, label, cell, sort)


def text_column(
    name: str, label: Text, text: Callable[[Any], Text], *, sort: str = ""
) -> ListColumn[Any]:
    """A column with a text computed for each record; `sort` names the field that orders it."""
    return ListColumn(name, label, lambda record: DisplayTableCell(text(record)), sort)


def choice_filter(model: type[Model], name: str, label: Text) -> ListFilter:
    """A filter for the records with one code of a field; all records if none is chosen."""
    column = cast("Field[Any, Any]", model._meta.get_field(name))
    choices = [("", _("All")), *column.flatchoices]
    field = derive_field(model, name, required=False, choices=choices, label=label)
    field.widget = forms.Select(choices=choices)  # also where a form has radio buttons
    return ListFilter(name, field, lambda records, code: records.filter(**{name: code}))


def finder_filter(name: str, field: forms.Field) -> ListFilter:
    """A filter of a list with its own function (`ListDeclaration.find`), which gets the value."""
    return ListFilter(name, field, lambda records, _value: records)
