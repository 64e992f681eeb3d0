"""Documents of the simulated nation: their files open, and they fit what the application would accept."""

import hashlib

import pytest

from saathi.agencies import records
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.protection.identification.portraits.models import Portrait
from saathi.vault import accepted_media, attachments
from saathi.vault.models import StoredFile

pytestmark = pytest.mark.xdist_group("simulation")


def test_each_simulated_document_has_files_that_open(small: str) -> None:
    files = list(DocumentFile.objects.select_related("document"))
    assert {file.media_type for file in files} == {"image/png", "application/pdf"}
    assert Document.objects.count() == len(files) > 20, small
    records.open_texts_of_each(files)
    for file in files:
        named = StoredFile.objects.filter(
            pk__in=filter(None, [file.original, file.shown, file.thumbnail])
        )
        contents = {stored.field_id: attachments.read_file(stored) for stored in named}
        original = contents["documents.original"]
        assert hashlib.sha256(original).hexdigest() == file.sha256
        assert accepted_media.detect_media_type(original) == file.media_type
        assert len(contents) == (3 if file.media_type == "image/png" else 1)


def test_each_simulated_photo_has_its_consent_and_opens(small: str) -> None:
    portraits = list(Portrait.objects.select_related("consent"))
    assert len(portraits) > 3, small
    for portrait in portraits:
        assert portrait.consent.scopes == ["picture"]
        stored = StoredFile.objects.get(pk=portrait.picture)
        assert accepted_media.detect_media_type(attachments.read_file(stored)) == stored.media_type


def test_documents_that_expire_are_due(small: str) -> None:
    expiring = set(Document.objects.exclude(due=None).values_list("due", flat=True))
    dues = Due.objects.filter(duty="document")
    assert {due.pk for due in dues} == expiring != set(), small
