"""Suggests colleagues while a name is typed (`agencies.staff_search`)."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.staff_search import (
    MAX_SUGGESTED,
    MAX_TEXT,
    StaffKind,
    find_staff,
    staff_label,
    staff_notes,
    staff_of_kind,
)
from saathi.agencies.wording import role_kind_name

# Those whose forms choose a colleague.
CHOOSE_STAFF = (Permission.RECORD_REPORT, Permission.WORK_ON_CASE, Permission.HIDE)


@sensitive_post_parameters()
@require_POST
@staff_screen(*CHOOSE_STAFF)
def suggest_staff(request: StaffRequest) -> HttpResponse:
    """At most ten colleagues of one's own agency whose name or office contains the text.

    Sent as a form, so that no address, and no log of addresses, contains a colleague's name.
    """
    text = request.POST.get("asked", "").strip()[:MAX_TEXT]
    if request.POST.get("kind", "") not in set(StaffKind):
        raise Http404
    kind = StaffKind(request.POST["kind"])
    among = staff_of_kind(request.staff, kind)
    result = find_staff(among, text, near=request.staff)[:MAX_SUGGESTED] if text else []
    notes = staff_notes(request.staff, kind, result)
    staff = [
        {
            "id": str(person.pk),
            "label": staff_label(person),
            "note": notes.get(person.pk) or str(role_kind_name(person.role_kind)),
        }
        for person in result
    ]
    return JsonResponse({"staff": staff})
