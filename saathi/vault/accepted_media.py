"""Which uploads are accepted, and how metadata is removed from photographs.

PDF files are stored unchanged: their own metadata (author, program) stays inside the sealed file.
Originals that are evidence are also stored unchanged, and a copy without metadata is shown
(`check_evidence`).
"""

import base64
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserBusy, ParserFailed, ParserLimits
from saathi.vault.errors import UploadRefused

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # the same as in saathi.vault.picture_parser
# The longest side of a document as shown, still readable as a page, and of its thumbnail.
SHOWN_SIDE: Final = 2400
THUMBNAIL_SIDE: Final = 320
PARSER: Final = "saathi.vault.picture_parser"
PDF_PARSER: Final = "saathi.vault.pdf_parser"
# Any other PDF opens without a password: the entry is in the trailer, which is never compressed. Each
# letter of a name may be written as an escape.
MAY_BE_ENCRYPTED: Final = re.compile(
    b"/" + b"".join(b"(?:%c|(?i:#%02x))" % (letter, letter) for letter in b"Encrypt")
)
# Three copies of 50 million pixels with transparency, and the memory that the format's writer
# needs.
PARSER_LIMITS: Final = ParserLimits(memory=1536 * 1024 * 1024)


class MediaType(StrEnum):
    """The kinds of files that are stored."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DATA = "application/x-data"  # imported as data; no browser ever shows it
    ZIP = "application/zip"
    # Sound only: browsers show no picture for these types (`saathi.vault.audio_formats`).
    OGG = "audio/ogg"
    WEBM = "audio/webm"
    MP4 = "audio/mp4"
    MP3 = "audio/mpeg"
    WAV = "audio/wav"


FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.WEBP: "WEBP"}


@dataclass(frozen=True)
class AcceptedFile:
    """A file that may be stored; a picture no longer has metadata."""

    media_type: MediaType
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class EvidenceFile:
    """An original as received; for a picture, also bounded copies without metadata to show."""

    media_type: MediaType
    original: bytes = field(repr=False)
    shown: bytes | None = field(repr=False, default=None)  # None: a PDF, of which no page is drawn
    thumbnail: bytes | None = field(repr=False, default=None)


def check_upload(data: bytes) -> AcceptedFile:
    """The file as it will be stored; `UploadRefused` with a sentence for the sender."""
    media_type = _accepted_type(data)
    if media_type is MediaType.PDF:
        return AcceptedFile(media_type, data)
    return AcceptedFile(media_type, _parse_picture(data, media_type)[0])


def check_evidence(data: bytes) -> EvidenceFile:
    """The original and the copies to show; `UploadRefused` with a sentence for the sender.

    A picture that cannot be opened is refused: no one could view it without its metadata.
    """
    media_type = _accepted_type(data)
    if media_type is MediaType.PDF:
        return EvidenceFile(media_type, data)
    shown, thumbnail = _parse_picture(data, media_type, SHOWN_SIDE, THUMBNAIL_SIDE)
    return EvidenceFile(media_type, data, shown, thumbnail)


def check_picture(data: bytes, side: int) -> AcceptedFile:
    """The picture as it will be stored, without metadata and no side longer than `side`.

    `UploadRefused` with a sentence for the sender, for a PDF too.
    """
    check_size(data)
    media_type = detect_media_type(data)
    if media_type is None or media_type is MediaType.PDF:
        raise UploadRefused(_("Upload a photograph (JPEG, PNG, WebP)."))
    return AcceptedFile(media_type, _parse_picture(data, media_type, side)[0])


def check_size(data: bytes) -> None:
    """Refuses (`UploadRefused`) a file that is empty or too large."""
    if not data:
        raise UploadRefused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise UploadRefused(
            _("The file is larger than %(megabytes)d MB.") % {"megabytes": MAX_BYTES // 1024**2}
        )


def _accepted_type(data: bytes) -> MediaType:
    check_size(data)
    media_type = detect_media_type(data)
    if media_type is None:
        raise UploadRefused(
            _("This file type is not accepted. Upload a photograph (JPEG, PNG, WebP) or a PDF.")
        )
    if media_type is MediaType.PDF and MAY_BE_ENCRYPTED.search(data):
        _check_password(data)
    return media_type


def _check_password(data: bytes) -> None:
    """Refuses (`UploadRefused`) a PDF that asks for a password, or of which this cannot be said."""
    try:
        is_locked = parser_sandbox.run_parser(PDF_PARSER, data)["locked"]
    except ParserFailed:
        is_locked = None
    except ParserBusy:
        raise UploadRefused(_busy()) from None
    if is_locked is None:
        raise UploadRefused(
            _(
                "This PDF is encrypted, and how it is encrypted cannot be read. Save it without"
                " protection and upload that."
            )
        )
    if is_locked:
        raise UploadRefused(
            _("This PDF is locked with a password. Save it without a password and upload that.")
        )


def _busy() -> str:
    return _("Several files are being processed. Try again in a minute.")


def detect_media_type(data: bytes) -> MediaType | None:
    """The kind of file by its first bytes; its name and the browser's claim do not count."""
    if data.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return MediaType.WEBP
    if data.startswith(b"%PDF-"):
        return MediaType.PDF
    return None


def _parse_picture(data: bytes, media_type: MediaType, *sides: int) -> list[bytes]:
    """The picture without metadata; one for each of `sides`, if any are given."""
    options = {"kind": FORMATS[media_type]} | ({"sides": sides} if sides else {})
    try:
        answer = parser_sandbox.run_parser(PARSER, data, options, PARSER_LIMITS)
    except ParserFailed:
        raise UploadRefused(
            _("The image cannot be opened. It is damaged, or needs too much memory or time.")
        ) from None
    except ParserBusy:
        raise UploadRefused(_busy()) from None
    if "refused" not in answer:
        return [base64.b64decode(item) for item in answer.get("pictures") or [answer["picture"]]]
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
