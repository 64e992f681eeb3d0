"""The discreet view: codes and next steps, no name. On by itself on a phone; a cookie remembers.

The server leaves the names out; nothing has to be hidden in the browser.
"""

from django.http import HttpRequest, HttpResponse

COOKIE = "saathi_discreet"


def is_on(request: HttpRequest) -> bool:
    """Whether this page shows no name: as the person chose, else whether she holds a phone."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in {"0", "1"}:
        return chosen == "1"
    agent = request.headers.get("User-Agent", "")
    return request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent


def choose(response: HttpResponse, *, on: bool, secure: bool) -> None:
    """Remembers her choice until the browser closes."""
    response.set_cookie(COOKIE, "1" if on else "0", secure=secure, httponly=True, samesite="Strict")
