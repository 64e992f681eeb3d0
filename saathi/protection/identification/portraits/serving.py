"""Serves a child's photo if consent covers the purpose; logged, not stored by browsers."""

from django.http import HttpResponse

from saathi import audit
from saathi.agencies import access, access_log, record_history
from saathi.agencies.models import Staff
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.identification.portraits import queries
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.vocabulary import PortraitPurpose
from saathi.vault import attachments
from saathi.vault.models import StoredFile
from saathi.web.media_responses import picture_response


def open_picture_file(staff: Staff, portrait: Portrait, purpose: PortraitPurpose) -> StoredFile:
    """The stored picture; `NotAllowed` (404) if consent does not cover the purpose today.

    The caller logs the access.
    """
    if not queries.may_show_today(staff, portrait, purpose):
        raise access.NotAllowed
    return record_history.stored_file(staff, portrait, "picture")


def serve_picture(
    request: StaffRequest, portrait: Portrait, purpose: PortraitPurpose
) -> HttpResponse:
    """The picture for a page; the same refusals as `open_picture_file`."""
    stored = open_picture_file(request.staff, portrait, purpose)
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.MEDIA_OPENED,
        Portrait.section,
        file_id=portrait.file_id,
        objects=[portrait.pk, stored.pk],
        format="photo",
        reason=purpose.value,
    )
    return picture_response(attachments.read_file(stored), stored.media_type)
