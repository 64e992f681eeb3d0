"""The discreet view: codes and next steps, no names. Default on phones; a cookie remembers.

The server leaves out names and stored words; the browser need not hide anything.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

COOKIE = "saathi_discreet"
NAMES_SHOWN = "shown"  # in the URL of an uncovered form: for this page, once


def is_discreet(request: HttpRequest) -> bool:
    """Whether the page shows no names: by the person's choice, otherwise only on a phone."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in {"0", "1"}:
        return chosen == "1"
    agent = request.headers.get("User-Agent", "")
    return request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent


def remember_choice(response: HttpResponse, *, on: bool, secure: bool) -> None:
    """Remembers the choice until the browser closes."""
    response.set_cookie(COOKIE, "1" if on else "0", secure=secure, httponly=True, samesite="Strict")


def forget_shown_names(request: HttpRequest, response: HttpResponse) -> None:
    """Hides names again after a lock or Quick exit, where the device hides them by default."""
    if request.COOKIES.get(COOKIE) == "0":
        response.delete_cookie(COOKIE, samesite="Strict")


def must_cover_texts(request: HttpRequest) -> bool:
    """Whether stored words stay covered here until the person requests them.

    Submitted text is not covered: the person who typed it gets it back with its errors.
    """
    is_asked_for = request.GET.get(NAMES_SHOWN) == "1" or request.method not in {"GET", "HEAD"}
    return not is_asked_for and is_discreet(request)


def uncovered_address(request: HttpRequest) -> str:
    """The URL of this page with its names and words shown, this time only."""
    query = request.GET.copy()
    query[NAMES_SHOWN] = "1"
    return f"?{query.urlencode()}"


def render_cover(request: HttpRequest) -> HttpResponse:
    """The page shown in place of one with stored words: it contains none, and can open it."""
    return render(request, "web/covered.html")
