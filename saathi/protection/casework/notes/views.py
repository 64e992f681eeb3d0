"""Screens of notes, tasks and flags of a child's team."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, requested_page_start, staff_screen
from saathi.people import record_screens as kit
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.notes import actions, queries, rules
from saathi.protection.casework.notes.forms import NoteEndForm, NoteForm
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState

screens = kit.RecordScreens("notes")


@screens.ordinary(f"{kit.CHILD}notes/")
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


LEAVE = kit.ChildFormPageText(
    _("Add a note"),
    _(
        "Team members who can read visits can see this. The child may ask to see it: "
        "write it so that you could read it to the child."
    ),
    _("Save"),
    "notes:list_notes",
    _("Notes, tasks and flags"),
    has_cancel=False,
)


@screens.child_form("notes/new/", Permission.WORK_ON_CASE, NoteForm, LEAVE, load=case_of_file)
def add_note(request: StaffRequest, case: Case, form: NoteForm) -> None:
    """Adds a note, a task or a flag."""
    note = form.to_record(file_id=case.file_id, case=case)
    actions.add_note(note=note, actor=request.staff)


@screens.ordinary(f"{kit.CHILD}notes/<uuid:note_id>/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def close_note(request: StaffRequest, file_id: UUID, note_id: UUID) -> HttpResponse:
    """Answers a task, or removes a flag."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    note = records.get_record_of_file(request.staff, Note, file_id, note_id)
    kind = NoteKind(note.kind)
    can_end = note.state == NoteState.STANDS and rules.NOTE_ENDINGS[kind]
    if not can_end or not access.may_write(request.staff, file_id, Section.VISITS):
        raise access.NotAllowed
    back = reverse("notes:list_notes", args=[file_id])

    def save(form: NoteEndForm) -> str:
        data = form.cleaned_data
        actions.close_note(
            note=note,
            state=NoteState(data["state"]),
            answer=data["answer"],
            version=form.seen_version,
            actor=request.staff,
        )
        return back

    records.open_texts(note)
    form = NoteEndForm(posted_data(request), staff=request.staff, record=note)
    if (answer := submit_form(request, form, save, newest_url=back)) is not None:
        return answer
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "file_id": file_id,
        "kind": kind.label,
        "text": note.text,
    }
    return render(request, "notes/close_note.html", context)
