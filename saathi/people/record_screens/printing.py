"""The same page on paper: without buttons and links, under the case ID alone; each print is logged."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi import audit
from saathi.agencies import access
from saathi.agencies.models import Scoped
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.people.panels import MissingPanel, Panel
from saathi.people.record_screens.page_content import PageContent
from saathi.web.components import ActionLink

PRINT: Final = "print/"  # what the address of a print adds to that of its page


def is_print(request: StaffRequest, prints: str) -> bool:
    """Whether the page was opened at the address with this name, to be printed."""
    return request.resolver_match is not None and request.resolver_match.url_name == prints


def with_print_button(request: StaffRequest, page: PageContent, prints: str) -> PageContent:
    """The page with a button that leads to its print, after the others and no main one."""
    match = request.resolver_match
    assert match is not None
    name = ":".join([*match.namespaces, prints])
    button = ActionLink(_("Print"), reverse(name, kwargs=match.kwargs), "printer")
    main = min(page.main_buttons, len(page.buttons))
    return replace(page, buttons=[*page.buttons, button], main_buttons=main)


def render_paper(request: StaffRequest, page: PageContent, shown: Sequence[Scoped]) -> HttpResponse:
    """What the page shows, to be printed with the browser; logged for each file as printed."""
    log_print(request, shown)
    match = request.resolver_match
    assert match is not None
    file_of_page = {match.kwargs["file_id"]} if "file_id" in match.kwargs else set[UUID]()
    context = {
        "page": page,
        "parts": [_on_paper(part) for part in page.parts if isinstance(part, Panel)],
        "codes": _codes(request, {record.file_id for record in shown} | file_of_page),
        "back": request.path.removesuffix(PRINT),
        "printed_on": request.staff.office.today(),
        "printed_by": request.staff.name,
    }
    return render(request, "people/print_page.html", context)


def log_print(request: StaffRequest, shown: Sequence[Scoped]) -> None:
    """Logs in each file that these records of it were printed."""
    match = request.resolver_match
    assert match is not None
    for file_id in dict.fromkeys(record.file_id for record in shown):
        audit.record(
            audit.AuditKind.PRINTED,
            by=request.staff.id,
            agency=request.staff.agency_id,
            file_id=file_id,
            objects=[record.pk for record in shown if record.file_id == file_id],
            purpose=request.staff.access_purpose,
            detail={"screen": match.view_name},
        )


def _on_paper(part: Panel) -> Panel:
    """A part with all its content open, and nothing to press."""
    rows = [replace(row, actions=(), steps=()) for row in part.rows]
    open_part = replace(part, actions=(), rows=rows, is_folded=False)
    if isinstance(open_part, MissingPanel):
        return replace(open_part, items=[replace(item, link=None) for item in open_part.items])
    return open_part


def _codes(request: StaffRequest, files: set[UUID]) -> list[str]:
    """The case IDs of these files, as far as the reader may see them."""
    children = access.visible(request.staff, Child).filter(file__in=files)
    return list(children.order_by("code").values_list("code", flat=True))
