"""Renders the pages of the kit: their content, and below it how the shown records were collected."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from saathi.agencies.collected import collection_table, rows_of_records
from saathi.agencies.models import Scoped
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.people.queries import child_header
from saathi.people.record_screens.content import PageContent


def render_page(
    request: StaffRequest,
    page: PageContent,
    child: Child | None = None,
    shown: Sequence[Scoped] = (),
) -> HttpResponse:
    """The page; below it how the shown records, all of one file, were collected."""
    header = child_header(child, staff=request.staff) if child else None
    table = None
    if shown:
        rows = rows_of_records(shown)
        table = collection_table(request.staff, shown[0].file_id, rows)
    context = {"page": page, "child": header, "collected": table}
    return render(request, "people/record_page.html", context)
