"""Re-encodes one picture. Runs in a process of its own, without Django: `saathi.vault.media` starts it."""

import base64
import io
import struct
import zlib
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, MpoImagePlugin, WebPImagePlugin

from saathi.infra import confined

# The readers of formats are imported now: once the process is confined, it can open no file.
Image.preinit()
READERS: Final = (MpoImagePlugin, WebPImagePlugin)

# A picture of 50 million points takes 150 MB while it is re-encoded; a small file can claim more.
MAX_PIXELS: Final = 50_000_000
# Whatever a damaged or hostile picture makes Pillow raise.
PICTURE_ERRORS: Final = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError,
    RuntimeError, struct.error, zlib.error,
)  # fmt: skip
SAVE_OPTIONS: Final[dict[str, dict[str, int | bool]]] = {
    "JPEG": {"quality": 88, "optimize": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88},
}
DAMAGED, TOO_MANY_POINTS, ANIMATED = "damaged", "too_many_points", "moving"


class PictureRefused(Exception):
    """A picture that is not kept, and the code of the reason."""


def parse_picture(data: bytes, options: dict[str, Any]) -> dict[str, str]:
    """The picture again without its metadata, or why it is refused."""
    kind = str(options["kind"])
    try:
        # Only the sniffed format is tried; Pillow's other readers never see the file.
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            _check_size(picture)
            return {"picture": base64.b64encode(_plain_copy(picture, kind)).decode()}
    except PictureRefused as error:
        return {"refused": str(error)}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": TOO_MANY_POINTS}
    except PICTURE_ERRORS:
        return {"refused": DAMAGED}


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PictureRefused(TOO_MANY_POINTS)
    # A JPEG with several pictures is one photograph with a depth map or preview: the first counts.
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise PictureRefused(ANIMATED)


def _plain_copy(picture: Image.Image, kind: str) -> bytes:
    """The picture's points, turned upright, in common colours, and nothing else."""
    upright = ImageOps.exif_transpose(picture)
    profile = upright.info.get("icc_profile")
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    wanted = "RGBA" if has_alpha and kind != "JPEG" else "RGB"
    if upright.mode in {"1", "L"}:
        wanted = "L"
    plain = upright.convert(wanted)
    if profile and wanted != "L":
        plain = _in_common_colours(plain, profile)
    # Pillow's writers pick up comments, profiles and more from here unless it is empty.
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, kind, **SAVE_OPTIONS[kind])
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


if __name__ == "__main__":
    confined.serve(parse_picture)
