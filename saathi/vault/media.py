"""Which uploaded files are accepted, and photographs without what a camera writes into them.

PDF files are kept as they came: their own metadata (author, program) stays inside the sealed file.
"""

import io
import struct
import zlib
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from saathi.vault.errors import FileRefused

MOST_BYTES = 20 * 1024 * 1024
# A picture of 50 million points takes 150 MB while it is re-encoded; a small file can claim more.
MOST_PIXELS = 50_000_000
# Whatever a damaged or hostile picture makes Pillow raise.
PICTURE_ERRORS = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError,
    MemoryError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip


class MediaType(StrEnum):
    """The kinds of file that are kept."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DATA = "application/x-data"  # what was brought in as data; no browser ever shows it
    ZIP = "application/zip"


FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.WEBP: "WEBP"}
SAVE_OPTIONS: dict[MediaType, dict[str, int | bool]] = {
    MediaType.JPEG: {"quality": 88, "optimize": True},
    MediaType.PNG: {"optimize": False},
    MediaType.WEBP: {"quality": 88},
}


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept, already without metadata where it is a picture."""

    media_type: MediaType
    data: bytes = field(repr=False)


def accept(data: bytes) -> Accepted:
    """The file as it will be kept; `FileRefused` with a sentence for the sender where it cannot."""
    if not data:
        raise FileRefused(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise FileRefused(
            _("The file is larger than %(megabytes)d MB.") % {"megabytes": MOST_BYTES // 1024**2}
        )
    media_type = sniff(data)
    if media_type is None:
        raise FileRefused(
            _("This kind of file cannot be kept. Photographs (JPEG, PNG, WebP) and PDF can.")
        )
    if media_type is MediaType.PDF:
        return Accepted(media_type, data)
    return Accepted(media_type, _reencoded(data, media_type))


def sniff(data: bytes) -> MediaType | None:
    """The kind of file by its first bytes; its name and what the browser says do not count."""
    if data.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return MediaType.WEBP
    if data.startswith(b"%PDF-"):
        return MediaType.PDF
    return None


def _reencoded(data: bytes, media_type: MediaType) -> bytes:
    result = None
    try:
        # Only the sniffed format is tried; Pillow's other readers never see the file.
        with Image.open(io.BytesIO(data), formats=[FORMATS[media_type]]) as picture:
            _check_size(picture)
            result = _plain_copy(picture, media_type)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(_too_many_points()) from None
    except PICTURE_ERRORS:
        result = None
    if result is None:
        raise FileRefused(_("The picture is damaged and cannot be opened."))
    return result


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise FileRefused(_too_many_points())
    # A JPEG with several pictures is one photograph with a depth map or preview: the first counts.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise FileRefused(_("Moving pictures cannot be kept. Send one still picture."))


def _plain_copy(picture: Image.Image, media_type: MediaType) -> bytes:
    """The picture's points, turned upright, in common colours, and nothing else."""
    upright = ImageOps.exif_transpose(picture)
    profile = upright.info.get("icc_profile")
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    wanted = "RGBA" if has_alpha and media_type is not MediaType.JPEG else "RGB"
    if upright.mode in {"1", "L"}:
        wanted = "L"
    plain = upright.convert(wanted)
    if profile and wanted != "L":
        plain = _in_common_colours(plain, profile)
    # Pillow's writers pick up comments, profiles and more from here unless it is empty.
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, FORMATS[media_type], **SAVE_OPTIONS[media_type])
    return out.getvalue()


def _in_common_colours(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture in sRGB: a camera's own colour profile can name the camera."""
    try:
        source = ImageCms.getOpenProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(picture, source, target, outputMode=picture.mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # an unreadable profile: the colours stay as numbers
    return changed or picture


def _too_many_points() -> str:
    return _("The picture has more than %(millions)d million points. Send a smaller one.") % {
        "millions": MOST_PIXELS // 1_000_000
    }
