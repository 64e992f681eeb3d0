"""Re-encodes one picture, also in smaller sizes.

Runs in a separate process without Django, started by `saathi.vault.accepted_media`.
"""

import base64
import io
import struct
import zlib
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps, MpoImagePlugin, WebPImagePlugin

from saathi.infra import sandboxed_parser

# Format readers are imported now, because the confined process cannot open files later.
Image.preinit()
READERS: Final = (MpoImagePlugin, WebPImagePlugin)

# A picture of 50 million pixels takes 150 MB while it is re-encoded; a small file can claim more.
MAX_PIXELS: Final = 50_000_000
# The exceptions that a damaged or hostile picture can raise in Pillow.
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
    """A refused picture and the code of the reason."""


def parse_picture(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """The picture without metadata, or the reason for refusing it.

    With `sides`, `pictures` has a copy for each of them, with no side longer than that.
    """
    kind = str(options["kind"])
    try:
        # Only the detected format is tried; Pillow's other readers never see the file.
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            _check_size(picture)
            plain = _plain_picture(picture)
            if "sides" in options:
                return {
                    "pictures": [_encode(_bounded(plain, side), kind) for side in options["sides"]]
                }
            return {"picture": _encode(plain, kind)}
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


def _plain_picture(picture: Image.Image) -> Image.Image:
    """The picture's pixels as seen on white, upright, in sRGB, and nothing else."""
    upright = ImageOps.exif_transpose(picture)
    profile = upright.info.get("icc_profile")
    has_alpha = {"A", "a"} & set(upright.getbands()) or "transparency" in upright.info
    mode = "L" if upright.mode in {"1", "L"} and not has_alpha else "RGB"
    plain = _on_white(upright) if has_alpha else upright.convert(mode)
    if profile and mode != "L":
        plain = _to_srgb(plain, profile)
    # Pillow's writers copy comments, profiles and more from here unless it is empty.
    plain.info = {}
    return plain


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency, since colours of erased parts are still in the file."""
    seen = picture.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain


def _bounded(plain: Image.Image, side: int) -> Image.Image:
    """The picture with no side longer than `side`; a smaller one stays as it is."""
    longest = max(plain.size)
    if longest <= side:
        return plain
    width, height = (max(1, round(length * side / longest)) for length in plain.size)
    return plain.resize((width, height), Image.Resampling.LANCZOS)


def _encode(plain: Image.Image, kind: str) -> str:
    out = io.BytesIO()
    plain.save(out, kind, **SAVE_OPTIONS[kind])
    return base64.b64encode(out.getvalue()).decode()


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture in sRGB, because a camera's own colour profile can identify the camera."""
    try:
        source = ImageCms.getOpenProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        changed = ImageCms.profileToProfile(picture, source, target, outputMode=picture.mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # an unreadable profile: the colour numbers stay
    return changed or picture


if __name__ == "__main__":
    sandboxed_parser.serve(parse_picture)
