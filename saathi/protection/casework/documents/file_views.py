"""Serves document files: copies without metadata, or originals for a stated purpose.

Each opening is logged. The browser stores nothing, URLs contain ids alone, and file names from the
sender's device never leave the vault in a header.
"""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log, record_history
from saathi.agencies.permissions import Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.queries import child_of_file
from saathi.protection.casework.documents import queries
from saathi.protection.casework.documents.forms import OriginalDownloadForm
from saathi.protection.casework.documents.models import Document, DocumentFile
from saathi.vault import attachments
from saathi.vault.accepted_media import MediaType
from saathi.vault.models import StoredFile
from saathi.web import downloads
from saathi.web.media_responses import PICTURE_POLICY

screens = kit.RecordScreens("documents")
FILE = kit.CHILD + "documents/<uuid:document_id>/files/<uuid:document_file_id>/"


@screens.ordinary(FILE)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def open_file(
    request: StaffRequest, file_id: UUID, document_id: UUID, document_file_id: UUID
) -> HttpResponse:
    """The copy of a picture without metadata; a PDF has none and is served only as original."""
    document_file = queries.get_document_file(request.staff, file_id, document_id, document_file_id)
    return _serve(request, document_file, "shown")


@screens.ordinary(FILE + "thumbnail/")
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def open_thumbnail(
    request: StaffRequest, file_id: UUID, document_id: UUID, document_file_id: UUID
) -> HttpResponse:
    """The thumbnail of a picture, for the page of its document."""
    document_file = queries.get_document_file(request.staff, file_id, document_id, document_file_id)
    return _serve(request, document_file, "thumbnail")


@screens.ordinary(FILE + "original/")
@recently_confirmed
@staff_screen(Permission.WORK_ON_CASE)
def download_original(
    request: StaffRequest, file_id: UUID, document_id: UUID, document_file_id: UUID
) -> HttpResponse:
    """Asks for the purpose, then serves the original as uploaded, with its metadata."""
    child = child_of_file(request.staff, file_id, Document.section)
    document_file = queries.get_document_file(request.staff, file_id, document_id, document_file_id)
    if document_file.original is None:
        raise access.NotAllowed
    is_pdf = document_file.media_type == MediaType.PDF
    form = OriginalDownloadForm(request.POST or None, is_pdf=is_pdf)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["purpose"]
        return _serve(request, document_file, "original", reason=reason)
    return render_child_page(
        request,
        child,
        "documents/download_original.html",
        form=form,
        back=reverse("documents:show_document", args=[file_id, document_id]),
        is_pdf=is_pdf,
    )


def _serve(
    request: StaffRequest, document_file: DocumentFile, column: str, *, reason: str = ""
) -> HttpResponse:
    stored = record_history.stored_file(request.staff, document_file, column)
    _log_opened(request, document_file, stored, column, reason)
    ending = stored.media_type.partition("/")[2].replace("jpeg", "jpg")
    name = f"document-{document_file.number}.{ending}"
    is_inline = column != "original"
    response = downloads.attachment_response(attachments.read_file(stored), name, stored.media_type)
    if is_inline:
        response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    return response


def _log_opened(
    request: StaffRequest,
    document_file: DocumentFile,
    stored: StoredFile,
    column: str,
    reason: str,
) -> None:
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.MEDIA_OPENED,
        DocumentFile.section,
        file_id=document_file.file_id,
        objects=[document_file.document_id, document_file.pk, stored.pk],
        format=column,
        **({"reason": reason} if reason else {}),
    )
