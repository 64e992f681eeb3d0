"""What a page of records shows: its parts, rows and links, ready for the template."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.form_submission import RecordForm, posted_data
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.rows import format_field, labelled_values
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.panels import Panel, PanelRow
from saathi.web.components import (
    ActionLink,
    AlertBox,
    LabelledValue,
    Text,
)


@dataclass(frozen=True)
class RecordFormText:
    """The texts of a form that has a page of its own, and the name of the address it belongs to."""

    heading: Text
    button: Text
    back: str
    back_label: Text
    title: Text = ""  # if it differs from the heading
    has_cancel: bool = False  # whether a link beside the button leads back


@dataclass(frozen=True)
class FormPart:
    """A form as one part of a page."""

    form: RecordForm
    button: Text
    title: Text = ""
    lead: Text = ""
    template: str = "people/_form_part.html"
    cancel_url: str = ""


@dataclass(frozen=True)
class PageContent:
    """What a page shows, from top to bottom."""

    title: Text = ""  # for a list of a child's file, if it differs from the label of its link
    back: ActionLink | None = None
    heading: Text = ""  # if it differs from the title; on a child's page below the header
    alerts: Sequence[AlertBox] = ()
    facts: Text = ""
    lead: Text = ""
    notes: Sequence[Text] = ()  # lists that do not show all records, see `limit_notes`
    buttons: Sequence[ActionLink] = ()
    parts: Sequence[Panel | FormPart | None] = ()
    next_url: str = ""  # of the next page of a list
    beside: ActionLink | None = None
    is_narrow: bool = False
    main_buttons: int = 99  # how many of the buttons, from the first, are main ones


def record_row(
    record: models.Model,
    fields: str | Iterable[str | LabelledValue],
    *,
    state: str = "",
    opens: str = "",
    **row: Any,
) -> PanelRow:
    """One record as a row: its fields with their labels; the field with its state; the page it opens.

    `row` gives the other values of `PanelRow`, such as its title, or a `state_text` in place of a
    field. Texts must have been opened.
    """
    text = row.pop("state_text", "") or (format_field(record, state) if state else "")
    if opens:
        row["actions"] = [link(_("Open"), opens, record.pk)]
    return PanelRow(state=text, pairs=labelled_values(record, fields), **row)


def link(label: Text, view: str, *args: object, icon: str = "") -> ActionLink:
    """A link to the address with this name."""
    return ActionLink(label, reverse(view, args=args), icon)


def fill_form[FormT](request: StaffRequest, form: Callable[..., FormT], record: object) -> FormT:
    """The form, empty or as sent; with the record's current values, if it is a form of its fields."""
    if not isinstance(record, Scoped) or getattr(form, "model", None) is not type(record):
        initial_of = getattr(form, "initial_of", None)
        given = {"initial": initial} if initial_of and (initial := initial_of(request.GET)) else {}
        return form(posted_data(request), staff=request.staff, about=record, **given)
    records.open_texts(record)
    return form(posted_data(request), staff=request.staff, record=record)
