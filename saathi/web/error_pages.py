"""Error pages: what happened, what was kept, what to do.

A person without access gets `not_found`, never "forbidden": a refusal would reveal that the record
exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.web.components import ActionLink


@dataclass(frozen=True)
class ErrorPage:
    """One error, in plain words."""

    status: int
    title: str | Promise
    what_happened: str | Promise
    what_was_kept: str | Promise
    what_to_do: str | Promise
    icon: str = "info-circle"


NOT_FOUND = ErrorPage(
    404,
    _("Page not found, or you do not have access"),
    _("The address may be wrong, the record may have moved, or you do not have access."),
    _("Nothing was changed."),
    _("Go back, or search for the child. Ask your supervisor if you need access."),
    "search",
)
CSRF_FAILED = ErrorPage(
    403,
    _("This page was open for too long"),
    _("For security, a form can only be sent for a limited time, from the page it was opened on."),
    _("Nothing was changed."),
    _("Go back, reload the page and send the form again. Copy long texts first."),
    "clock",
)
METHOD_NOT_ALLOWED = ErrorPage(
    405,
    _("This page cannot be opened directly"),
    _("This address only accepts a form sent from another page."),
    _("Nothing was changed."),
    _("Go back, reload the page and use its button."),
)
CONFLICT = ErrorPage(
    409,
    _("This record has changed since you opened it"),
    _("Your change was not saved, so that a change made in the meantime is not lost."),
    _("Your text is shown below. It is kept on this page only."),
    _("Open the latest version, check what changed, and add what is still missing."),
    "users",
)
CONFLICT_OF_STEP = ErrorPage(
    409,
    _("This record has changed since you opened it"),
    _("The record changed after you opened the page, so your action was not carried out."),
    _("Nothing was changed."),
    _("Open the latest version, check what changed, and repeat the action if it is still needed."),
    "users",
)
ALREADY_SAVED = ErrorPage(
    409,
    _("This form was already saved"),
    _("The form was saved before you went back. Changes made since then are not saved."),
    _("The saved record is unchanged."),
    _("Open the saved record and make your change there."),
    "info-circle",
)
TOO_LARGE = ErrorPage(
    413,
    _("This file is too large"),
    _("The connection or the server does not accept a file of this size."),
    _("The file was not saved. Everything saved before is still there."),
    _("Choose a smaller file, or take the picture again at a lower resolution."),
    "photo",
)
TOO_MANY_REQUESTS = ErrorPage(
    429,
    _("Too many attempts"),
    _("This limit protects children’s records from guessing."),
    _("Nothing was changed."),
    _(
        "Wait a few minutes and try again. If these attempts were not yours, tell your "
        "data officer."
    ),
    "hand-stop",
)
RECORD_UNREADABLE = ErrorPage(
    500,
    _("This record cannot be read"),
    _("The stored data was damaged or changed outside Saathi."),
    _("Nothing was changed."),
    _("Give the reference above to your Saathi administrator. A backup may contain the record."),
    "alert-triangle",
)
SERVER_ERROR = ErrorPage(
    500,
    _("Something went wrong on our side"),
    _(
        "This is not your mistake. The error was logged without any child’s name and will"
        " be investigated."
    ),
    _("Everything saved earlier is safe. Your last form may not have been saved."),
    _(
        "Go back: your text may still be there. Try again in a few minutes. In an "
        "emergency, use the telephone."
    ),
    "alert-triangle",
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, both for missing records and for those without access. Use as `handler404`, `handler403`."""
    del exception  # It may contain what was searched for.
    return _page(request, NOT_FOUND)


def method_not_allowed(request: HttpRequest, answer: HttpResponseNotAllowed) -> HttpResponse:
    """405 in words, instead of Django's empty response, with its allowed methods."""
    page = _page(request, METHOD_NOT_ALLOWED)
    page["Allow"] = answer["Allow"]
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 if the form's CSRF key is wrong. Use as `CSRF_FAILURE_VIEW`."""
    del reason
    return _page(request, CSRF_FAILED)


def conflict_response(
    request: HttpRequest, *, typed: Mapping[Any, str], newest_url: str
) -> HttpResponse:
    """409 with every typed text under its label, and a link to the newest version."""
    action = ActionLink(_("Open the latest version"), newest_url, "refresh")
    trouble = CONFLICT if typed else CONFLICT_OF_STEP
    return _page(request, trouble, typed=dict(typed), action=action)


def already_saved(request: HttpRequest, *, saved_url: str) -> HttpResponse:
    """409 for a saved form that is sent again with other content; links to what was saved."""
    return _page(request, ALREADY_SAVED, action=ActionLink(_("Open the saved record"), saved_url))


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413, a file above the limit. Use as `handler400`: that is how Django refuses large forms.

    Any other bad request is `not_found`.
    """
    fits = exception is None or isinstance(exception, RequestDataTooBig)
    return _page(request, TOO_LARGE if fits else NOT_FOUND)


def too_many_requests(request: HttpRequest, *, wait_seconds: int) -> HttpResponse:
    """429 with `Retry-After`."""
    response = _page(request, TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait_seconds)
    return response


def record_unreadable(request: HttpRequest) -> HttpResponse:
    """500 for a page about a damaged record; the frame names the record's reference."""
    return _page(request, RECORD_UNREADABLE)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, rendered without database, session or signed-in person. Use as `handler500`."""
    del request  # Reading it could fail again.
    return HttpResponse(render_to_string("web/broken.html", {"trouble": SERVER_ERROR}), status=500)


def _page(request: HttpRequest, trouble: ErrorPage, **more: object) -> HttpResponse:
    return render(request, "web/trouble.html", {"trouble": trouble, **more}, status=trouble.status)
