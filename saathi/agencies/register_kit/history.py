"""What changed in an entry, in words: its history, and what a second person has not seen yet."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit.actions import entry_content, history_text
from saathi.agencies.register_kit.declaration import Register, RegisterTables
from saathi.agencies.register_kit.locks import entry_link
from saathi.agencies.register_kit.models import (
    HISTORY_FIELDS,
    RegisterEntry,
    RegisterEntryVersion,
)
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.join_words import join_words
from saathi.web.components import Text
from saathi.web.fields import flat_choices

MAX_CHANGES_SHOWN = 20
CONFIRMED: Final = "confirmed_at"


@dataclass(frozen=True)
class EntryChange:
    """One change of an entry, with the content before and after."""

    when: str
    by: str
    what: str
    lines: Sequence[tuple[str, str, str]]  # what, before, after


def list_entry_changes(
    register: Register[Any, Any], entry: RegisterEntry, office: Office, *, is_maintainer: bool
) -> list[EntryChange]:
    """The last twenty changes of an entry, latest first.

    Readers who are not its maintainers see only the changes from one published content to the next,
    without the reasons the maintainers gave each other.
    """
    versions = list(_versions(register.table, entry).order_by("-version")[:MAX_CHANGES_SHOWN])
    names = names_of(version.changed_by for version in versions)
    labels = _labels(register, entry, is_maintainer=is_maintainer)
    after, number_after = entry_content(entry), entry.version
    changes = []
    for version in versions:
        body = {str(key): str(value) for key, value in version.body.items()}
        is_next, number_after = version.version + 1 == number_after, version.version
        what = _what_happened(body, after)
        lines = list(changed_lines(register, body, after, labels))
        if is_next and (lines or what):
            when = date_format(office.local(version.changed_at), "j F Y, H:i")
            changes.append(EntryChange(when, names.get(version.changed_by, ""), what, lines))
        after = body
    return changes


def unseen_changes(
    register: Register[Any, Any], entry: RegisterEntry
) -> Sequence[tuple[str, str, str]]:
    """What differs from the content that a second person saw last; empty if nothing or unseen."""
    before = _content_seen_last(register.table, entry)
    if before is None:
        return ()
    aside = {*HISTORY_FIELDS, *entry.unchecked_fields}
    every = _labels(register, entry, is_maintainer=True)
    labels = {name: label for name, label in every.items() if name not in aside}
    return list(changed_lines(register, before, entry_content(entry), labels))


def changes_to(
    register: Register[Any, Any], entry: RegisterEntry, values: Mapping[str, Any]
) -> Sequence[tuple[str, str, str]]:
    """What these values, by column, would change in an entry: label, before, after."""
    after = {name: history_text(value) for name, value in values.items()}
    labels = _labels(register, entry, is_maintainer=True)
    return list(changed_lines(register, entry_content(entry), after, labels))


def _versions(
    table: RegisterTables[Any], entry: RegisterEntry
) -> models.QuerySet[RegisterEntryVersion]:
    return table.versions._default_manager.filter(**{entry_link(table.versions): entry})


def _content_seen_last(
    table: RegisterTables[Any], entry: RegisterEntry
) -> Mapping[str, str] | None:
    """The content at the last publication or confirmation, found before the first change after it.

    If a change withdrew that publication, it is the last published content.
    """
    versions = _versions(table, entry)
    if entry.published_at is not None:
        seen_at = max(entry.published_at, entry.confirmed_at or entry.published_at)
        first = versions.filter(changed_at__gt=seen_at).order_by("version").first()
    else:
        first = versions.filter(body__state=EntryState.PUBLISHED).order_by("-version").first()
    return first.body if first else None


def _labels(
    register: Register[Any, Any], entry: RegisterEntry, *, is_maintainer: bool
) -> dict[str, Text]:
    """The label of each column that is shown; hidden columns have none."""
    columns = {field.name: field.attname for field in entry._meta.concrete_fields}
    fields = register.form_class.base_fields
    labels: dict[str, Text] = {
        columns.get(name, name): field.label or name for name, field in fields.items()
    }
    labels |= {
        "state": _("Status"),
        "review_on": _("Review due"),
        "withdrawn_on": _("Withdrawn"),
        "why_withdrawn": _("Reason for withdrawal"),
    }
    return labels | ({"why_returned": _("Returned for revision")} if is_maintainer else {})


def _what_happened(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """The step that a change made, in words; empty if only the content changed."""
    states = before.get("state", ""), after.get("state", "")
    moves = {
        ("draft", "proposed"): _("Submitted for publication"),
        ("proposed", "draft"): _("Returned for revision"),
        ("proposed", "published"): _("Published"),
        ("archived", "proposed"): _("Submitted again"),
    }
    if states in moves:
        return moves[states]
    if states[1] == "archived" and states[0] != "archived":
        return _("Withdrawn")
    if CONFIRMED in before and _moment(before) != _moment(after):
        return _("Changes confirmed")
    return ""


def _moment(content: Mapping[str, str]) -> dt.datetime | None:
    """The last confirmation's time; the database and Python write the same time differently."""
    text = content.get(CONFIRMED, "")
    return dt.datetime.fromisoformat(text) if text else None


def changed_lines(
    register: Register[Any, Any],
    before: Mapping[str, str],
    after: Mapping[str, str],
    labels: Mapping[str, Text],
) -> Iterator[tuple[str, str, str]]:
    """The label of each column that changed, with both values in words."""
    for name, value in before.items():
        new = after.get(name, value)
        if name not in labels or value == new:
            continue
        before_words, after_words = (_in_words(register, name, each) for each in (value, new))
        if before_words != after_words:  # not of a list in another order
            yield str(labels[name]), before_words, after_words


def _in_words(register: Register[Any, Any], column: str, stored: str) -> str:
    """A value of the history as the form shows it: labels of codes, names, dates."""
    columns = register.table.model._meta.concrete_fields
    model_field = next((field for field in columns if field.attname == column), None)
    form_field = register.form_class.base_fields.get(model_field.name if model_field else column)
    if column == "state":
        form_field = forms.ChoiceField(choices=EntryState.choices)
    match form_field:
        case forms.ModelChoiceField():
            return _name_of_row(model_field, form_field, stored)
        case forms.MultipleChoiceField():
            codes = {str(code) for code in json.loads(stored or "[]")}
            choices = flat_choices(form_field.choices)  # type: ignore[arg-type]
            return join_words([str(label) for code, label in choices if str(code) in codes])
        case forms.ChoiceField() if stored:
            return _label(form_field, stored)
        case forms.BooleanField():
            return _("Yes") if stored == "true" else _("No")
    is_day = isinstance(model_field, models.DateField) and stored
    return date_format(dt.date.fromisoformat(stored[:10]), "j F Y") if is_day else stored


def _name_of_row(model_field: Any, form_field: Any, stored: str) -> str:
    rows = model_field.related_model._default_manager.filter(pk=stored or None)
    return str(form_field.label_from_instance(rows[0])) if stored and rows else ""


def _label(field: forms.ChoiceField, code: str) -> str:
    known = {str(value): str(label) for value, label in flat_choices(field.choices)}  # type: ignore[arg-type]
    return known.get(str(code), str(code))
