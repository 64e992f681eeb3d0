"""Pages below the header of a child's file."""

from django.http import HttpResponse
from django.shortcuts import render

from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.people.queries import child_header


def render_child_page(
    request: StaffRequest, child: Child, template: str, **context: object
) -> HttpResponse:
    """Renders a template with this context, the header of the child (`child`) and the `file_id`."""
    header = child_header(child, staff=request.staff)
    return render(request, template, {"child": header, "file_id": child.file_id, **context})
