"""Documents of a child and their files, as far as the reader may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from django.db import connection
from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.expressions import Combinable

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.casework.documents.vocabulary import DocumentKind, DocumentState

MAX_LISTED = 200
# How the list can be sorted, by the code in its URL.
ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "received": ("-received_on", "-recorded_at"),
    "valid": (F("valid_until").asc(nulls_last=True), "-received_on"),
}


def list_documents(
    staff: Staff, child: Child, *, kind: str = "", order: str = "", text: str = ""
) -> list[Document]:
    """The child's documents with their texts, those in use first; at most two hundred.

    `text` is searched, ignoring case, in the title, issuer and number of all the child's documents.
    """
    found = access.visible(staff, Document).filter(child=child)
    if kind in DocumentKind.values:
        found = found.filter(kind=kind)
    in_use = Case(When(state=DocumentState.CURRENT, then=0), default=1)
    ordered = found.order_by(in_use, *ORDERS.get(order, ORDERS["received"]), "pk")
    words = text.casefold().split()
    if not words:
        listed = list(ordered[:MAX_LISTED])
        records.open_texts_of_each(listed)
        return listed
    shown: list[Document] = []
    for start in count(step=MAX_LISTED):
        batch = list(ordered[start : start + MAX_LISTED])
        records.open_texts_of_each(batch)
        shown += [document for document in batch if _contains(document, words)]
        if len(batch) < MAX_LISTED or len(shown) >= MAX_LISTED:
            break
    return shown[:MAX_LISTED]


def _contains(document: Document, words: Collection[str]) -> bool:
    texts = f"{document.title} {document.issuer} {document.number}".casefold()
    return all(word in texts for word in words)


def count_files_of_each(staff: Staff, documents: Collection[Document]) -> dict[UUID, int]:
    """The number of files kept for each document."""
    kept = access.visible(staff, DocumentFile).filter(
        document__in=documents, original__isnull=False
    )
    counted = kept.values("document").annotate(count=Count("pk")).order_by()
    return {row["document"]: row["count"] for row in counted}


def get_document(staff: Staff, file_id: UUID, document_id: UUID) -> Document:
    """One document with its child and texts; logged. 404 if the reader may not see it."""
    document = records.get_record_of_file(staff, Document, file_id, document_id)
    records.open_texts(document)
    return document


def get_document_file(
    staff: Staff, file_id: UUID, document_id: UUID, document_file_id: UUID
) -> DocumentFile:
    """One file of a document, unopened and not logged; 404 without access to the document."""
    found = access.visible(staff, DocumentFile).filter(
        pk=document_file_id, document=document_id, file=file_id
    )
    document_file = found.select_related("document__child").first()
    if document_file is None:
        raise access.NotAllowed
    return document_file


def list_files(staff: Staff, document: Document, *, only_kept: bool = False) -> list[DocumentFile]:
    """The files of a document in their order, with their texts."""
    condition = Q(original__isnull=False) if only_kept else Q()
    result = access.visible(staff, DocumentFile).filter(condition, document=document)
    files = list(result.order_by("number"))
    records.open_texts_of_each(files)
    return files


def last_file_number(staff: Staff, document: Document) -> int:
    """The highest number of a file of the document, also of removed ones; 0 if it had none."""
    document_files = access.visible(staff, DocumentFile).filter(document=document)
    return document_files.aggregate(last=Max("number"))["last"] or 0


def validity_end_column(documents: QuerySet[Document]) -> Case:
    """The column, in a query of duties, of the last day on which the document to renew is valid.

    Empty for other duties, and if the document is not among `documents`, those that the reader may see.
    """
    renewed = documents.filter(file=OuterRef("file"), due=OuterRef("pk"))
    of_duty = When(duty=Duty.DOCUMENT, then=Subquery(renewed.values("valid_until")[:1]))
    return Case(of_duty, default=None, output_field=DateField())


def get_successor(staff: Staff, document: Document) -> Document | None:
    """The document that replaced this one, if the reader may see it."""
    return access.visible(staff, Document).filter(replaces=document.pk).first()


@dataclass(frozen=True)
class UntransferableDuty:
    """A duty about a document the next worker may not see; who stays and may, None if none."""

    due_id: UUID
    keeper_id: UUID | None


def list_untransferable_duties(
    case_id: UUID, staff: Staff, leaving: Collection[Staff]
) -> tuple[UntransferableDuty, ...]:
    """Open duties of `leaving` on documents `staff` may not see, for writers of duties."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT due, keeper FROM document_dues_not_for(%s, %s, %s)",
            [case_id, staff.pk, [person.pk for person in leaving]],
        )
        return tuple(UntransferableDuty(*row) for row in cursor.fetchall())
