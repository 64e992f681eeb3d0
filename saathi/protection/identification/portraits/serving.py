"""Serves a photo of a child, if the consent covers the purpose; each time logged, kept by no browser."""

from django.http import HttpResponse

from saathi import audit
from saathi.agencies import access, access_log, record_history
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.identification.portraits import queries
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose
from saathi.vault import attachments


def serve_picture(
    request: StaffRequest, portrait: Portrait, purpose: PortraitPurpose
) -> HttpResponse:
    """The picture; `NotAllowed` (404) where the consent does not cover this purpose today."""
    if not queries.may_show(request.staff, portrait, purpose):
        raise access.NotAllowed
    stored = record_history.stored_file(request.staff, portrait, "picture")
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.FILE_OPENED,
        Portrait.section,
        file_id=portrait.file_id,
        objects=[portrait.pk, stored.pk],
        format="photo",
        reason=purpose.value,
    )
    return HttpResponse(
        attachments.read_file(stored),
        content_type=stored.media_type,
        headers={
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        },
    )
