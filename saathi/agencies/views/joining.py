"""Invitation pages for a person who is not signed in yet and sets a first password."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import invitation_tokens, queries
from saathi.agencies.actions import joining as actions
from saathi.agencies.forms import FirstPasswordForm, PaperCodeForm
from saathi.web import error_pages

RATE_LIMITS = {"join": "30/m/ip"}


@never_cache
@sensitive_post_parameters("code")
def enter_invitation_code(request: HttpRequest) -> HttpResponse:
    """Accepts the paper code and redirects to the page that sets the password."""
    if not ratelimit.consume(request, app="saathi", action="join", config=RATE_LIMITS):
        return error_pages.too_many_requests(request, wait_seconds=60)
    form = PaperCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = invitation_tokens.normalise_code(form.cleaned_data["code"])
        if queries.get_invitation_details(token):
            return redirect("agencies:accept_invitation", token)
        form.add_error(
            "code", _("This code is not valid. Check each letter, or ask for a new code.")
        )
    return render(request, "agencies/enter_invitation_code.html", {"form": form})


@never_cache
@sensitive_post_parameters("password", "again")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Sets the first password; the person then signs in with it and adds a second factor."""
    if not ratelimit.consume(request, app="saathi", action="join", config=RATE_LIMITS):
        return error_pages.too_many_requests(request, wait_seconds=60)
    invitation = queries.get_invitation_details(token)
    if invitation is None:
        raise Http404
    if not invitation.is_confirmed:
        return render(request, "agencies/join_waits.html", {"invitation": invitation})
    form = FirstPasswordForm(request.POST or None, name=invitation.name, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        if actions.accept_invitation(token=token, password=form.cleaned_data["password"]) is None:
            raise Http404
        return redirect(f"{settings.SAATHI_SIGN_IN_URL}?welcome=1")
    return render(
        request, "agencies/accept_invitation.html", {"invitation": invitation, "form": form}
    )
