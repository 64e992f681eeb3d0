"""The lists that the dashboard and My day of a supervisor open."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.supervision.act_pages import unassessed_page
from saathi.desk.supervision.list_pages import MAX_PAGES, MattersQuery, matters_page
from saathi.protection.casework.cases.supervision import SupervisedPart


@require_safe
@staff_screen(Permission.APPROVE)
def list_supervised(request: StaffRequest) -> HttpResponse:
    """The cases of one number of the dashboard, high risk first."""
    asked = MattersQuery(
        request.GET.get("part") or SupervisedPart.OPEN,
        request.GET.get("office", ""),
        _worker(request.GET.get("worker", "")),
        _number(request.GET.get("after") or request.GET.get("before") or "1"),
    )
    page = matters_page(request.staff, asked)
    access_log.log_list_view(
        request.staff, page.shown_files, screen="desk:list_supervised", count=len(page.shown_files)
    )
    return render(request, "desk/list_supervised.html", {"page": page})


@require_safe
@staff_screen(Permission.APPROVE)
def list_unassessed_acts(request: StaffRequest) -> HttpResponse:
    """Recent significant acts of the led offices without an answer to the four principles."""
    number = _number(request.GET.get("after") or request.GET.get("before") or "1")
    page = unassessed_page(request.staff, request.GET.get("office", ""), number)
    screen = "desk:list_unassessed_acts"
    access_log.log_list_view(
        request.staff, page.shown_files, screen=screen, count=len(page.shown_files)
    )
    return render(request, "desk/list_unassessed_acts.html", {"page": page})


def _worker(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise access.NotAllowed from wrong


def _number(text: str) -> int:
    """The page number in a URL; 1 for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return min(max(number, 1), MAX_PAGES)
