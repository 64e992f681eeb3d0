"""A file as an answer: the browser saves it under its name, and takes it for nothing else."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

NOT_IN_FILE_NAMES = re.compile(
    r"[\x00-\x1f\x7f/\\]+"
)  # what ends a header or leads to another folder
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
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
