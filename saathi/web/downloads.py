"""A file as a response that the browser saves under its name without interpreting it."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

NOT_IN_FILE_NAMES = re.compile(
    r"[\x00-\x1f\x7f/\\]+"
)  # characters that could end a header or lead to another folder
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


def attachment_response(body: bytes | str, name: str, kind: str) -> HttpResponse:
    """The file to save; `kind` is its media type."""
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": str(
                content_disposition_header(
                    as_attachment=True, filename=NOT_IN_FILE_NAMES.sub("_", name)
                )
            ),
            "X-Content-Type-Options": "nosniff",
        },
    )
