"""The discreet view: codes and next steps, no names. Default on phones; a cookie remembers.

The server leaves out names and stored words; the browser need not hide anything.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

COOKIE = "saathi_discreet"
NAMES_SHOWN = "shown"  # in the address of a form that was uncovered: for this page, once


def is_discreet(request: HttpRequest) -> bool:
    """Whether this page shows no names: the person's choice, else whether the device is a phone."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in {"0", "1"}:
        return chosen == "1"
    agent = request.headers.get("User-Agent", "")
    return request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent


def remember_choice(response: HttpResponse, *, on: bool, secure: bool) -> None:
    """Remembers the choice until the browser closes."""
    response.set_cookie(COOKIE, "1" if on else "0", secure=secure, httponly=True, samesite="Strict")


def must_cover_texts(request: HttpRequest) -> bool:
    """Whether stored words stay covered here until the person asks to see them."""
    return is_discreet(request) and request.GET.get(NAMES_SHOWN) != "1"


def render_cover(request: HttpRequest) -> HttpResponse:
    """The page in place of one with stored words: it contains none of them, and can open it."""
    query = request.GET.copy()
    query[NAMES_SHOWN] = "1"
    match = request.resolver_match
    file_id = match.kwargs.get("file_id") if match else None
    context = {"open": f"?{query.urlencode()}", "file_id": file_id}
    return render(request, "web/covered.html", context)
