"""Screens of what could not be sent: the list of it, the key that opens it, and a device that is lost."""

import base64

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from saathi.agencies import offline_keys
from saathi.agencies.actions import own_account
from saathi.agencies.http import StaffRequest, staff_screen


@require_GET
@staff_screen()
def list_unsent(request: StaffRequest) -> HttpResponse:
    """The page on which her browser lists what it keeps. The server knows nothing of it."""
    return render(request, "agencies/list_unsent.html")


@require_POST
@staff_screen()
def open_unsent(request: StaffRequest) -> JsonResponse:
    """The key that opens what her browsers kept: for her alone, signed in and not locked."""
    key = offline_keys.get_private_key(request.staff)
    return JsonResponse({"key": base64.b64encode(key).decode("ascii")})


@require_POST
@staff_screen()
def lose_device(request: StaffRequest) -> HttpResponse:
    """A device of hers is lost: what is kept on any of them opens nowhere any more."""
    own_account.renew_unsent_key(actor=request.staff)
    messages.success(
        request,
        gettext("Done. What was kept on your devices until now opens nowhere any more."),
    )
    return redirect("agencies:list_unsent")
