"""A file as an answer: the browser saves it under its name, and takes it for nothing else."""

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
ZIP = "application/zip"


def to_save(body: bytes | str, name: str, kind: str) -> HttpResponse:
    """The file to save; `kind` is its media type."""
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
