"""Staff of an agency: the list, a person, their role, closing and reopening of accounts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from saathi.agencies import bundles, idempotency, queries, wording
from saathi.agencies.actions import staff as actions
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.form_submission import submit_form
from saathi.agencies.forms import StaffPositionForm
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.views.invitations import describe_invitation
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn
from saathi.web.paging import requested_search_text


@staff_screen(Permission.MANAGE_STAFF)
def list_staff(request: StaffRequest) -> HttpResponse:
    """Staff by name, fifty per page; can be filtered by part of a name or an address."""
    search_text = requested_search_text(request)
    page = queries.staff_page(
        request.staff.agency_id,
        search_text=search_text,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    names = bundles.bundle_names(request.staff.agency_id)
    columns = [
        DisplayTableColumn(_("Name")),
        DisplayTableColumn(_("Role")),
        DisplayTableColumn(_("Office")),
        DisplayTableColumn(_("Status")),
    ]
    rows = [
        [
            DisplayTableCell(person.name, reverse("agencies:show_staff", args=[person.pk])),
            DisplayTableCell(wording.role_name(person.role_kind, person.post, names)),
            DisplayTableCell(person.office.name),
            DisplayTableCell(_state(person)),
        ]
        for person in page.people
    ]
    shown = {"before": page.before, "after": page.after}
    context = {
        "table": DisplayTable(_("Staff"), columns, rows),
        "page": shown,
        "asked": search_text,
    }
    return render(request, "agencies/list_staff.html", context)


def _state(person: Staff) -> str:
    if person.is_active:
        return _("Active")
    return _("Ended") if person.deactivated_at else _("Invited")


@staff_screen(Permission.MANAGE_STAFF)
def show_staff(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """A person, their permissions in words, and the possible requests."""
    person = _colleague(request, staff_id)
    return render(request, "agencies/show_staff.html", _person(request, person))


def _person(request: StaffRequest, person: Staff) -> dict[str, object]:
    names = bundles.bundle_names(person.agency_id)
    is_invited = not person.is_active and not person.deactivated_at
    return {
        "person": person,
        "role": wording.role_name(person.role_kind, person.post, names),
        "may": wording.permission_sentences(queries.role_permissions_of(person)),
        "is_me": person.pk == request.staff.pk,
        "waits": queries.has_waiting_change(person.pk),
        "is_invited": is_invited,
        "invitation": describe_invitation(person) if is_invited else None,
        "form_key": idempotency.new_form_key(),
        "second_key": idempotency.new_form_key(),
    }


type RequestAction = Callable[..., object]


def _place_screen(
    request: StaffRequest, person: Staff, *, ask: RequestAction, template: str, failure: Any
) -> HttpResponse:
    """The form of role, office and title; `ask` submits the chosen values."""

    def save(form: StaffPositionForm) -> str:
        try:
            ask(actor=request.staff, staff=person, position=form.position)
        except ChangeNotPossible:
            form.add_error(None, failure)
            return ""
        return reverse("agencies:show_staff", args=[person.pk])

    role = f"{person.role_kind}:{person.post}" if person.post else person.role_kind
    now = {"role_kind": role, "title": person.title, "office": str(person.office_id)}
    form = StaffPositionForm(
        request.POST or None,
        initial=now,
        offices=queries.list_open_offices(request.staff.agency_id),
        bundles=bundles.assignable_bundles(request.staff.agency_id, request.staff.office.today()),
    )
    if (answer := submit_form(request, form, save)) is not None:
        return answer
    context = _person(request, person) | {"form": form}
    if person.deactivated_at:
        context["open_files"] = queries.count_open_files(person.pk)
    return render(request, template, context)


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def change_staff(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Requests a change of role, office or title."""
    person = _colleague(request, staff_id)
    if person.pk == request.staff.pk or person.deactivated_at:
        raise Http404
    return _place_screen(
        request,
        person,
        ask=actions.request_role_change,
        template="agencies/change_staff.html",
        failure=gettext_lazy("Another request for this person is still pending."),
    )


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def reopen_account(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Requests that a closed account opens again; a second person decides."""
    person = _colleague(request, staff_id)
    if person.pk == request.staff.pk or not person.deactivated_at:
        raise Http404
    return _place_screen(
        request,
        person,
        ask=actions.request_reopening,
        template="agencies/reopen_account.html",
        failure=gettext_lazy(
            "Reopening has already been requested, or the account is already open."
        ),
    )


@require_POST
@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def request_sign_in_reset(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Requests a reset of how a person signs in; a second person decides."""
    person = _colleague(request, staff_id)
    if earlier := idempotency.claim_key(request):
        return earlier
    if person.pk == request.staff.pk:
        raise Http404
    try:
        actions.request_sign_in_reset(actor=request.staff, staff=person)
    except ChangeNotPossible:
        idempotency.free_form_key(request)
        raise Http404 from None
    return idempotency.finish_submission(request, reverse("agencies:show_staff", args=[person.pk]))


@require_POST
@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def end_sessions(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Signs a colleague out everywhere."""
    person = _colleague(request, staff_id)
    if person.pk == request.staff.pk or not person.is_active:
        raise Http404
    actions.end_staff_sessions(actor=request.staff, staff=person)
    return redirect("agencies:show_staff", person.pk)


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def end_account(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Closes a person's account at once; first shows the number of files they work on."""
    person = _colleague(request, staff_id)
    if person.pk == request.staff.pk or person.deactivated_at:
        raise Http404
    if request.method != "POST":
        context = _person(request, person) | {"open_files": queries.count_open_files(person.pk)}
        return render(request, "agencies/end_account.html", context)
    if earlier := idempotency.claim_key(request):
        return earlier
    actions.deactivate_account(actor=request.staff, staff=person)
    return idempotency.finish_submission(request, reverse("agencies:show_staff", args=[person.pk]))


def _colleague(request: StaffRequest, staff_id: UUID) -> Staff:
    person = queries.get_colleague(request.staff.agency_id, staff_id)
    if person is None:
        raise Http404
    return person
