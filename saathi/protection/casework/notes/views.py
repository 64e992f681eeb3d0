"""Screens of notes, tasks and flags of a child's team."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.form_submission import submit_form
from saathi.agencies.http import StaffRequest, requested_page_start, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.people.form_pages import child_for_editing
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.cases.queries import current_case
from saathi.protection.casework.notes import actions, queries, rules
from saathi.protection.casework.notes.forms import NoteEndForm, NoteForm
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_notes(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The notes for the team of a child, latest first, of one kind or all."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    kind = request.GET.get("kind", "")
    page = queries.list_notes(request.staff, child, kind=kind, before=requested_page_start(request))
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        Section.VISITS,
        file_id=file_id,
        objects=[note.id for note in page.notes],
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "page": page,
        "kinds": NoteKind.choices,
        "kind": kind,
        "may_write": access.may_write(request.staff, file_id, Section.VISITS),
        "file_id": file_id,
    }
    return render(request, "notes/list_notes.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def leave_note(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a note, a task or a flag."""
    child = child_for_editing(request, file_id, Section.VISITS)
    case = current_case(request.staff, child)

    def save(form: NoteForm) -> str:
        actions.leave_note(case=case, new=form.new_note(), actor=request.staff)
        return reverse("notes:list_notes", args=[file_id])

    form = NoteForm(
        request.POST or None,
        team=queries.assignable_team_members(case),
        today=request.staff.office.today(),
    )
    return submit_form(request, form, save) or render(
        request,
        "notes/leave_note.html",
        {"child": child_header(child, staff=request.staff), "form": form, "file_id": file_id},
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def end_note(request: StaffRequest, file_id: UUID, note_id: UUID) -> HttpResponse:
    """Answers a task, or removes a flag."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    note = queries.get_note(request.staff, file_id, note_id)
    kind = NoteKind(note.kind)
    can_end = note.state == NoteState.STANDS and rules.NOTE_ENDINGS[kind]
    if not can_end or not access.may_write(request.staff, file_id, Section.VISITS):
        raise access.NotAllowed
    back = reverse("notes:list_notes", args=[file_id])

    def save(form: NoteEndForm) -> str:
        data = form.cleaned_data
        actions.end_note(
            note=note,
            state=NoteState(data["state"]),
            answer=data["answer"],
            version=form.seen_version,
            actor=request.staff,
        )
        return back

    form = NoteEndForm(
        request.POST or None,
        kind=kind,
        is_own=note.recorded_by == request.staff.pk,
        today=request.staff.office.today(),
        initial={"version": note.version},
    )
    if (answer := submit_form(request, form, save, newest_url=back)) is not None:
        return answer
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "file_id": file_id,
        "kind": kind.label,
        "text": queries.open_note_text(note),
    }
    return render(request, "notes/end_note.html", context)
