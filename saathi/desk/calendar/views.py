"""The calendar, its secret address, and the feed that a calendar application reads there."""

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies import access_log, calendar_addresses
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.calendar import feed, pages
from saathi.desk.calendar.rules import parse_calendar_day
from saathi.web import discreet_view, error_pages

# Limit for one network address, which may belong to a service that reads for many people.
RATE_LIMITS = {"calendar": "60/m/ip"}
WAIT_SECONDS = 60


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_calendar(request: StaffRequest) -> HttpResponse:
    """The duties of this person by month or week."""
    on = parse_calendar_day(request.GET.get("on", ""), request.staff.office.today())
    page = pages.calendar_page(
        request.staff,
        request.GET.get("view", ""),
        on,
        is_discreet=discreet_view.is_discreet(request),
    )
    if page.shown_files:
        access_log.log_list_view(
            request.staff,
            page.shown_files,
            purpose="own_case",
            screen="desk:show_calendar",
            count=len(page.shown_files),
        )
    return render(request, "desk/show_calendar.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.WORK_ON_CASE)
def set_calendar_address(request: StaffRequest) -> HttpResponse:
    """Explains who can read the feed; makes the address, which is shown once, or revokes it."""
    context: dict[str, object] = {}
    if request.method == "POST":
        if request.POST.get("do") != "make":
            calendar_addresses.revoke_calendar_address(actor=request.staff)
            return redirect("desk:set_calendar_address")
        token = calendar_addresses.make_calendar_address(actor=request.staff)
        context["address"] = request.build_absolute_uri(reverse("desk:read_calendar", args=[token]))
    context["state"] = calendar_addresses.get_calendar_address_state(request.staff)
    return render(request, "desk/set_calendar_address.html", context)


@require_safe
@never_cache
def read_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of the owner of the address, without signing in: days, and the word "Appointment"."""
    if not ratelimit.consume(
        request, app="saathi", action="calendar", config=RATE_LIMITS, limit_get=True
    ):
        return error_pages.too_many_requests(request, wait_seconds=WAIT_SECONDS)
    days = feed.read_feed(token)
    if days is None:
        raise Http404
    return HttpResponse(feed.write_calendar(days), content_type=feed.CONTENT_TYPE)
