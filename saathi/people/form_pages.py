"""Shared parts of the views that change a child's data: access check and form page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.domains import file_link_label
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_header, child_of_file


def child_for_editing(
    request: StaffRequest, file_id: UUID, section: Section = Section.IDENTITY
) -> Child:
    """The child, for staff who may write this section of the file; 404 for all others."""
    child = child_of_file(request.staff, file_id, section)
    require_write(request, file_id, section)
    return child


def require_write(request: StaffRequest, file_id: UUID, section: Section) -> None:
    """Returns if staff may write this section of the file; raises `NotAllowed` (404) otherwise."""
    if not access.may_write(request.staff, file_id, section):
        raise access.NotAllowed


def back_url(text: ChildFormPageText, child: Child) -> str:
    """The URL of the page to which a form about a child belongs."""
    return reverse(text.back, args=[child.file_id])


def render_child_form_page(
    request: StaffRequest,
    child: Child,
    form: RecordForm,
    text: ChildFormPageText,
    back: str = "",
    **beside: object,
) -> HttpResponse:
    """Renders a form page below the header of the file.

    `back` is the URL to return to if it is not a page of the file as a whole. `beside` adds
    template context.
    """
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "about": text,
        "back": back or back_url(text, child),
        "back_label": text.back_label or file_link_label(text.back),
        "file_id": child.file_id,
        **beside,
    }
    return render(request, text.template, context)
