"""What the pages of documents show."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import record_history
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.infra.countries import country_name
from saathi.infra.join_words import join_words
from saathi.people import record_screens as kit
from saathi.protection.casework.documents import queries, rules
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.casework.documents.rules import Validity
from saathi.protection.casework.documents.vocabulary import (
    OTHER_COUNTRY,
    DocumentAudience,
    DocumentState,
)
from saathi.vault.accepted_media import MediaType
from saathi.web.components import (
    ActionLink,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
    TimelineItem,
    isolate_direction,
)

type SortDirection = Literal["ascending", "descending"]
SHOW = "documents:show_document"
MEDIA_NAMES = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WebP",
    MediaType.PDF: "PDF",
}


@dataclass(frozen=True)
class ListOrder:
    """How a list is sorted, and the type by which it is filtered, for the links in its headings."""

    order: str
    kind: str

    def column(self, label: object, code: str, direction: SortDirection) -> DisplayTableColumn:
        """A heading that sorts the list."""
        chosen = f"&kind={self.kind}" if self.kind else ""
        is_here = (self.order or "received") == code
        return DisplayTableColumn(
            str(label), sort_url=f"?sort={code}{chosen}", sort_order=direction if is_here else ""
        )


@dataclass(frozen=True)
class ShownFile:
    """One file of a document, ready for the page; without links once it is removed."""

    title: str
    about: str
    url: str
    thumbnail_url: str
    is_picture: bool
    actions: Sequence[ActionLink]


def document_table(
    documents: Sequence[Document], caption: object, staff: Staff, sorting: ListOrder | None = None
) -> DisplayTable | None:
    """Documents in a list, None if there are none; with `sorting`, two headings sort it."""
    if not documents:
        return None
    names = names_of({document.recorded_by for document in documents})
    counts = queries.count_files_of_each(staff, documents)
    received, until = DisplayTableColumn(_("Received")), DisplayTableColumn(_("Valid until"))
    if sorting is not None:
        received = sorting.column(received.label, "received", "descending")
        until = sorting.column(until.label, "valid", "ascending")
    columns = [
        DisplayTableColumn(_("Title")),
        DisplayTableColumn(_("Type of document")),
        received,
        DisplayTableColumn(_("Added by")),
        until,
        DisplayTableColumn(_("Who can see this")),
        DisplayTableColumn(_("Original")),
    ]
    today = staff.office.today()
    rows = [_cells(document, names, counts, today) for document in documents]
    return DisplayTable(str(caption), columns, rows)


def _cells(
    document: Document, names: Mapping[UUID, str], counts: Mapping[UUID, int], today: dt.date
) -> list[DisplayTableCell]:
    count = counts.get(document.pk, 0)
    files = ngettext("%(count)d file", "%(count)d files", count) % {"count": count}
    source = str(document.get_source_display())
    return [
        DisplayTableCell(
            f"{isolate_direction(title_of(document))} ({files})",
            reverse(SHOW, args=[document.file_id, document.pk]),
        ),
        DisplayTableCell(document.get_kind_display()),
        DisplayTableCell(f"{kit.format_day(document.received_on)}, {source}"),
        DisplayTableCell(names.get(document.recorded_by, "")),
        _validity_cell(document, today),
        DisplayTableCell(document.get_audience_display()),
        DisplayTableCell(document.get_original_with_display()),
    ]


def _validity_cell(document: Document, today: dt.date) -> DisplayTableCell:
    if document.state != DocumentState.CURRENT:
        return DisplayTableCell(document.get_state_display(), tag="quiet")
    text = validity_text(document, today)
    match rules.validity(document.valid_until, today):
        case Validity.EXPIRED:
            return DisplayTableCell(text, tag="danger")
        case Validity.ENDS_SOON:
            return DisplayTableCell(text, tag="attend")
    return DisplayTableCell(text)


def validity_text(document: Document, today: dt.date) -> str:
    """When the validity of a document ends, with the days remaining if that is near."""
    until, day = document.valid_until, kit.format_day(document.valid_until)
    match rules.validity(until, today):
        case Validity.UNLIMITED:
            return gettext("no end date")
        case Validity.EXPIRED:
            return gettext("expired on %(day)s") % {"day": day}
        case Validity.ENDS_SOON:
            days = (until - today).days if until else 0
            left = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
            return f"{day}, {left}"
    return day


def title_of(document: Document) -> str:
    """The title of an opened document; its type where the texts were erased."""
    return document.title or str(document.get_kind_display())


def document_pairs(document: Document, staff: Staff) -> list[LabelledValue]:
    """The facts of an opened document."""
    is_other = document.issued_in == OTHER_COUNTRY
    country = gettext("Another country") if is_other else country_name(document.issued_in)
    readers = names_of(set(document.readers))
    audience = document.get_audience_display()
    if document.audience == DocumentAudience.NAMED:
        audience = join_words(readers.get(reader, "") for reader in document.readers)
    removal = ["removed_on", "removed_because"] if document.removed_on else []
    added = names_of({document.recorded_by}).get(document.recorded_by, "")
    return kit.labelled_values(
        document,
        [
            "kind",
            "issuer",
            "number",
            "issued_on",
            LabelledValue(_("Country of issue"), country),
            LabelledValue(_("Valid until"), validity_text(document, staff.office.today())),
            "original_with",
            "received_on",
            "source",
            "purpose",
            LabelledValue(_("Who can see this"), audience),
            LabelledValue(_("Added by"), added),
            "note",
            *removal,
        ],
    )


def shown_file(document_file: DocumentFile, *, may_write: bool) -> ShownFile:
    """One file with its links."""
    ids = [document_file.file_id, document_file.document_id, document_file.pk]
    kind = MEDIA_NAMES.get(MediaType(document_file.media_type), "")
    title = gettext("File %(number)d") % {"number": document_file.number}
    if document_file.original is None:
        day = kit.format_day(document_file.removed_on)
        because = document_file.get_removed_because_display()
        about = gettext("Removed on %(day)s: %(reason)s") % {"day": day, "reason": because}
        return ShownFile(title, about, "", "", is_picture=False, actions=())
    is_picture = document_file.shown is not None
    actions = [kit.link(_("Download the original"), "documents:download_original", *ids)]
    if may_write:
        actions.append(kit.link(_("Remove file"), "documents:remove_document_file", *ids))
    return ShownFile(
        title=title,
        about=" · ".join(filter(None, [document_file.name, kind])),
        url=reverse("documents:open_file", args=ids) if is_picture else "",
        thumbnail_url=reverse("documents:open_thumbnail", args=ids) if is_picture else "",
        is_picture=is_picture,
        actions=actions,
    )


def document_history(document: Document, staff: Staff) -> list[TimelineItem]:
    """When the document was added, its texts were changed, and it was replaced or removed; latest first."""
    changes = record_history.old_values(staff, document)
    successor = queries.get_successor(staff, document)
    names = names_of(
        {
            document.recorded_by,
            *(change.replaced_by for change in changes),
            *([successor.recorded_by] if successor else []),
        }
    )

    def item(at: dt.datetime, text: object, actor: UUID) -> TimelineItem:
        return TimelineItem(kit.format_moment(at, staff.office), str(text), names.get(actor, ""))

    changed = [
        item(change.replaced_at, _("Texts changed"), change.replaced_by) for change in changes
    ]
    events = [*changed, item(document.recorded_at, _("Added"), document.recorded_by)]
    if successor is not None:
        events.insert(0, item(successor.recorded_at, _("Replaced"), successor.recorded_by))
    if document.removed_on is not None:
        reason = document.get_removed_because_display()
        text = gettext("Removed: %(reason)s") % {"reason": reason}
        events.insert(0, TimelineItem(kit.format_day(document.removed_on), text, ""))
    return events
