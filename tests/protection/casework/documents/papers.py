"""Documents and their files, made as a worker adds them."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.documents import actions
from saathi.protection.casework.documents.actions import SentFile, SentFiles
from saathi.protection.casework.documents.models import Document, DocumentFile
from tests.protection.casework.documents.pictures import GPS, PDF, SECRET, photo
from tests.roles import acting, role

__all__ = ("GPS", "PDF", "SECRET", "add", "file_of", "photo", "sent", "typed")
DAY = dt.date(2026, 3, 9)
TITLE = "Birth certificate of Sunita"
NUMBER = "NP-2012-77310"


def add(child: Child, actor: Staff, *files: bytes, **fields: Any) -> Document:
    """A birth certificate with these files."""
    values = {
        "kind": "birth",
        "original_with": "family",
        "source": "family",
        "received_on": DAY,
        "purpose": "identity",
        "audience": "team",
        "title": TITLE,
        "number": NUMBER,
    } | fields
    texts = {name: values.pop(name) for name in ("title", "number")}
    document = Document(file_id=child.file_id, child=child, **values)
    document.title, document.number = texts["title"], texts["number"]
    sent = SentFiles([SentFile("sunita-birth.jpg", data) for data in files], has_read=True)
    with acting(actor):
        return actions.add_document(document=document, sent=sent, actor=actor)


def file_of(document: Document) -> DocumentFile:
    """The only file of a document."""
    with role("maintenance"):
        return DocumentFile.objects.get(document=document)


def typed(**fields: object) -> dict[str, object]:
    """The form of a document as it is typed, without files."""
    return {
        "kind": "birth",
        "title": TITLE,
        "original_with": "family",
        "source": "family",
        "received_on_0": "9",
        "received_on_1": "3",
        "received_on_2": "2026",
        "purpose": "identity",
        "audience": "team",
    } | fields


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data)
