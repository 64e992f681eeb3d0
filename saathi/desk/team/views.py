"""Who works for a child, and from whom her file is hidden."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from saathi.agencies import access, once
from saathi.agencies.access import FileRights
from saathi.agencies.actions import rights as granting
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.child_file.queries import child_of
from saathi.desk.team import actions, queries
from saathi.desk.team.forms import AddSeatForm, HandOverForm, HideForm, SeatForm
from saathi.protection.cases.actions.approvals import NotApproved
from saathi.protection.cases.models import Case, Seat


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.ASSIGN)
def change_team(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The seats of a child's team: fill, add, end, or hand the case to another worker."""
    rights = queries.rights_over(request.staff, file_id, Permission.ASSIGN)
    case = queries.case_to_staff(rights)
    filled: forms.Form | None = None
    if request.method == "POST":
        if earlier := once.begin(request):
            return earlier
        filled = _carry_out(request, case, rights)
        if filled is None:
            return once.finish(request, reverse("desk:change_team", args=[file_id]))
        once.give_back(request)
    seats = queries.seats(case, rights)
    return render(
        request,
        "desk/change_team.html",
        {
            "code": case.child.code,
            "file_id": file_id,
            "form_key": once.new_key(),
            "taken": [_with_right(seat, case) for seat in seats if seat.staff],
            "forms": _forms(request, case, seats, filled),
        },
    )


def _carry_out(request: StaffRequest, case: Case, rights: FileRights) -> forms.Form | None:
    """Does what was asked for; the form again where something is missing in it."""
    if request.POST.get("do") == "hand_over":
        form = HandOverForm(request.POST, case=case, by=request.staff)
        if not form.is_valid():
            return form
        return _hand_over(request, case, form)
    if request.POST.get("do") == "add":
        return _add(request, case)
    seats = queries.seats(case, rights)
    seat = next((s for s in seats if str(s.pk) == request.POST.get("seat")), None)
    if seat is None:
        raise access.NotAllowed
    if request.POST.get("do") == "end" and seat.staff and seat.staff_id != case.worker_id:
        actions.end_seat(seat=seat, by=request.staff)
        return None
    if seat.staff:
        raise access.NotAllowed
    seat_form = SeatForm(request.POST, seat=seat, by=request.staff)
    if not seat_form.is_valid():
        return seat_form
    actions.fill_seat(seat=seat, with_=seat_form.cleaned_data["staff"], by=request.staff)
    return None


def _hand_over(request: StaffRequest, case: Case, form: HandOverForm) -> forms.Form | None:
    to = form.cleaned_data["staff"]
    try:
        actions.hand_over(case=case, to=to, told=form.handover_told(), by=request.staff)
    except NotApproved as refusal:
        form.tell(refusal.reasons, {})
        return form
    return None


def _add(request: StaffRequest, case: Case) -> forms.Form | None:
    form = AddSeatForm(request.POST, by=request.staff)
    if not form.is_valid():
        return form
    role = TeamRole(form.cleaned_data["role"])
    actions.add_seat(case=case, role=role, with_=form.cleaned_data["staff"], by=request.staff)
    return None


def _forms(
    request: StaffRequest, case: Case, seats: list[Seat], filled: forms.Form | None
) -> list[forms.Form]:
    """One form for each empty seat and one to hand over; the one with a mistake in its place."""
    if filled is not None:
        return [filled]
    empty = [SeatForm(seat=seat, by=request.staff) for seat in seats if not seat.staff]
    return [*empty, AddSeatForm(by=request.staff), HandOverForm(case=case, by=request.staff)]


def _with_right(seat: Seat, case: Case) -> Seat:
    """The seat with whether it can be ended: the worker's own ends by handing the case over."""
    seat.may_end = seat.staff_id != case.worker_id  # type: ignore[attr-defined]
    return seat


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.HIDE)
def hidden_from(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """From whom the file is hidden; hide it from more, or show it again."""
    rights = queries.rights_over(request.staff, file_id, Permission.HIDE)
    child = child_of(rights)
    form = HideForm(by=request.staff)
    if request.method == "POST":
        if earlier := once.begin(request):
            return earlier
        here = reverse("desk:hidden_from", args=[file_id])
        if request.POST.get("do") == "show":
            shown = _principal(request)
            granting.show_again(file_id=file_id, principal=shown, by=request.staff)
            return once.finish(request, here)
        form = HideForm(request.POST, by=request.staff)
        if form.is_valid():
            hidden = form.cleaned_data["principal"]
            granting.hide(file_id=file_id, principal=hidden, by=request.staff)
            return once.finish(request, here)
        once.give_back(request)
    return render(
        request,
        "desk/hidden_from.html",
        {
            "code": child.code,
            "file_id": file_id,
            "form_key": once.new_key(),
            "hidden": queries.hidden_from(file_id),
            "form": form,
        },
    )


def _principal(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("principal", ""))
    except ValueError as wrong:
        raise access.NotAllowed from wrong
