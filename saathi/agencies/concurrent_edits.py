"""Conflicting edits of one record: the other person's change, the typed value, which to keep.

A form carries a mark of each field's value from when its page was opened. If the version no longer
matches, the server can tell from the marks who changed what, without keeping or sending an old
value.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.earlier_field_names import EARLIER_FIELD_NAMES
from saathi.infra.digits import to_ascii_digits
from saathi.infra.join_words import join_words
from saathi.web.fields import OneBoxPerLineWidget, flat_choices, split_lines

CHOICE_PREFIX = "choose-"  # prefix of a field's name: which value to keep
MARK_LENGTH = (
    5  # characters of a mark; one change in a million would go unrecognised, but is still shown
)
VERSION_FIELD = "version"
SEEN_VERSION_PATTERN = re.compile(r"(\d+)(?:\.([0-9a-f]*))?")

type FieldValues = dict[str, list[str]]
type ConflictChoice = Literal["", "theirs", "mine", "both"]  # empty: only the person can decide


class SeenVersionField(forms.CharField):
    """The version of the record that the person saw, followed by a mark of each field's value."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The version alone; None if the form carries none."""
        text = to_ascii_digits(str(value or "")).strip()
        match = SEEN_VERSION_PATTERN.fullmatch(text)
        if text and match is None:
            raise forms.ValidationError(_("Open this page again and resubmit it."))
        return int(match[1]) if match else None


@dataclass(frozen=True)
class FieldConflict:
    """A field with two different values: the current one, the typed one, and the preselected choice."""

    name: str
    label: str
    theirs: str
    mine: str
    choice: ConflictChoice
    changed_by: str
    may_join: bool


def version_with_marks(form: forms.Form, version: int) -> str:
    """The version and marks that the form carries for the record it shows."""
    return f"{version}.{''.join(_mark(bound, stored_values(bound)) for bound in _comparable_fields(form))}"


def find_conflicts(form: forms.Form) -> list[FieldConflict]:
    """The fields of a submitted form that differ from the current record."""
    marks = _marks(form)
    conflicts = []
    for number, bound in enumerate(_comparable_fields(form)):
        typed, current = sent_values(bound, cast("QueryDict", form.data)), stored_values(bound)
        if _normalised(typed) == _normalised(current):
            continue
        mark = marks[number] if marks else ""
        they = _mark(bound, current) != mark
        i = _mark(bound, typed) != mark
        conflicts.append(_conflict(bound, current, typed, they=they, i=i))
    return conflicts


def is_resolved(data: Mapping[str, Any]) -> bool:
    """Whether the person has chosen, field by field, which value to keep."""
    return any(name.startswith(CHOICE_PREFIX) for name in data)


def apply_choices(form: forms.Form) -> None:
    """Puts the chosen values into the submitted form, in place of what was typed first."""
    data = cast("QueryDict", form.data).copy()
    for bound in _comparable_fields(form):
        choice = data.get(f"{CHOICE_PREFIX}{bound.html_name}")
        if choice not in {"theirs", "both"}:
            continue
        for name, values in stored_values(bound).items():
            joined = [_joined(bound, values, data.getlist(name))]
            data.setlist(name, joined if choice == "both" and _is_text(bound) else values)
    form.data = data


def resubmitted_values(form: forms.Form) -> list[tuple[str, str]]:
    """All submitted values and the newest version, for the page that asks which values to keep."""
    sent = cast("QueryDict", form.data)
    replaced = {"csrfmiddlewaretoken", VERSION_FIELD}
    pairs = [
        (name, str(value))
        for name, values in sent.lists()
        if name not in replaced and not name.startswith(CHOICE_PREFIX)
        for value in values
    ]
    newest = form.get_initial_for_field(form.fields[VERSION_FIELD], VERSION_FIELD)
    return [*pairs, (VERSION_FIELD, str(newest or ""))]


