"""The pages behind an invitation: somebody who is not signed in yet sets her password."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import queries, tokens
from saathi.agencies.actions import joining as actions
from saathi.agencies.forms import CodeOnPaperForm, JoinForm
from saathi.web import troubles

TRIES = {"join": "30/m/ip"}


@never_cache
@sensitive_post_parameters("code")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Takes the code from the paper and leads to where the password is set."""
    if not ratelimit.consume(request, app="saathi", action="join", config=TRIES):
        return troubles.too_many(request, wait_seconds=60)
    form = CodeOnPaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = tokens.plain(form.cleaned_data["code"])
        if queries.invitation(token):
            return redirect("agencies:join", token)
        form.add_error("code", _("This code opens nothing. Check each letter, or ask for another."))
    return render(request, "agencies/enter_code.html", {"form": form})


@never_cache
@sensitive_post_parameters("password", "again")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Sets the first password; then she signs in with it and adds a second factor."""
    if not ratelimit.consume(request, app="saathi", action="join", config=TRIES):
        return troubles.too_many(request, wait_seconds=60)
    found = queries.invitation(token)
    if found is None:
        raise Http404
    if not found.is_confirmed:
        return render(request, "agencies/join_waits.html", {"invitation": found})
    form = JoinForm(request.POST or None, name=found.name, email=found.email)
    if request.method == "POST" and form.is_valid():
        if actions.accept(token=token, password=form.cleaned_data["password"]) is None:
            raise Http404
        return redirect(f"{settings.SAATHI_SIGN_IN_URL}?welcome=1")
    return render(request, "agencies/join.html", {"invitation": found, "form": form})
