"""What the screens that change something about a child share: the way in, and the page of one form."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.http import StaffRequest
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_header, child_of_file


def child_for_editing(
    request: StaffRequest, file_id: UUID, section: Section = Section.IDENTITY
) -> Child:
    """The child, for those who may write this section of the file; 404 for all others."""
    child = child_of_file(request.staff, file_id, section)
    if not access.may_write(request.staff, file_id, section):
        raise access.NotAllowed
    return child


def back_url(text: ChildFormPageText, child: Child) -> str:
    """Where the page stands to which a form about a child belongs."""
    return reverse(text.back, args=[child.file_id])


def render_child_form_page(
    request: StaffRequest,
    child: Child,
    form: RecordForm,
    text: ChildFormPageText,
    back: str = "",
    **beside: object,
) -> HttpResponse:
    """The page of one form, below the head of the file.

    `back` is the address it was opened from, where that is no page of the file as a whole. `beside`
    is what the template shows besides.
    """
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "about": text,
        "back": back or back_url(text, child),
        "file_id": child.file_id,
        **beside,
    }
    return render(request, text.template, context)
