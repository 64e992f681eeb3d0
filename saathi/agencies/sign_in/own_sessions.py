"""The page on which staff see their sessions, and end those they do not recognise."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from saathi.agencies import sessions
from saathi.agencies.actions import own_account
from saathi.agencies.models import Staff


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_sessions(request: HttpRequest) -> HttpResponse:
    """Lists own sessions; a form ends one of the others, or all others."""
    key = str(request.session.session_key)
    if request.method == "POST":
        try:
            handle = UUID(request.POST["session"]) if "session" in request.POST else None
        except ValueError:
            raise Http404 from None
        own_account.end_own_sessions(
            actor=cast("Staff", request.user), session_key=key, handle=handle
        )
        return redirect("account_sessions")
    context = {"sessions": sessions.list_own_sessions(key)}
    return render(request, "agencies/own_sessions.html", context)
