"""What a field of a form offers to choose from, where that is known only when the form is made."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

# (what is sent, what is shown), or (the title of a group, such pairs)
type ChoicePairs = Iterable[tuple[Any, Any]]


def set_choices(form: forms.BaseForm, name: str, choices: ChoicePairs | QuerySet[Any]) -> None:
    """Has the field offer these pairs, or these records; TypeError for a field that takes no such."""
    match form.fields[name], choices:
        case forms.ModelChoiceField() as field, QuerySet():
            field.queryset = choices
        case forms.ModelChoiceField(), _:
            raise TypeError(f"{name} offers records, and no pairs.")
        case forms.ChoiceField() as field, pairs if not isinstance(pairs, QuerySet):
            field.choices = pairs
        case _:
            raise TypeError(f"{name} does not offer such.")
