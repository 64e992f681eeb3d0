"""Renders the pages of the kit: their content, and below it how the shown records were collected."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from saathi.agencies import access_log
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.models import Scoped
from saathi.agencies.record_origins import record_origin_table, rows_of_records
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.people.queries import child_header
from saathi.people.record_screens.page_content import PageContent
from saathi.people.record_screens.printing import is_print, render_paper, with_print_button


def render_page(
    request: StaffRequest,
    page: PageContent,
    child: Child | None = None,
    shown: Sequence[Scoped] = (),
    *,
    prints: str = "",
) -> HttpResponse:
    """The page; below it how the shown records, all of one file, were collected.

    `prints`: the name of the address at which it is shown on paper; a button leads there.
    """
    if prints and is_print(request, prints):
        return render_paper(request, page, shown)
    if prints:
        page = with_print_button(request, page, prints)
    header = child_header(child, staff=request.staff) if child else None
    table = None
    if shown:
        rows = rows_of_records(shown)
        table = record_origin_table(request.staff, shown[0].file_id, rows)
    context = {"page": page, "child": header, "collected": table}
    return render(request, "people/record_page.html", context)


def render_filtered_list(
    request: StaffRequest, declaration: ListDeclaration[Any], context: Mapping[str, object]
) -> HttpResponse:
    """The list as filtered and sorted; the records of the page are logged."""
    listed = declaration.records
    # A list that a function finds is named itself: its rows are no records that the reader may read.
    of = (
        {"model": listed.model._meta.label_lower}
        if listed is not None
        else {"screen": declaration.name}
    )

    def log(shown: Sequence[Any]) -> None:
        access_log.log_list_view(request.staff, [row.pk for row in shown], **of)

    return list_response(request, declaration, "list_kit/show_list.html", context, log)
