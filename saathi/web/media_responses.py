"""Pictures and recordings as responses that a browser shows or plays, in a sandbox.

A recording is sent whole or in the part that the browser requests (RFC 9110).
"""

import re
from typing import Final

from django.http import HttpResponse

RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
# Played only by our own pages: opened directly, it is in a sandbox without scripts, frames or other
# files.
POLICY: Final = "sandbox; default-src 'none'; media-src 'self'; frame-ancestors 'none'"


PICTURE_POLICY: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


def picture_response(body: bytes, media_type: str, disposition: str = "inline") -> HttpResponse:
    """A stored picture for a page or a stored document as a file, by `disposition`."""
    headers = {
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": PICTURE_POLICY,
    }
    return HttpResponse(body, content_type=media_type, headers=headers)


def media_response(body: bytes, media_type: str, asked: str) -> HttpResponse:
    """The recording, or the one range of bytes that the Range header `asked` requests.

    Some browsers play only recordings that they can request in parts. With any other header the
    response is the whole recording; a range outside it gives status 416.
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
    """Start and end of the range; None if the header does not request a single byte range."""
    result = RANGE.fullmatch(asked.strip())
    if result is None:
        return None
    first, last = result.groups()
    if first:
        if last and int(last) < int(first):
            return None
        return int(first), min(size, int(last) + 1) if last else size
    if not last:
        return None
    return max(0, size - int(last)), size if int(last) else 0
