"""Pictures and recordings as responses that a browser shows or plays, in a sandbox.

A recording is given whole or in the part that the browser asks for (RFC 9110).
"""

import re
from typing import Final

from django.http import HttpResponse

RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
# Played by a page of ours alone: opened by itself it is in a sandbox, without scripts, frames or other files.
POLICY: Final = "sandbox; default-src 'none'; media-src 'self'; frame-ancestors 'none'"


PICTURE_POLICY: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


def picture_response(body: bytes, media_type: str, disposition: str = "inline") -> HttpResponse:
    """A stored picture for a page, or a stored document as a file, by the disposition."""
    headers = {
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": PICTURE_POLICY,
    }
    return HttpResponse(body, content_type=media_type, headers=headers)


def media_response(body: bytes, media_type: str, asked: str) -> HttpResponse:
    """The recording; `asked` is the header Range: one range of bytes is answered with this part.

    Some browsers play only what they can ask for in parts. Any other header gives the whole, and a range
    that lies outside gives status 416.
    """
    size = len(body)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    part = _asked_part(asked, size)
    if part is None:
        return HttpResponse(body, content_type=media_type, headers=headers)
    begin, end = part
    if begin >= end:
        unsatisfied = {**headers, "Content-Range": f"bytes */{size}"}
        return HttpResponse(b"", status=416, content_type=media_type, headers=unsatisfied)
    shown = {**headers, "Content-Range": f"bytes {begin}-{end - 1}/{size}"}
    return HttpResponse(body[begin:end], status=206, content_type=media_type, headers=shown)


def _asked_part(asked: str, size: int) -> tuple[int, int] | None:
    """Begin and end of the range, None where the header asks for no single range of bytes."""
    found = RANGE.fullmatch(asked.strip())
    if found is None:
        return None
    first, last = found.groups()
    if first:
        if last and int(last) < int(first):
            return None
        return int(first), min(size, int(last) + 1) if last else size
    if not last:
        return None
    return max(0, size - int(last)), size if int(last) else 0
