"""Shows unanswered choices as unanswered: no browser preselects the first answer.

A list without an empty choice sends its first one, which would then be recorded as if a person had
chosen it. Evidence starts empty (`tests/architecture/test_evidence.py`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

NOT_RECORDED = _("Not recorded")
CHOOSE = _("Choose")


def add_unanswered_choice(field: forms.Field) -> None:
    """Gives a choice an empty answer: “Choose” if one is required, otherwise “Not recorded”.

    A choice with its own initial answer is left as it is, as are choices of records and choices of
    several answers.
    """
    if not isinstance(field, forms.ChoiceField) or isinstance(
        field, forms.ModelChoiceField | forms.MultipleChoiceField
    ):
        return
    widget = field.widget
    if isinstance(widget, forms.RadioSelect):
        _show_in_radios(widget, is_required=field.required)
    elif isinstance(widget, forms.Select) and field.initial in {None, ""}:
        _show_in_list(widget, is_required=field.required)


UNKNOWN_CODES = frozenset({"", "not_known", "not_said", "unknown", "not_asked", "not_judged"})


def label_if_known(code: TextChoices) -> str:
    """The label of a code; empty for "not recorded" and for codes that mean "not known"."""
    return "" if code.value in UNKNOWN_CODES else str(code.label)


def label_if_recorded(code: TextChoices) -> str:
    """The label of an answer, including "not known"; empty for "not recorded"."""
    return str(code.label) if code.value else ""


def _show_in_radios(widget: forms.RadioSelect, *, is_required: bool) -> None:
    choices = list(widget.choices)
    if is_required:
        widget.choices = [choice for choice in choices if choice[0] != ""]
    elif "" not in _codes(choices):
        widget.choices = [("", NOT_RECORDED), *choices]


def _show_in_list(widget: forms.Select, *, is_required: bool) -> None:
    choices = list(widget.choices)
    if "" not in _codes(choices):
        widget.choices = [("", CHOOSE if is_required else NOT_RECORDED), *choices]
    elif is_required:
        is_evidence = [(code, label) for code, label in choices if code == ""]
        if is_evidence and str(is_evidence[0][1]) == str(NOT_RECORDED):
            widget.choices = [(code, CHOOSE if code == "" else label) for code, label in choices]


def _codes(choices: Iterable[Any]) -> Iterator[Any]:
    """The codes of choices, including those in groups."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from (inner for inner, _label in label)
        else:
            yield code
