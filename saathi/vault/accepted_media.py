"""Which uploaded files are accepted, and how metadata is removed from photographs.

PDF files are stored unchanged: their own metadata (author, program) stays inside the sealed file.
"""

import base64
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserBusy, ParserFailed, ParserLimits
from saathi.vault.errors import UploadRefused

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # the same as in saathi.vault.picture_parser
PARSER: Final = "saathi.vault.picture_parser"
# Three copies of 50 million pixels with transparency, and what the writer of the format needs.
PARSER_LIMITS: Final = ParserLimits(memory=1536 * 1024 * 1024)


class MediaType(StrEnum):
    """The kinds of file that are kept."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DATA = "application/x-data"  # imported as data; no browser ever shows it
    ZIP = "application/zip"


FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.WEBP: "WEBP"}


@dataclass(frozen=True)
class AcceptedFile:
    """A file that may be stored; a picture is already without metadata."""

    media_type: MediaType
    data: bytes = field(repr=False)


def check_upload(data: bytes) -> AcceptedFile:
    """The file as it will be stored; `UploadRefused` with a sentence for the sender."""
    if not data:
        raise UploadRefused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise UploadRefused(
            _("The file is larger than %(megabytes)d MB.") % {"megabytes": MAX_BYTES // 1024**2}
        )
    media_type = detect_media_type(data)
    if media_type is None:
        raise UploadRefused(
            _("This file type is not accepted. Upload a photograph (JPEG, PNG, WebP) or a PDF.")
        )
    if media_type is MediaType.PDF:
        return AcceptedFile(media_type, data)
    return AcceptedFile(media_type, _reencode(data, media_type))


def detect_media_type(data: bytes) -> MediaType | None:
    """The kind of file by its first bytes; its name and the browser's statement do not count."""
    if data.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return MediaType.WEBP
    if data.startswith(b"%PDF-"):
        return MediaType.PDF
    return None


def _reencode(data: bytes, media_type: MediaType) -> bytes:
    try:
        answer = parser_sandbox.run_parser(
            PARSER, data, {"kind": FORMATS[media_type]}, PARSER_LIMITS
        )
    except ParserFailed:
        raise UploadRefused(
            _("The image cannot be opened. It is damaged, or needs too much memory or time.")
        ) from None
    except ParserBusy:
        raise UploadRefused(
            _("Several files are being processed. Try again in a minute.")
        ) from None
    if "picture" in answer:
        return base64.b64decode(answer["picture"])
    raise UploadRefused(_refusal(answer["refused"]))


def _refusal(code: str) -> str:
    if code == "moving":
        return _("Animated images are not accepted. Upload a still image.")
    if code == "too_many_points":
        return _too_many_points()
    return _("The image is damaged and cannot be opened.")


def _too_many_points() -> str:
    return _("The image has more than %(millions)d million pixels. Upload a smaller one.") % {
        "millions": MAX_PIXELS // 1_000_000
    }
