"""What the forms of these screens have in common: what stands above and below them."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from saathi.agencies import access
from saathi.agencies.http import StaffRequest
from saathi.agencies.sections import Section
from saathi.agencies.sending import RecordForm
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header


@dataclass(frozen=True)
class About:
    """What stands above and below a form."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise
    back: str | Promise


def child_to_write(request: StaffRequest, file_id: UUID) -> Child:
    """The child, for those who may write of her support; 404 for all others."""
    child = child_of_file(request.staff, file_id, Section.SUPPORT)
    if not access.may_write(request.staff, file_id, Section.SUPPORT):
        raise access.NotAllowed
    return child


def child_page(
    request: StaffRequest, child: Child, form: RecordForm, about: About, back: str
) -> HttpResponse:
    """A form about a child."""
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "about": about,
        "back": back,
    }
    return render(request, "services/child_form.html", context)


def open_page(
    request: StaffRequest, form: RecordForm, about: About, back: str, *, upload: bool = False
) -> HttpResponse:
    """A form about no child."""
    context = {"form": form, "about": about, "back": back, "upload": upload}
    return render(request, "services/form.html", context)
