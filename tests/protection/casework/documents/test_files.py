"""Files of documents: who opens them, what the browser gets, and what stays of them where."""

import io
import re
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from PIL import Image

from saathi.agencies import access, record_history, records
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.vault import actions as vault_actions
from saathi.vault import attachments
from saathi.vault.models import StoredFile
from saathi.vault.vocabulary import ErasureReason
from tests import filled
from tests.desk import cast
from tests.factories import agencies, children, teams
from tests.protection.casework.documents import papers
from tests.roles import acting, role
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
OPEN, THUMBNAIL, ORIGINAL = (
    "documents:open_file",
    "documents:open_thumbnail",
    "documents:download_original",
)
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def path_of(name: str, document: Document, file: DocumentFile) -> str:
    return reverse(name, args=[document.file_id, document.pk, file.pk])


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [OPEN, THUMBNAIL, ORIGINAL])
def test_strangers_open_no_file_by_its_address(child: Child, worker: Staff, name: str) -> None:
    document = papers.add(child, worker, papers.photo())
    path = path_of(name, document, papers.file_of(document))
    for stranger in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        client = just_confirmed(stranger)
        assert client.get(path).status_code == 404
        if name == ORIGINAL:
            assert client.post(path, {"purpose": "compare"}).status_code == 404
    assert cast.entries(kind="file_opened") == []


@pytest.mark.parametrize("name", [OPEN, THUMBNAIL, ORIGINAL])
def test_who_is_not_in_the_audience_opens_no_file(child: Child, worker: Staff, name: str) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    document = papers.add(child, worker, papers.photo(), audience="recorder")
    path = path_of(name, document, papers.file_of(document))
    assert just_confirmed(mother).get(path).status_code == 404
    assert just_confirmed(worker).get(path).status_code == 200


@pytest.mark.parametrize("name", [OPEN, THUMBNAIL, ORIGINAL])
def test_file_is_not_found_below_another_child_or_document(
    child: Child, worker: Staff, name: str
) -> None:
    other = children.case(worker, "Rokeya").child
    document, others = papers.add(child, worker, papers.photo()), papers.add(other, worker)
    file = papers.file_of(document)
    client = just_confirmed(worker)
    for ids in (
        [other.file_id, document.pk, file.pk],
        [child.file_id, others.pk, file.pk],
        [other.file_id, others.pk, file.pk],
        [child.file_id, document.pk, uuid4()],
    ):
        assert client.get(reverse(name, args=ids)).status_code == 404


# --- what the browser gets ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_copy_is_shown_without_metadata_and_kept_by_no_browser(
    child: Child, worker: Staff, kind: str
) -> None:
    original = papers.photo(kind, (2600, 1300))
    document = papers.add(child, worker, original)
    file = papers.file_of(document)
    client = signed_in(worker)
    for name, size, shown in ((OPEN, (2400, 1200), "shown"), (THUMBNAIL, (320, 160), "thumbnail")):
        answer = client.get(path_of(name, document, file))
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.headers["Content-Security-Policy"] == SANDBOX
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "ETag" not in answer.headers
        assert "Last-Modified" not in answer.headers
        picture = Image.open(io.BytesIO(answer.content))
        assert picture.size == size
        assert not picture.getexif().get_ifd(papers.GPS)
        assert papers.SECRET not in answer.content
        entry = cast.entries(kind="file_opened", file_id=child.file_id)[-1]
        assert entry.detail == {"section": 1, "format": shown}
        assert {document.pk, file.pk} <= set(entry.objects_seen)


