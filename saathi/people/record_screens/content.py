"""What the pages of records show: their parts, rows, tables and links, ready for the template."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.form_submission import RecordForm, posted_data
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.record_kit.rows import format_field, labelled_values
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.panels import Panel, PanelRow
from saathi.web.components import (
    ActionLink,
    AlertBox,
    LabelledValue,
    Text,
)

MAX_LISTED = 100  # of one kind on the page of a child


class ShownRecords(NamedTuple):
    """The first records of a query, which a page shows; `limit` is their number if there are more."""

    records: list[Scoped]
    limit: int = 0


def limit_notes(lists: Iterable[ShownRecords]) -> list[str]:
    """Notes on the page's lists that do not show all records; none of one that shows the newest alone."""
    text = gettext(
        "A list on this page has more than %(count)s entries. Only the first %(count)s are shown."
    )
    return [text % {"count": limit} for limit in sorted({shown.limit for shown in lists} - {0, 1})]


def _first_records(found: models.QuerySet[Any], most: int) -> ShownRecords:
    fetched = list(found[: most + 1])
    return ShownRecords(fetched[:most], most) if len(fetched) > most else ShownRecords(fetched)


class RecordQuery:
    """The latest records of one kind in a file that the reader may read, in the given order."""

    def __init__(self, model: type[Scoped], *order: str, related: Sequence[str] = ()) -> None:
        self.model, self.order, self.related = model, (*order, "-recorded_at"), related

    def list_records(self, staff: Staff, file_id: UUID) -> ShownRecords:
        """The records, at most a hundred, with the related rows."""
        found = access.rights(staff, file_id).records(self.model)
        if self.related:
            found = found.select_related(*self.related)
        return _first_records(found.order_by(*self.order), MAX_LISTED)


class OwnedQuery:
    """The latest records of one kind that belong to the record of a page, through the field `owner`."""

    def __init__(self, model: type[Scoped], owner: str, *order: str, most: int = 50) -> None:
        self.model, self.owner, self.order, self.most = model, owner, (*order, "-recorded_at"), most

    def list_opened(self, staff: Staff, record: models.Model) -> ShownRecords:
        """The records that the reader may read, at most `most`, with their texts opened."""
        found = access.visible(staff, self.model).filter(**{self.owner: record})
        shown = _first_records(found.order_by(*self.order), self.most)
        records.open_texts_of_each(shown.records)
        return shown


@dataclass(frozen=True)
class RecordFormText:
    """The texts of a form that has a page of its own, and the name of the address it belongs to."""

    heading: Text
    button: Text
    back: str
    back_label: Text
    title: Text = ""  # if it differs from the heading


@dataclass(frozen=True)
class FormPart:
    """A form as one part of a page."""

    form: RecordForm
    button: Text
    title: Text = ""
    lead: Text = ""
    template: str = "people/_form_part.html"


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


def record_loader[RecordT: Scoped](
    model: type[RecordT], may_open: Callable[[RecordT, Staff], bool] | None = None
) -> Callable[[Staff, UUID], RecordT]:
    """A loader that finds a record by its id and logs the view; 404 for those who may not read it.

    `may_open` restricts it further, such as to the person it is assigned to.
    """

    def load(staff: Staff, record_id: UUID) -> RecordT:
        record = access.get(staff, model, record_id)
        if may_open is not None and not may_open(record, staff):
            raise access.NotAllowed
        return record

    return load


def row_loader[RowT: models.Model](
    query: Callable[[Staff], models.QuerySet[RowT]],
) -> Callable[[Staff, UUID], RowT]:
    """A loader that finds a row of a query by its id; 404 if the reader's query lacks it."""

    def load(staff: Staff, row_id: UUID) -> RowT:
        row = query(staff).filter(pk=row_id).first()
        if row is None:
            raise access.NotAllowed
        return row

    return load


def load_reader(staff: Staff) -> Staff:
    """The reader, for a page that is not about a record yet."""
    return staff


def link(label: Text, view: str, *args: object, icon: str = "") -> ActionLink:
    """A link to the address with this name."""
    return ActionLink(label, reverse(view, args=args), icon)


def fill_form[FormT](request: StaffRequest, form: Callable[..., FormT], record: object) -> FormT:
    """The form, empty or as sent; with the record's current values, if it is a form of its fields."""
    if not isinstance(record, Scoped) or getattr(form, "model", None) is not type(record):
        return form(posted_data(request), staff=request.staff, about=record)
    records.open_texts(record)
    return form(posted_data(request), staff=request.staff, record=record)
