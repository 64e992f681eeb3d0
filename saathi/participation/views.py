"""Screens of the child's voice: all that was said, one statement, recording, the drawing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, looking
from saathi.agencies.http import StaffRequest, before, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import send
from saathi.participation import actions, queries
from saathi.participation.duties import duties_in
from saathi.participation.forms import ExplanationForm, StatementRecordForm, ThemesForm
from saathi.participation.vocabulary import StatementState, Topic, Understood
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header
from saathi.vault import attachments
from saathi.vault.errors import FileRefused
from saathi.vault.media import MediaType


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_statements(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """All that the child said and lets this person read, latest first."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    page = queries.said_by(child, request.staff, before=before(request))
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.VOICE,
        file_id=file_id,
        objects=[said.id for said in page.said],
    )
    context = {"child": header(child, staff=request.staff), "page": page, "file_id": file_id}
    return render(request, "participation/list_statements.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_statement(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records what the child said, chose not to say, or is not to be asked."""
    child = child_of_file(request.staff, file_id, Section.VOICE)

    def save(form: StatementRecordForm) -> str:
        try:
            statement = actions.record_statement(
                child=child, new=form.new_statement(), by=request.staff
            )
        except FileRefused as refusal:
            form.add_error("drawing", str(refusal))
            return ""
        return reverse("participation:show_statement", args=[file_id, statement.pk])

    topic = request.GET.get("about", "")
    form = StatementRecordForm(
        request.POST or None,
        request.FILES or None,
        initial={"topics": [topic] if topic in Topic.values else []},
        team=queries.team(file_id),
        today=request.staff.office.today(),
    )
    return send(request, form, save) or _record(request, child, form)


def _record(request: StaffRequest, child: Child, form: StatementRecordForm) -> HttpResponse:
    today = request.staff.office.today()
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "reminders": queries.before_interview(child, request.staff, on=today),
        "not_to_ask": queries.not_to_ask(child, request.staff),
        "duties": duties_in(request.staff.office.country),
        "file_id": child.file_id,
    }
    return render(request, "participation/record_statement.html", context)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_statement(request: StaffRequest, file_id: UUID, statement_id: UUID) -> HttpResponse:
    """One statement, for those whom the child lets read it."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    statement = queries.statement_of(request.staff, file_id, statement_id)
    context = {
        "child": header(child, staff=request.staff),
        "said": queries.shown(statement),
        "readers": queries.readers_of(statement),
        "themes": queries.theme_pairs(queries.themes_of(request.staff, statement)),
        "has_themes": statement.state == StatementState.SAID,
        "may_code": access.may_write(request.staff, file_id, Section.VOICE),
        "file_id": file_id,
    }
    return render(request, "participation/show_statement.html", context)


@staff_screen(Permission.WORK_ON_CASE)
def code_statement(request: StaffRequest, file_id: UUID, statement_id: UUID) -> HttpResponse:
    """What a statement is about, in codes: for its readers, and for numbers if the child agrees."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    statement = queries.statement_of(request.staff, file_id, statement_id)
    if statement.state != StatementState.SAID:
        raise access.NotAllowed
    if not access.may_write(request.staff, file_id, Section.VOICE):
        raise access.NotAllowed
    themes = queries.themes_of(request.staff, statement)
    back = reverse("participation:show_statement", args=[file_id, statement_id])

    def save(form: ThemesForm) -> str:
        actions.record_themes(
            statement=statement,
            told=form.told(),
            earlier=themes,
            version=form.seen,
            by=request.staff,
        )
        return back

    form = ThemesForm(request.POST or None, initial=vars(themes) if themes else {})
    context = {
        "child": header(child, staff=request.staff),
        "said": queries.shown(statement),
        "form": form,
        "back": back,
        "file_id": file_id,
    }
    return send(request, form, save, newest=back) or render(
        request, "participation/code_statement.html", context
    )


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def open_drawing(request: StaffRequest, file_id: UUID, statement_id: UUID) -> HttpResponse:
    """The drawing itself, never kept by the browser and never able to run anything."""
    statement = queries.statement_of(request.staff, file_id, statement_id)
    stored = queries.drawing_of(statement, request.staff)
    looking.record(
        request.staff,
        audit.Kind.FILE_OPENED,
        Section.VOICE,
        file_id=file_id,
        objects=[statement.pk, stored.pk],
    )
    # A picture is shown and leaves nothing on the device; a PDF reader works on a saved file only.
    is_pdf = stored.media_type == MediaType.PDF
    ending = stored.media_type.partition("/")[2].replace("jpeg", "jpg")
    how = "attachment" if is_pdf else "inline"
    return HttpResponse(
        attachments.read(stored),
        content_type=stored.media_type,
        headers={
            "Content-Disposition": f'{how}; filename="drawing.{ending}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        },
    )


@staff_screen(Permission.WORK_ON_CASE)
def explain_limits(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """What to tell the child before the first interview, and that it was told."""
    child = child_of_file(request.staff, file_id, Section.CASE)

    def save(form: ExplanationForm) -> str:
        actions.record_explanation(
            child=child,
            explained_on=form.cleaned_data["explained_on"],
            language=form.cleaned_data["language"],
            understood=Understood(form.cleaned_data["understood"]),
            by=request.staff,
        )
        return reverse("participation:record_statement", args=[file_id])

    known = child.languages[0] if child.languages else ""
    today = request.staff.office.today()
    form = ExplanationForm(request.POST or None, initial={"language": known}, today=today)
    return send(request, form, save) or _explain(request, child, form)


def _explain(request: StaffRequest, child: Child, form: ExplanationForm) -> HttpResponse:
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "duties": duties_in(request.staff.office.country),
        "file_id": child.file_id,
    }
    return render(request, "participation/explain_limits.html", context)
