"""Screens of the list of cases: the list, its search by case ID or name, and the team's workload."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saathi.agencies import access, bundles
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import get_colleague
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.case_list import name_order, pages
from saathi.desk.case_list.declaration import ME, CaseListScreen
from saathi.desk.case_list.forms import CaseSearchForm, TeamOfficeForm
from saathi.desk.case_list.permissions import SEES_CASES
from saathi.desk.case_list.team_workload import list_team_workload, team_workload_table
from saathi.desk.child_search.queries import find_readable_file_by_code
from saathi.desk.led_offices import list_led_offices, needs_office_choice
from saathi.web import discreet_view
from saathi.web.paging import requested_key

MAX_WORKERS = 100


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(*SEES_CASES)
def list_cases(request: StaffRequest) -> HttpResponse:
    """All cases that the user may see, with filters, sorting, saved views, actions and export."""
    screen = _screen(request)

    def log_shown(rows: object) -> None:
        pages.log_rows(request.staff, rows, "desk:list_cases")  # type: ignore[arg-type]

    context = {
        "screen": screen,
        "search": CaseSearchForm(),
        "may_find": Permission.SEARCH in request.may,
        "may_see_team": bool(screen.offices) and Permission.APPROVE in request.may,
        "notes": pages.ListNotes(screen),
    }
    return list_response(request, screen.declaration(), "desk/list_cases.html", context, log_shown)


def _screen(request: StaffRequest) -> CaseListScreen:
    staff = request.staff
    leads = len(staff.acts_as) > 1
    offices = list_led_offices(staff) if leads else []
    return CaseListScreen(
        staff,
        discreet_view.is_discreet(request),
        people=_people(staff, request.GET.get("worker", "")) if leads else (),
        offices=[(str(office.pk), office.name) for office in offices],
    )


def _people(staff: Staff, chosen: str) -> list[tuple[str, str]]:
    """At most a hundred case workers of the offices that the user leads, and the chosen worker."""
    workers = bundles.staff_with_permissions(
        staff.agency_id, Permission.WORK_ON_CASE, Permission.OPEN_CASE
    )
    led = workers.filter(office__in=staff.acts_as).exclude(pk=staff.pk)
    people = {str(key): name for key, name in led.values_list("pk", "name")[:MAX_WORKERS]}
    key = requested_key(chosen) if chosen != ME else None
    if key is not None and str(key) not in people:
        colleague = get_colleague(staff.agency_id, key)
        people |= {str(key): colleague.name} if colleague else {}
    return list(people.items())


@sensitive_post_parameters()
@require_POST
@staff_screen(*SEES_CASES)
def search_cases(request: StaffRequest) -> HttpResponse:
    """Redirects to the file of a case ID; otherwise lists the user's own cases with this name.

    The name is never in a URL. Only the cases of the list are searched.
    """
    form = CaseSearchForm(request.POST)
    if not form.is_valid():
        return redirect("desk:list_cases")
    file_id: UUID | None = find_readable_file_by_code(request.staff, form.code)
    if file_id is not None:
        return redirect("desk:child_file", file_id)
    matches = name_order.search_by_name(request.staff, form.cleaned_data["asked"])
    pages.log_rows(request.staff, matches.rows, "desk:search_cases", was_searched=True)
    is_discreet = discreet_view.is_discreet(request)
    page = pages.search_page(request.staff, matches, is_discreet=is_discreet)
    context = {
        "page": page,
        "search": CaseSearchForm(),
        "may_find": Permission.SEARCH in request.may,
        "looks_like_code": form.looks_like_code,
    }
    return render(request, "desk/search_cases.html", context)


@require_safe
@staff_screen(Permission.APPROVE)
def show_team_workload(request: StaffRequest) -> HttpResponse:
    """The page of the workload of each case worker in the offices that the user leads."""
    led = list_led_offices(request.staff)
    form = TeamOfficeForm(request.GET, led)
    chosen = form.chosen_office()
    if request.GET.get("office") and chosen is None:
        raise access.NotAllowed
    offices = [chosen] if chosen else led
    must_choose = needs_office_choice(offices)
    today = request.staff.office.today()
    loads = [] if must_choose else list_team_workload(request.staff, offices, today)
    context = {
        "form": form if len(led) > 1 else None,
        "must_choose": must_choose,
        "table": team_workload_table(loads, may_assign=Permission.ASSIGN in request.may)
        if loads
        else None,
        "over": sum(load.is_over_limit for load in loads),
    }
    return render(request, "desk/show_team_workload.html", context)
