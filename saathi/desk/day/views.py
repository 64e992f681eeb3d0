"""My day, the discreet view, and reading a notice."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from saathi.agencies import access_log, notices
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.day import cared_for, pages, queries
from saathi.web import discreet_view

LEADS_CASES = frozenset({Permission.OPEN_CASE, Permission.ASSIGN, Permission.ANSWER_ENQUIRY})


@require_safe
@staff_screen()
def my_day(request: StaffRequest) -> HttpResponse:
    """The page of due and waiting work; staff without case work are sent to their first page."""
    if not queries.HAS_A_DAY & request.may:
        return redirect(request.nav[0].url_name if request.nav else "mfa_index")
    options = pages.DayOptions(
        discreet_view.is_discreet(request),
        "all" in request.GET,
        request.GET.get("page", ""),
        request.GET.get("office", ""),
    )
    page = pages.my_day_page(request.staff, request.may, options)
    for files, purpose in ((page.shown_files, "own_case"), (page.supervised_files, "")):
        if files:
            access_log.log_list_view(
                request.staff, files, purpose=purpose, screen="desk:my_day", count=len(files)
            )
    # For counsellors, residential care workers and others without cases, this is their list of
    # children.
    cares = (
        cared_for.cared_for_table(request, request.staff)
        if LEADS_CASES.isdisjoint(request.may)
        else None
    )
    return render(request, "desk/my_day.html", {"page": page, "cared_for": cares})


@require_POST
@staff_screen()
def set_discreet_view(request: StaffRequest) -> HttpResponse:
    """Switches names on or off, and returns to the previous page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("desk:my_day")
    response = redirect(back)
    on = request.POST.get("discreet") == "1"
    discreet_view.remember_choice(response, on=on, secure=request.is_secure())
    return response


@require_POST
@staff_screen()
def open_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Marks the notice as read and redirects to its subject."""
    notice = notices.mark_notice_read(notice_id, actor=request.staff)
    return redirect(pages.notice_address(notice))
