"""Changes of staff that wait for a second person, and those already decided."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from saathi.agencies import bundles, idempotency, queries, wording
from saathi.agencies.actions import staff as actions
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import StaffChange
from saathi.agencies.permissions import Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.views.invitations import SHOWN_ONCE_KEY
from saathi.agencies.vocabulary import ChangeKind


@dataclass(frozen=True)
class StaffChangeRow:
    """A change of a person's role or sign-in, in words."""

    change: StaffChange
    before: str | Promise
    after: str | Promise
    asked_by: str
    decided_by: str
    is_mine: bool  # requested by the reader or about the reader, so another person decides


def _lines(request: StaffRequest, changes: list[StaffChange]) -> list[StaffChangeRow]:
    names = queries.names_of([by for c in changes for by in (c.asked_by, c.decided_by)])
    roles = bundles.bundle_names(request.staff.agency_id)
    own_id = request.staff.pk
    return [
        StaffChangeRow(
            change,
            wording.role_name(change.from_bundle, change.from_post, roles),
            wording.role_name(change.to_bundle, change.to_post, roles),
            names.get(change.asked_by, ""),
            names.get(change.decided_by, "") if change.decided_by else "",
            own_id in {change.asked_by, change.staff_id},
        )
        for change in changes
    ]


@staff_screen(Permission.CONFIRM_STAFF)
def list_staff_changes(request: StaffRequest) -> HttpResponse:
    """Lists the changes that wait for a second person, and the last fifty decided ones."""
    agency = request.staff.agency_id
    changes = queries.list_staff_changes(agency, waiting=True) + queries.list_staff_changes(
        agency, waiting=False
    )
    lines = _lines(request, changes)
    context = {
        "waiting": [line for line in lines if line.change.outcome == "waits"],
        "decided": [line for line in lines if line.change.outcome != "waits"],
        "bundles": bundles.list_waiting_versions(agency),
    }
    return render(request, "agencies/list_staff_changes.html", context)


@recently_confirmed
@staff_screen(Permission.CONFIRM_STAFF)
def decide_staff_change(request: StaffRequest, change_id: UUID) -> HttpResponse:
    """Approves or refuses a change that another person requested."""
    try:
        change = queries.get_staff_change(request.staff.agency_id, change_id)
    except StaffChange.DoesNotExist:
        raise Http404 from None
    (line,) = _lines(request, [change])
    if request.method != "POST":
        context = {
            "line": line,
            "may": wording.permission_sentences(queries.requested_permissions(change)),
            "form_key": idempotency.new_form_key(),
        }
        if change.kind == ChangeKind.REOPEN:
            context["open_files"] = queries.count_open_files(change.staff_id)
        return render(request, "agencies/decide_staff_change.html", context)
    if earlier := idempotency.claim_key(request):
        return earlier
    agree = request.POST.get("decision") == "agree"
    try:
        token = actions.decide_staff_change(actor=request.staff, change=change, agree=agree)
    except ChangeNotPossible:
        return idempotency.finish_submission(request, reverse("agencies:list_staff_changes"))
    if token:
        request.session[SHOWN_ONCE_KEY] = [str(change.staff_id), token]
        return idempotency.finish_submission(
            request, reverse("agencies:show_invitation_paper", args=[change.staff_id])
        )
    return idempotency.finish_submission(request, reverse("agencies:list_staff_changes"))
