"""Screens of case notes, supervision notes, tasks and flags of a child's team."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, domains, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, requested_page_start, staff_screen
from saathi.people import record_screens as kit
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.notes import actions, forms, pages, queries, rules
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import (
    NOTE_DRAFT,
    NoteAudience,
    NoteKind,
    NoteState,
)

screens = kit.RecordScreens("notes")
NOTES = _("Notes and tasks")
LIST = "notes:list_notes"
_text = partial(kit.ChildFormPageText, back=LIST)
TEAM_READS_IT = _(
    "Team members who can read visits can see this. The child may ask to see the note: "
    "write it so that you could read it to the child."
)


@screens.ordinary(f"{kit.CHILD}notes/")
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_notes(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The notes of a child, latest first, of one kind or all."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    kind = request.GET.get("kind", "")
    opened = queries.list_notes(
        request.staff, child, kind=kind, before=requested_page_start(request)
    )
    access_log.log_file_list(request.staff, Section.VISITS, file_id, opened.shown_ids)
    may_write = access.may_write(request.staff, file_id, Section.VISITS)
    return render_child_page(
        request,
        child,
        "notes/list_notes.html",
        page=pages.notes_page(opened, request.staff, may_write=may_write),
        kinds=pages.filter_labels(),
        kind=kind,
        may_write=may_write,
        links=domains.links_on("notes:list_notes", file_id),
    )


@screens.child_form(
    "notes/new/",
    Permission.WORK_ON_CASE,
    forms.CaseNoteForm,
    _text(_("Add a case note"), TEAM_READS_IT, draft=NOTE_DRAFT),
    load=case_of_file,
)
def add_note(request: StaffRequest, case: Case, form: forms.CaseNoteForm) -> None:
    """Adds a case note."""
    note = form.to_record(file_id=case.file_id, case=case)
    actions.add_note(note=note, actor=request.staff)


@screens.child_form(
    "notes/task/",
    Permission.WORK_ON_CASE,
    forms.TaskForm,
    _text(_("Assign a task"), _("The task is shown on your colleague’s My day until it is done.")),
    load=case_of_file,
)
def add_task(request: StaffRequest, case: Case, form: forms.TaskForm) -> None:
    """Assigns a task to a colleague."""
    note = form.to_record(file_id=case.file_id, case=case)
    actions.add_note(note=note, actor=request.staff)


@screens.child_form(
    "notes/flag/",
    Permission.WORK_ON_CASE,
    forms.FlagForm,
    _text(
        _("Flag the file"),
        _(
            "Everyone who can read visits sees the flag at the top of the file and in the list "
            "of cases."
        ),
    ),
    load=case_of_file,
)
def add_flag(request: StaffRequest, case: Case, form: forms.FlagForm) -> None:
    """Flags the file."""
    note = form.to_record(file_id=case.file_id, case=case)
    actions.add_note(note=note, actor=request.staff)


@screens.child_form(
    "notes/supervision/",
    Permission.WORK_ON_CASE,
    forms.SupervisionNoteForm,
    _text(
        _("Add a supervision note"),
        _(
            "Only you, the colleague you choose and the supervisors of the office can read this note. "
            "It is not part of printed case notes."
        ),
        draft=NOTE_DRAFT,
    ),
    load=case_of_file,
)
def add_supervision_note(
    request: StaffRequest, case: Case, form: forms.SupervisionNoteForm
) -> None:
    """Adds a note of a supervision."""
    note = form.to_record(file_id=case.file_id, case=case)
    actions.add_note(note=note, actor=request.staff)


CORRECT = _text(
    _("Case note"),
    _("You can correct this note until the end of today. The earlier version is kept."),
)
ADDENDUM = _text(
    _("Add an addendum"),
    _("The note remains as it is. The addendum is shown below it, with your name and the time."),
)


@screens.ordinary(f"{kit.CHILD}notes/<uuid:note_id>/edit/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def correct_note(request: StaffRequest, file_id: UUID, note_id: UUID) -> HttpResponse:
    """Corrects a case note on the day it was recorded; 404 for anyone else, or later."""
    child = child_for_editing(request, file_id, Section.VISITS)
    note = records.get_record_of_file(request.staff, Note, file_id, note_id)
    if rules.reasons_not_to_correct(
        NoteKind(note.kind),
        is_own=note.recorded_by == request.staff.pk,
        recorded_on=request.staff.office.date_of(note.recorded_at),
        today=request.staff.office.today(),
    ):
        raise access.NotAllowed
    back = reverse(LIST, args=[file_id])
    is_supervision = note.audience == NoteAudience.SUPERVISION
    form_class: type[kit.DerivedForm[Note]] = forms.NoteCorrectionForm
    if note.adds_to is not None:
        form_class = forms.AddendumForm
    elif is_supervision:
        form_class = forms.SupervisionCorrectionForm

    def save(form: kit.DerivedForm[Note]) -> str:
        form.put_texts(note)
        actions.correct_note(
            note=note, columns=form.columns(), version=form.seen_version, actor=request.staff
        )
        return back

    records.open_texts(note)
    form = form_class(posted_data(request), staff=request.staff, record=note)
    answer = submit_form(request, form, save, newest_url=back)
    return answer or render_child_form_page(request, child, form, CORRECT)


@screens.ordinary(f"{kit.CHILD}notes/<uuid:note_id>/addendum/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_addendum(request: StaffRequest, file_id: UUID, note_id: UUID) -> HttpResponse:
    """Adds to a case note that can no longer be changed."""
    child = child_for_editing(request, file_id, Section.VISITS)
    note = records.get_record_of_file(request.staff, Note, file_id, note_id)
    if note.kind != NoteKind.NOTE:
        raise access.NotAllowed
    back = reverse(LIST, args=[file_id])

    def save(form: forms.AddendumForm) -> str:
        added = form.to_record(file_id=file_id)
        actions.add_addendum(original=note, addendum=added, actor=request.staff)
        return back

    form = forms.AddendumForm(posted_data(request), staff=request.staff)
    answer = submit_form(request, form, save)
    return answer or render_child_form_page(request, child, form, ADDENDUM)


@screens.ordinary(f"{kit.CHILD}notes/<uuid:note_id>/versions/")
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_note_versions(request: StaffRequest, file_id: UUID, note_id: UUID) -> HttpResponse:
    """The earlier versions of a note, for those who may read it."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    note = records.get_record_of_file(request.staff, Note, file_id, note_id)
    rows = [
        kit.PanelRow(
            gettext("Until %(time)s")
            % {"time": kit.format_moment(version.valid_until, request.staff.office)},
            pairs=pages.version_pairs(note, version),
        )
        for version in queries.list_earlier_versions(request.staff, note)
    ]
    page = kit.PageContent(
        _("Earlier versions"),
        kit.link(NOTES, LIST, file_id),
        parts=[kit.Panel(_("Earlier versions"), rows=rows, empty=_("No changes yet."))],
    )
    context = {"page": page, "child": child_header(child, staff=request.staff)}
    return render(request, "people/record_page.html", context)


@screens.ordinary(f"{kit.CHILD}notes/<uuid:note_id>/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def close_note(request: StaffRequest, file_id: UUID, note_id: UUID) -> HttpResponse:
    """Answers a task or a next step, or removes a flag."""
    child = child_of_file(request.staff, file_id, Section.VISITS)
    note = records.get_record_of_file(request.staff, Note, file_id, note_id)
    kind = NoteKind(note.kind)
    can_end = rules.can_end(kind, NoteState(note.state), has_duty=note.due is not None)
    if not can_end or not access.may_write(request.staff, file_id, Section.VISITS):
        raise access.NotAllowed
    back = reverse(LIST, args=[file_id])

    def save(form: forms.NoteEndForm) -> str:
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
    form = forms.NoteEndForm(posted_data(request), staff=request.staff, record=note)
    if (answer := submit_form(request, form, save, newest_url=back)) is not None:
        return answer
    return render_child_page(
        request,
        child,
        "notes/close_note.html",
        form=form,
        kind=pages.note_title(note),
        text=note.next_step or note.text,
    )