def stored_values(bound: BoundField) -> FieldValues:
    """What a browser would send for this field if it was not changed."""
    value = bound.field.prepare_value(bound.initial)
    name, widget = bound.html_name, bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value) or []
        names = [f"{name}{suffix}" for suffix in cast("Any", widget).widgets_names]
        return {
            part_name: [_text(item) for item in (part if isinstance(part, list) else [part])]
            for part_name, part in zip(names, parts, strict=True)
        }
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    if isinstance(widget, OneBoxPerLineWidget):
        return {name: split_lines(value)}
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return {name: [str(item) for item in value or ()]}
    return {name: [_text(value)]}


def sent_values(bound: BoundField, data: QueryDict) -> FieldValues:
    """What the browser sent for this field, also under its earlier name."""
    earlier = EARLIER_FIELD_NAMES.get(bound.name, "")
    before = f"{bound.html_name.removesuffix(bound.name)}{earlier}"

    def sent(name: str) -> list[str]:
        is_earlier = bool(earlier) and name not in data and earlier not in bound.form.fields
        return data.getlist(name.replace(bound.html_name, before, 1) if is_earlier else name)

    return {name: sent(name) for name in stored_values(bound)}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _normalised(values: FieldValues) -> list[list[str]]:
    """Equal values in equal form: ignores the order of choices, date digits and line endings."""
    read = to_ascii_digits if len(values) > 1 else str
    return [
        sorted(read(value.replace("\r\n", "\n").strip()) for value in field_values if value.strip())
        for field_values in values.values()
    ]


def _mark(bound: BoundField, values: FieldValues) -> str:
    """A mark that tells a changed field from an unchanged one without revealing its value."""
    text = json.dumps([bound.name, _normalised(values)])
    return salted_hmac("saathi.meanwhile", text, algorithm="sha256").hexdigest()[:MARK_LENGTH]


def _marks(form: forms.Form) -> list[str]:
    """The mark of each field when its page was opened; empty if the page sent no matching marks."""
    match = SEEN_VERSION_PATTERN.fullmatch(str(form.data.get(form.add_prefix(VERSION_FIELD), "")))
    text = (match[2] or "") if match else ""
    marks = [text[at : at + MARK_LENGTH] for at in range(0, len(text), MARK_LENGTH)]
    return marks if len(marks) == len(list(_comparable_fields(form))) else []


def _comparable_fields(form: forms.Form) -> Iterator[BoundField]:
    """The fields that a person sees and fills in; a browser cannot send a file again."""
    return (
        bound for bound in form if not (bound.is_hidden or isinstance(bound.field, forms.FileField))
    )


def _conflict(
    bound: BoundField, current: FieldValues, typed: FieldValues, *, they: bool, i: bool
) -> FieldConflict:
    may_join = _is_text(bound) and all(
        any(map(any, field_values.values())) for field_values in (current, typed)
    )
    # Two short texts, such as telephone numbers, are rarely meant to be joined.
    is_long = isinstance(bound.field.widget, forms.Textarea)
    choice: ConflictChoice = "mine"
    by = gettext("Changed on this page only.")
    if they and i:
        choice = "both" if may_join and is_long else ""
        by = gettext("Changed on this page and elsewhere.")
    elif they:
        choice, by = "theirs", gettext("Changed elsewhere, not on this page.")
    return FieldConflict(
        name=bound.html_name,
        label=str(bound.label),
        theirs=_display_text(bound, current),
        mine=_display_text(bound, typed),
        choice=choice,
        changed_by=by,
        may_join=may_join,
    )


def _is_text(bound: BoundField) -> bool:
    return bool(bound.field.widget.attrs.get("dir") == "auto")


def _joined(bound: BoundField, current: list[str], own: list[str]) -> str:
    between = "\n\n" if isinstance(bound.field.widget, forms.Textarea) else "; "
    return between.join(dict.fromkeys(text for text in (*current, *own) if text))


def _display_text(bound: BoundField, values: FieldValues) -> str:
    """The values as shown to a person."""
    parts = [value for field_values in values.values() for value in field_values if value]
    if isinstance(bound.field, forms.ChoiceField):
        choices = cast("Any", bound.field.choices)
        return join_words(str(label) for code, label in flat_choices(choices) if str(code) in parts)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return gettext("Yes") if parts else gettext("No")
    return ("." if len(values) > 1 else " ").join(parts)
