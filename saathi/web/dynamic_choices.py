"""Sets the choices of a form field that are only known when the form is created."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

# (submitted value, label), or (title of a group, such pairs)
type ChoicePairs = Iterable[tuple[Any, Any]]


def set_choices(form: forms.BaseForm, name: str, choices: ChoicePairs | QuerySet[Any]) -> None:
    """Makes the field offer these pairs or records; raises TypeError if it has no choices."""
    match form.fields[name], choices:
        case forms.ModelChoiceField() as field, QuerySet():
            field.queryset = choices
        case forms.ModelChoiceField(), _:
            raise TypeError(f"{name} offers records, and no pairs.")
        case forms.ChoiceField() as field, pairs if not isinstance(pairs, QuerySet):
            field.choices = pairs
        case _:
            raise TypeError(f"{name} does not offer such.")
