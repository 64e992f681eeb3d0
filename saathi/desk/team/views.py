"""Views of a child's team and of the people that the file is hidden from."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from saathi.agencies import access, idempotency
from saathi.agencies.access import FileRights
from saathi.agencies.actions import rights as granting
from saathi.agencies.form_submission import submit_form
from saathi.agencies.list_kit.screens import list_response
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.child_file.queries import get_child
from saathi.desk.team import actions, hidden_files, queries
from saathi.desk.team.forms import (
    AddSeatForm,
    CaseHandOverForm,
    EndSeatForm,
    FillSeatForm,
    HideFileForm,
)
from saathi.desk.team.wording import seat_role
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES

type TeamForm = FillSeatForm | EndSeatForm | AddSeatForm | CaseHandOverForm


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.ASSIGN)
def change_team(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The page of a child's team: fill, add or end seats, or reassign to another worker."""
    rights = queries.require_rights(request.staff, file_id, Permission.ASSIGN)
    case = queries.get_case_with_child(rights)
    filled: TeamForm | None = None
    if request.method == "POST":
        filled, answer = _submit(request, case, rights)
        if answer is not None:
            return answer
    seats = queries.list_open_seats(case, rights)
    return render(
        request,
        "desk/change_team.html",
        {
            "code": case.child.code,
            "case_id": case.pk,
            "may_cover": case.status in OPEN_STATUSES and not any(seat.until_on for seat in seats),
            "file_id": file_id,
            "form_key": idempotency.new_form_key(),
            "taken": [_with_right(seat, case) for seat in seats if seat.staff],
            "forms": _forms(request, case, seats, filled),
        },
    )


def _submit(
    request: StaffRequest, case: Case, rights: FileRights
) -> tuple[TeamForm, HttpResponse | None]:
    """The submitted form and the response; None for a form to be shown with its errors."""
    actor, step, seat_id = request.staff, request.POST.get("do"), request.POST.get("seat", "")
    here = reverse("desk:change_team", args=[case.file_id])
    form: TeamForm
    if step == "hand_over":
        form = CaseHandOverForm(request.POST, case=case, actor=actor)
    elif step == "add":
        form = AddSeatForm(request.POST, case=case, actor=actor)
    elif step == "end":
        form = EndSeatForm(request.POST, seat=queries.get_seat(case, rights, seat_id))
    else:
        seat = queries.get_seat(case, rights, seat_id)
        form = FillSeatForm(request.POST, seat=seat, actor=actor)

    def save(sent: TeamForm) -> str:
        _carry_out(sent, case, actor)
        return here

    return form, submit_form(request, form, save)


def _carry_out(form: TeamForm, case: Case, actor: Staff) -> None:
    data = form.cleaned_data
    match form:
        case CaseHandOverForm():
            handover = form.to_handover_input()
            actions.hand_over_case(case=case, to=data["staff"], handover=handover, actor=actor)
        case AddSeatForm():
            role = TeamRole(data["role"])
            actions.add_seat(case=case, role=role, colleague=data["staff"], actor=actor)
        case EndSeatForm():
            actions.end_seat(seat=form.record, actor=actor)
        case FillSeatForm():
            actions.fill_seat(seat=form.record, colleague=data["staff"], actor=actor)


def _forms(
    request: StaffRequest, case: Case, seats: list[Seat], filled: TeamForm | None
) -> list[TeamForm]:
    """A form for each empty seat and one to reassign; a submitted invalid form replaces its own."""
    if filled is not None:
        return [filled]
    empty = [FillSeatForm(seat=seat, actor=request.staff) for seat in seats if not seat.staff]
    return [
        *empty,
        AddSeatForm(case=case, actor=request.staff),
        CaseHandOverForm(case=case, actor=request.staff),
    ]


def _with_right(seat: Seat, case: Case) -> Seat:
    """The seat with its name, and whether it can be ended."""
    seat.title = seat_role(seat)  # type: ignore[attr-defined]
    seat.may_end = not actions.is_worker_seat(seat, case)  # type: ignore[attr-defined]
    return seat


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.HIDE)
def manage_hidden_from(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The people that the file is hidden from; hide it from others, or unhide it."""
    rights = queries.require_rights(request.staff, file_id, Permission.HIDE)
    child = get_child(rights)
    form = HideFileForm(actor=request.staff)
    if request.method == "POST":
        if earlier := idempotency.claim_key(request):
            return earlier
        form = HideFileForm(request.POST, actor=request.staff)
        if _change_hidden(request, file_id, form):
            address = reverse("desk:manage_hidden_from", args=[file_id])
            return idempotency.finish_submission(request, address)
        idempotency.free_form_key(request)
    return render(
        request,
        "desk/manage_hidden_from.html",
        {
            "code": child.code,
            "file_id": file_id,
            "form_key": idempotency.new_form_key(),
            "hidden": queries.list_hidden_from(file_id),
            "workers": queries.list_case_workers(rights),
            "waiting": queries.list_waiting_named_reports(file_id),
            "form": form,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.HIDE)
def list_hidden_files(request: StaffRequest) -> HttpResponse:
    """The page of files hidden from colleagues that the reader may unhide."""

    def log_shown(rows: Sequence[hidden_files.FileHiding]) -> None:
        hidden_files.log_hidings(request.staff, rows)

    declaration = hidden_files.hidden_files_list(request.staff)
    return list_response(request, declaration, "desk/list_hidden_files.html", log_shown=log_shown)


def _change_hidden(request: StaffRequest, file_id: UUID, form: HideFileForm) -> bool:
    """Carries out the step; False if it failed and the form has the errors to show."""
    actor, step = request.staff, request.POST.get("do")
    if step == "show":
        shown = _sent_id(request, "principal")
        granting.unhide_file(file_id=file_id, principal=shown, actor=actor)
        return True
    if step == "by_report":
        _hide_by_report(request, file_id)
        return True
    if not form.is_valid():
        return False
    try:
        hidden = form.cleaned_data["principal"]
        granting.hide_file(file_id=file_id, principal=hidden, actor=actor)
    except granting.HidingRefused as refusal:
        name = "colleague" if form.cleaned_data["colleague"] else "agency"
        form.add_error(name, [gettext(reason.text) for reason in refusal.reasons])
    return form.is_valid()


def _hide_by_report(request: StaffRequest, file_id: UUID) -> None:
    report_id = _sent_id(request, "report")
    try:
        actions.hide_file_by_report(report_id=report_id, file_id=file_id, actor=request.staff)
    except granting.HidingRefused as refusal:
        for reason in refusal.reasons:
            messages.error(request, gettext(reason.text))


def _sent_id(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as wrong:
        raise access.NotAllowed from wrong
