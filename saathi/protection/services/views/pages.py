"""What the forms of these screens have in common: what stands above and below them."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from saathi.agencies.http import StaffRequest
from saathi.agencies.sending import RecordForm


@dataclass(frozen=True)
class About:
    """What stands above and below a form."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise
    back: str | Promise


def open_page(
    request: StaffRequest, form: RecordForm, about: About, back: str, *, upload: bool = False
) -> HttpResponse:
    """A form about no child."""
    context = {"form": form, "about": about, "back": back, "upload": upload}
    return render(request, "services/form.html", context)
