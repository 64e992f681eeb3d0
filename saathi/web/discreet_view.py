"""The discreet view: codes and next steps, no name. On by itself on a phone; a cookie remembers.

The server leaves names and stored words out; nothing has to be hidden in the browser.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

COOKIE = "saathi_discreet"
NAMES_SHOWN = "shown"  # in the address of a form that was uncovered: for this page, this once


def is_discreet(request: HttpRequest) -> bool:
    """Whether this page shows no name: as the person chose, else whether she holds a phone."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in {"0", "1"}:
        return chosen == "1"
    agent = request.headers.get("User-Agent", "")
    return request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent


def remember_choice(response: HttpResponse, *, on: bool, secure: bool) -> None:
    """Remembers her choice until the browser closes."""
    response.set_cookie(COOKIE, "1" if on else "0", secure=secure, httponly=True, samesite="Strict")


def must_cover_texts(request: HttpRequest) -> bool:
    """Whether stored words stay covered here until the person asks to see them."""
    return is_discreet(request) and request.GET.get(NAMES_SHOWN) != "1"


def render_cover(request: HttpRequest) -> HttpResponse:
    """The page in place of one that shows stored words: it holds none of them, and opens it."""
    query = request.GET.copy()
    query[NAMES_SHOWN] = "1"
    match = request.resolver_match
    file_id = match.kwargs.get("file_id") if match else None
    context = {"open": f"?{query.urlencode()}", "file_id": file_id}
    return render(request, "web/covered.html", context)
