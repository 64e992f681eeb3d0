"""The pages of the tour. Each stop signs in as the demo person who uses that page.

Policy: changes here are reviewed by those responsible for access. Signing in is left to the demo's
sign-in, which refuses outside the demo and for every account that is not invented.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from saathi.agencies.models import Staff
from saathi.agencies.sign_in import demo
from saathi.simulation.tour.stops import STOPS, TourStop


@require_GET
def show_tour(request: HttpRequest) -> HttpResponse:
    """The ten stops, each with a button."""
    if not settings.IS_DEMO:
        raise Http404
    return render(request, "desk/show_tour.html", {"stops": list(enumerate(STOPS, 1))})


@require_POST
def open_stop(request: HttpRequest, number: int) -> HttpResponse:
    """Signs in as the demo person of a stop and leads to its page, with what to look at.

    The page is found in the next request: this one still has the rights of the person who was
    signed in before.
    """
    stop = _stop(number)
    if stop.role:
        demo.sign_in_with_role(request, stop.role)
    else:
        logout(request)
    messages.info(request, _message(number), extra_tags="tour")
    return redirect("tour_page", number)


@require_GET
def show_stop(request: HttpRequest, number: int) -> HttpResponse:
    """Redirects to the page of a stop; to the tour if another person is signed in."""
    stop = _stop(number)
    staff = request.user if isinstance(request.user, Staff) else None
    if (staff.role_kind if staff else "") != stop.role:
        return redirect("tour")
    return redirect(stop.place(staff))


def _stop(number: int) -> TourStop:
    if not settings.IS_DEMO or not 1 <= number <= len(STOPS):
        raise Http404
    return STOPS[number - 1]


def _message(number: int) -> str:
    stop = STOPS[number - 1]
    heading = _("Stop %(number)s of %(count)s: %(title)s.") % {
        "number": number,
        "count": len(STOPS),
        "title": stop.title,
    }
    next_stop = number + 1
    if next_stop > len(STOPS):
        address, label = reverse("tour"), _("Back to the tour")
    else:
        address, label = f"{reverse('tour')}#stop-{next_stop}", _("Next stop")
    return format_html('<b>{}</b> {} <a href="{}">{}</a>', heading, stop.text, address, label)