def test_original_is_given_unchanged_for_a_purpose_that_is_logged(
    child: Child, worker: Staff
) -> None:
    original = papers.photo()
    document = papers.add(child, worker, original)
    path = path_of(ORIGINAL, document, papers.file_of(document))
    assert signed_in(worker).get(path).status_code == 302  # to confirm who it is
    client = just_confirmed(worker)
    client.get(path)
    assert client.post(path, {}).status_code == 200  # no purpose
    assert cast.entries(kind="file_opened") == []
    answer = client.post(path, {"purpose": "proceedings"})
    assert answer.content == original
    assert Image.open(io.BytesIO(answer.content)).getexif().get_ifd(papers.GPS)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document-1.jpg"'
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert "no-store" in answer.headers["Cache-Control"]
    [entry] = cast.entries(kind="file_opened")
    assert entry.detail == {"section": 1, "format": "original", "reason": "proceedings"}


def test_pdf_leaves_only_as_an_original_for_a_purpose(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.PDF)
    file = papers.file_of(document)
    client, path = just_confirmed(worker), path_of(ORIGINAL, document, file)
    for name in (OPEN, THUMBNAIL):
        assert client.get(path_of(name, document, file)).status_code == 404
    assert signed_in(worker).post(path, {"purpose": "read"}).status_code == 302  # to confirm
    assert client.post(path, {}).headers["Content-Type"].startswith("text/html")  # no purpose
    assert cast.entries(kind="file_opened") == []
    answer = client.post(path, {"purpose": "read"})
    assert answer.content == papers.PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document-1.pdf"'
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    [entry] = cast.entries(kind="file_opened")
    assert entry.detail == {"section": 1, "format": "original", "reason": "read"}
    assert {document.pk, file.pk} <= set(entry.objects_seen)


def test_page_of_a_document_leads_to_what_may_be_opened(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo(), papers.PDF)
    with role("maintenance"):
        picture, pdf = document.files.order_by("number")
    path = reverse("documents:show_document", args=[child.file_id, document.pk])
    page = signed_in(worker).get(path).content.decode()
    links = set(re.findall(r'href="([^"]*/files/[^"]*)"', page))
    assert {path_of(name, document, picture) for name in (OPEN, ORIGINAL)} <= links
    assert path_of(ORIGINAL, document, pdf) in links
    assert path_of(OPEN, document, pdf) not in links


def test_original_of_a_picture_is_not_given_for_reading(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo())
    path = path_of(ORIGINAL, document, papers.file_of(document))
    client = just_confirmed(worker)
    assert 'value="read"' not in client.get(path).content.decode()
    assert client.post(path, {"purpose": "read"}).headers["Content-Type"].startswith("text/html")
    assert cast.entries(kind="file_opened") == []


