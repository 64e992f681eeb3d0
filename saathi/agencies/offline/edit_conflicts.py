"""Two people on one record: what the other changed, what this one typed, and whose word holds.

A form carries a mark of each field as it stood when its page was opened. So the server can tell, when
the version no longer fits, which of the two changed what, without keeping or sending anything old.
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

from saathi.infra.digits import to_ascii_digits
from saathi.infra.join_words import join_words
from saathi.web.fields import flat_choices

CHOICE_PREFIX = "choose-"  # before the name of a field: whose word holds
MARK_LENGTH = (
    5  # letters of a mark: one in a million changes would pass for none, and be shown all the same
)
VERSION_FIELD = "version"
SEEN_VERSION_PATTERN = re.compile(r"(\d+)(?:\.([0-9a-f]*))?")

type FieldValues = dict[str, list[str]]
type ConflictChoice = Literal["", "theirs", "mine", "both"]  # empty: nobody can decide but she


class SeenVersionField(forms.CharField):
    """The version of the record that the person saw, and after it a mark of each field as it stood."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The version alone; None where nothing was seen."""
        text = to_ascii_digits(str(value or "")).strip()
        found = SEEN_VERSION_PATTERN.fullmatch(text)
        if text and found is None:
            raise forms.ValidationError(_("Open this page again and send it once more."))
        return int(found[1]) if found else None


@dataclass(frozen=True)
class FieldConflict:
    """One field that the two left differently: how it stands now, what was typed, whose word is set."""

    name: str
    label: str
    theirs: str
    mine: str
    choice: ConflictChoice
    changed_by: str
    may_join: bool


def version_with_marks(form: forms.Form, version: int) -> str:
    """What the form carries of the record it shows."""
    return f"{version}.{''.join(_mark(bound, stored_values(bound)) for bound in _asked(form))}"


def find_conflicts(form: forms.Form) -> list[FieldConflict]:
    """The fields of a form that was sent, as far as it and the record as it stands now differ."""
    marks = _marks(form)
    found = []
    for number, bound in enumerate(_asked(form)):
        typed, here = sent_values(bound, cast("QueryDict", form.data)), stored_values(bound)
        if _plain(typed) == _plain(here):
            continue
        mark = marks[number] if marks else ""
        they = _mark(bound, here) != mark
        i = _mark(bound, typed) != mark
        found.append(_difference(bound, here, typed, they=they, i=i))
    return found


def is_resolved(data: Mapping[str, Any]) -> bool:
    """Whether the person has chosen, field by field, whose word holds."""
    return any(name.startswith(CHOICE_PREFIX) for name in data)


def apply_choices(form: forms.Form) -> None:
    """Puts what she chose into the form that was sent, in place of what she typed at first."""
    data = cast("QueryDict", form.data).copy()
    for bound in _asked(form):
        whose = data.get(f"{CHOICE_PREFIX}{bound.html_name}")
        if whose not in {"theirs", "both"}:
            continue
        for name, values in stored_values(bound).items():
            both = [_joined(bound, values, data.getlist(name))]
            data.setlist(name, both if whose == "both" and _is_text(bound) else values)
    form.data = data


def resubmitted_values(form: forms.Form) -> list[tuple[str, str]]:
    """All that was sent, for the page that asks whose word holds, with the newest version."""
    kept = cast("QueryDict", form.data)
    asked = {"csrfmiddlewaretoken", VERSION_FIELD}
    pairs = [
        (name, str(value))
        for name, values in kept.lists()
        if name not in asked and not name.startswith(CHOICE_PREFIX)
        for value in values
    ]
    newest = form.get_initial_for_field(form.fields[VERSION_FIELD], VERSION_FIELD)
    return [*pairs, (VERSION_FIELD, str(newest or ""))]


def stored_values(bound: BoundField) -> FieldValues:
    """What a browser would send of this field if nothing was changed on its page."""
    value = bound.field.prepare_value(bound.initial)
    name, widget = bound.html_name, bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value) or []
        names = [f"{name}_{number}" for number in range(len(widget.widgets))]
        return {one: [_text(part)] for one, part in zip(names, parts, strict=True)}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if value else []}
    if isinstance(widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return {name: [str(one) for one in value or ()]}
    return {name: [_text(value)]}


def sent_values(bound: BoundField, data: QueryDict) -> FieldValues:
    """What the browser sent of this field."""
    return {name: data.getlist(name) for name in stored_values(bound)}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _plain(values: FieldValues) -> list[list[str]]:
    """The same for the same: whatever the order of choices, the digits of a day, the ends of lines."""
    read = to_ascii_digits if len(values) > 1 else str
    return [
        sorted(read(one.replace("\r\n", "\n").strip()) for one in some if one.strip())
        for some in values.values()
    ]


def _mark(bound: BoundField, values: FieldValues) -> str:
    """Tells a changed field from one that stayed; it says nothing of what stands there."""
    text = json.dumps([bound.name, _plain(values)])
    return salted_hmac("saathi.meanwhile", text, algorithm="sha256").hexdigest()[:MARK_LENGTH]


def _marks(form: forms.Form) -> list[str]:
    """The mark of each field as its page was opened; none where the page sent none that fit."""
    found = SEEN_VERSION_PATTERN.fullmatch(str(form.data.get(form.add_prefix(VERSION_FIELD), "")))
    text = (found[2] or "") if found else ""
    marks = [text[at : at + MARK_LENGTH] for at in range(0, len(text), MARK_LENGTH)]
    return marks if len(marks) == len(list(_asked(form))) else []


def _asked(form: forms.Form) -> Iterator[BoundField]:
    """The fields that a person sees and answers; a file cannot be asked back from the browser."""
    return (
        bound for bound in form if not (bound.is_hidden or isinstance(bound.field, forms.FileField))
    )


def _difference(
    bound: BoundField, here: FieldValues, typed: FieldValues, *, they: bool, i: bool
) -> FieldConflict:
    may_join = _is_text(bound) and all(any(map(any, one.values())) for one in (here, typed))
    whose: ConflictChoice = "mine"
    by = gettext("Only you changed this.")
    if they and i:
        whose = "both" if may_join else ""
        by = gettext("You both changed this.")
    elif they:
        whose, by = "theirs", gettext("Only the other person changed this.")
    return FieldConflict(
        name=bound.html_name,
        label=str(bound.label),
        theirs=_words(bound, here),
        mine=_words(bound, typed),
        choice=whose,
        changed_by=by,
        may_join=may_join,
    )


def _is_text(bound: BoundField) -> bool:
    return bool(bound.field.widget.attrs.get("dir") == "auto")


def _joined(bound: BoundField, theirs: list[str], mine: list[str]) -> str:
    between = "\n\n" if isinstance(bound.field.widget, forms.Textarea) else "; "
    return between.join(dict.fromkeys(text for text in (*theirs, *mine) if text))


def _words(bound: BoundField, values: FieldValues) -> str:
    """As a person reads it."""
    parts = [one for some in values.values() for one in some if one]
    if isinstance(bound.field, forms.ChoiceField):
        choices = cast("Any", bound.field.choices)
        return join_words(str(label) for code, label in flat_choices(choices) if str(code) in parts)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return gettext("Yes") if parts else gettext("No")
    return ("." if len(values) > 1 else " ").join(parts)
