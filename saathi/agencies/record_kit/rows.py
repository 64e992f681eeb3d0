"""The fields of a record as lines of a page: label, value in words, text for an empty value."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.formats import date_format

from saathi.agencies.models import Office
from saathi.agencies.record_kit.fields import codes_in_list, declaration_of, sealed_texts_of
from saathi.infra.join_words import join_words
from saathi.web.components import LabelledValue, Text


def labelled_values(
    record: models.Model, fields: str | Iterable[str | LabelledValue]
) -> list[LabelledValue]:
    """The named fields with their labels; a `LabelledValue` among them stays as it is.

    Sealed texts must have been opened. A date has the form "3 March 2026".
    """
    listed = fields.split() if isinstance(fields, str) else fields
    return [
        field if isinstance(field, LabelledValue) else _labelled(record, field) for field in listed
    ]


def _labelled(record: models.Model, name: str) -> LabelledValue:
    text = sealed_texts_of(type(record)).get(name)
    declaration = text.declaration if text else declaration_of(record._meta.get_field(name))
    if declaration is None:
        raise TypeError(f"{type(record).__name__}.{name} is not declared: write its line.")
    label = declaration.row_label or declaration.label
    return LabelledValue(label, format_field(record, name), missing=declaration.missing)


def format_field(record: models.Model, name: str) -> Text:
    """The value of a field in words, or empty. TypeError for a datetime: see `format_moment`."""
    value: Any = getattr(record, name)
    if name in sealed_texts_of(type(record)):
        return cast("str", value)
    column = cast("models.Field[Any, Any]", record._meta.get_field(name))
    if isinstance(value, dt.datetime):
        raise TypeError(f"{name} is a moment: its day depends on the office.")
    if isinstance(value, dt.date):
        return format_day(value)
    if isinstance(column, ArrayField):
        labels = dict(column.base_field.flatchoices or codes_in_list(column))
        return join_words(labels.get(code, code) for code in value)
    if column.flatchoices:
        return cast("Text", dict(column.flatchoices).get(value, value))
    return "" if value is None else str(value)


def format_day(day: dt.date | None) -> str:
    """A date such as "3 March 2026"; empty if there is none."""
    return "" if day is None else date_format(day, "j F Y")


def format_moment(at: dt.datetime | None, office: Office, style: str = "j F Y, H:i") -> str:
    """A datetime by the clock of an office, in words; empty if there is none."""
    return "" if at is None else date_format(office.local(at), style)
