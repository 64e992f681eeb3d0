"""Screens for unsent forms: their list, the key that opens them, and a lost device."""

import base64

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from saathi.agencies import offline_keys
from saathi.agencies.actions import own_account
from saathi.agencies.staff_requests import StaffRequest, staff_screen


@require_GET
@staff_screen()
def list_unsent_forms(request: StaffRequest) -> HttpResponse:
    """The page on which the browser lists unsent forms. The server does not have them."""
    return render(request, "agencies/list_unsent_forms.html")


@require_POST
@staff_screen()
def open_unsent_forms(request: StaffRequest) -> JsonResponse:
    """The key to forms kept by the owner's browsers: only for the owner, signed in and unlocked."""
    key = offline_keys.get_private_key(request.staff)
    return JsonResponse({"key": base64.b64encode(key).decode("ascii")})


@require_POST
@staff_screen()
def report_lost_device(request: StaffRequest) -> HttpResponse:
    """Reports a device as lost: unsent forms kept on any device can no longer be opened."""
    own_account.renew_unsent_key(actor=request.staff)
    messages.success(
        request,
        gettext("Done. Data saved on your devices until now can no longer be opened."),
    )
    return redirect("agencies:list_unsent_forms")
