"""What the screens that change something about a child share: the way in, and the page of one form."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.http import StaffRequest
from saathi.agencies.sections import Section
from saathi.agencies.sending import RecordForm
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About


def to_write(request: StaffRequest, file_id: UUID, section: Section = Section.IDENTITY) -> Child:
    """The child, for those who may write this section of the file; 404 for all others."""
    child = child_of_file(request.staff, file_id, section)
    if not access.may_write(request.staff, file_id, section):
        raise access.NotAllowed
    return child


def back_url(about: About, child: Child) -> str:
    """Where the page stands to which a form about a child belongs."""
    return reverse(about.back, args=[child.file_id])


def form_page(
    request: StaffRequest,
    child: Child,
    form: RecordForm,
    about: About,
    back: str = "",
    **beside: object,
) -> HttpResponse:
    """The page of one form, below the head of the file.

    `back` is the address it was opened from, where that is no page of the file as a whole. `beside`
    is what the template shows besides.
    """
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "about": about,
        "back": back or back_url(about, child),
        "file_id": child.file_id,
        **beside,
    }
    return render(request, about.template, context)