@pytest.mark.parametrize("front", ["picture", "pdf"])
def test_polyglot_is_nothing_but_what_its_first_bytes_say(
    child: Child, worker: Staff, front: str
) -> None:
    html = b"<script>fetch('/account/')</script>"
    data = (papers.photo() if front == "picture" else papers.PDF) + html
    document = papers.add(child, worker, data)
    file, client = papers.file_of(document), just_confirmed(worker)
    if front == "picture":
        answer = client.get(path_of(OPEN, document, file))
    else:
        answer = client.post(path_of(ORIGINAL, document, file), {"purpose": "read"})
    assert answer.headers["Content-Type"] == (
        "image/jpeg" if front == "picture" else "application/pdf"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert (b"<script>" in answer.content) is (front == "pdf")
    assert answer.headers["Content-Disposition"].startswith(
        "inline" if front == "picture" else "attachment"
    )


def test_page_has_no_name_of_a_file_in_any_address(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo(), papers.PDF)
    page = (
        signed_in(worker)
        .get(reverse("documents:show_document", args=[child.file_id, document.pk]))
        .content.decode()
    )
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert [item for item in addresses if "/files/" in item and "/thumbnail/" in item]
    for text in ("sunita", "birth", papers.NUMBER):
        assert not [address for address in addresses if text in address.casefold()]


def test_discreet_view_has_no_thumbnail_and_no_title(child: Child, worker: Staff) -> None:
    document = papers.add(child, worker, papers.photo())
    path = reverse("documents:show_document", args=[child.file_id, document.pk])
    page = signed_in(worker).get(path, HTTP_USER_AGENT=cast.PHONE).content.decode()
    assert "thumbnail" not in page
    assert papers.TITLE not in page
    assert "/files/" not in page


def test_request_log_has_ids_alone(
    child: Child, worker: Staff, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(worker)
    path = reverse("documents:add_document", args=[child.file_id])
    form = client.get(path).content.decode()
    sent = filled.form(form, **papers.typed(has_read="on", number=papers.NUMBER))
    with caplog.at_level("DEBUG"):
        client.post(
            path, sent | {"uploads": [papers.sent("sunita-birth.gif", b"GIF89a" + bytes(9))]}
        )
        client.post(path, sent | {"uploads": [papers.sent("sunita-birth.jpg", papers.photo())]})
    logged = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    for text in ("sunita-birth", papers.TITLE, papers.NUMBER):
        assert text not in logged


# --- what stays where -----------------------------------------------------------------------------


def test_storage_and_rows_hold_nothing_in_clear(child: Child, worker: Staff) -> None:
    original = papers.photo()
    document = papers.add(child, worker, original, papers.PDF)
    storage = attachments.open_storage()
    with role("maintenance"):
        files = list(document.files.all())
        stored = list(StoredFile.objects.filter(file_id=child.file_id))
    assert len(stored) == 4  # original, copy and thumbnail of the photo; the PDF
    for row in stored:
        sealed = b"".join(storage.read(row.pk))
        assert not {part for part in (papers.SECRET, b"JFIF", b"Exif", b"%PDF") if part in sealed}
    for file in files:
        texts = bytes(file.sealed)
        assert b"sunita" not in texts
    # The hash that would recognise the picture is sealed as well.
    digest = sha256(original)
    assert all(bytes(row.sha256) != digest.digest() for row in stored)
    assert all(digest.hexdigest().encode() not in bytes(file.sealed) for file in files)


def test_original_of_evidence_opens_and_its_sealed_hash_proves_it(
    child: Child, worker: Staff
) -> None:
    original = papers.photo()
    document = papers.add(child, worker, original)
    file = papers.file_of(document)
    with acting(worker):
        stored = record_history.stored_file(worker, file, "original")
        assert attachments.read_file(stored) == original
        records.open_texts(file)
    assert file.sha256 == sha256(original).hexdigest()


def test_erased_child_leaves_no_document_to_open(
    child: Child, worker: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    document = papers.add(child, worker, papers.photo(), papers.PDF)
    with role("maintenance"):
        files = list(document.files.all())
        stored: list[UUID] = list(StoredFile.objects.values_list("pk", flat=True))
    with role("maintenance"), django_capture_on_commit_callbacks(execute=True):
        vault_actions.erase_file(file_id=child.file_id, by=worker.pk, reason=ErasureReason.ASKED)
    storage = attachments.open_storage()
    for stored_id in stored:
        with pytest.raises(Exception, match="is missing"):
            list(storage.read(stored_id))
    with role("maintenance"):
        assert not StoredFile.objects.exists()
    client = signed_in(worker)
    for file in files:
        for name in (OPEN, THUMBNAIL):
            assert client.get(path_of(name, document, file)).status_code in {302, 404}
    page = client.get(reverse("documents:show_document", args=[child.file_id, document.pk]))
    assert papers.TITLE not in page.content.decode()


def test_stored_file_of_a_document_is_read_through_its_record_alone(
    child: Child, worker: Staff
) -> None:
    document = papers.add(child, worker, papers.photo(), audience="recorder")
    file = papers.file_of(document)
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, colleague, TeamRole.CASE_WORKER)
    with role("maintenance"), pytest.raises(access.NotAllowed):  # the first lock alone
        record_history.stored_file(colleague, file, "original")
    with acting(colleague):
        assert not StoredFile.objects.exists()
