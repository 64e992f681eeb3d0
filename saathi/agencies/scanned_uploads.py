"""Scans uploaded files for malware before forms or parsers see them, if a scanner is set."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from saathi import audit
from saathi.agencies import notices
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import MALWARE_FOUND_NOTICE
from saathi.infra.clamav import ClamavScanner, ScannerUnavailable
from saathi.vault import quarantine
from saathi.web.memory_uploads import InMemoryUploadHandler


class RejectedUpload(InMemoryUploadedFile):
    """An upload without its content; `refusal` explains why to its sender."""

    refusal = ""


class ScanningUploadHandler(InMemoryUploadHandler):
    """Keeps a file in memory and has it scanned; passes on only a file known to be clean."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)

    def file_complete(self, file_size: int) -> Any:
        """The file, or an empty one in its place that says why."""
        file = super().file_complete(file_size)
        if file is None or not settings.SAATHI_CLAMAV:
            return file
        data = file.read()
        file.seek(0)
        refusal = self._refusal(data)
        return _emptied(file, refusal) if refusal else file

    def _refusal(self, data: bytes) -> str:
        staff = getattr(self.request, "user", None)
        if not isinstance(staff, Staff):
            return _("Sign in to send a file.")
        try:
            malware = ClamavScanner.from_address(settings.SAATHI_CLAMAV).find_malware(data)
        except ScannerUnavailable:
            return _(
                "The file could not be checked for malware and was not saved. Try again later."
            )
        if not malware:
            return ""
        quarantine.quarantine_file(data, malware=malware, by=staff.id, agency=staff.agency_id)
        audit.record(audit.AuditKind.MALWARE_FOUND, by=staff.id, agency=staff.agency_id)
        # A notice about the sender, whose computer may be infected. It links to no page.
        notices.notify_data_officers(kind=MALWARE_FOUND_NOTICE, record=staff.id, actor=staff)
        return _(
            "The file contains malware and was not saved. Do not open it, and tell your IT support."
        )


def _emptied(file: Any, refusal: str) -> RejectedUpload:
    empty = RejectedUpload(
        io.BytesIO(), file.field_name, "refused", "application/octet-stream", 0, None, None
    )
    empty.refusal = refusal
    return empty
