"""Views of the child's voice: the list, one statement, recording, the drawing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, requested_page_start, staff_screen
from saathi.participation import actions, queries
from saathi.participation.forms import ExplanationForm, StatementRecordForm, ThemesForm
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.participation.vocabulary import StatementState, StatementTopic, UnderstandingLevel
from saathi.people.models import Child
from saathi.people.queries import child_header, child_of_file
from saathi.vault import attachments
from saathi.vault.accepted_media import MediaType
from saathi.vault.errors import UploadRefused


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_statements(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lists the child's statements that the reader may read, latest first."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    page = queries.list_statements(child, request.staff, before=requested_page_start(request))
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        Section.VOICE,
        file_id=file_id,
        objects=[statement.id for statement in page.statements],
    )
    context = {"child": child_header(child, staff=request.staff), "page": page, "file_id": file_id}
    return render(request, "participation/list_statements.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_statement(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records what the child said, chose not to say, or is not to be asked."""
    child = child_of_file(request.staff, file_id, Section.VOICE)

    def save(form: StatementRecordForm) -> str:
        try:
            statement = actions.record_statement(
                child=child, new=form.new_statement(), actor=request.staff
            )
        except UploadRefused as refusal:
            form.add_error("drawing", str(refusal))
            return ""
        return reverse("participation:show_statement", args=[file_id, statement.pk])

    topic = request.GET.get("about", "")
    form = StatementRecordForm(
        request.POST or None,
        request.FILES or None,
        initial={"topics": [topic] if topic in StatementTopic.values else []},
        team=queries.possible_readers(file_id),
        today=request.staff.office.today(),
    )
    return submit_form(request, form, save) or _render_statement_form(request, child, form)


def _render_statement_form(
    request: StaffRequest, child: Child, form: StatementRecordForm
) -> HttpResponse:
    today = request.staff.office.today()
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "reminders": queries.interview_reminders(child, request.staff, on=today),
        "not_to_ask": queries.do_not_ask_alerts(child, request.staff),
        "duties": reporting_duties_in_country(request.staff.office.country),
        "file_id": child.file_id,
    }
    return render(request, "participation/record_statement.html", context)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_statement(request: StaffRequest, file_id: UUID, statement_id: UUID) -> HttpResponse:
    """Shows one statement to the readers the child chose."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    statement = queries.get_statement(request.staff, file_id, statement_id)
    context = {
        "child": child_header(child, staff=request.staff),
        "said": queries.open_statement(statement),
        "readers": queries.named_readers(statement),
        "themes": queries.describe_themes(queries.get_themes(request.staff, statement)),
        "has_themes": statement.state == StatementState.SAID,
        "may_code": access.may_write(request.staff, file_id, Section.VOICE),
        "file_id": file_id,
    }
    return render(request, "participation/show_statement.html", context)


@staff_screen(Permission.WORK_ON_CASE)
def record_statement_themes(
    request: StaffRequest, file_id: UUID, statement_id: UUID
) -> HttpResponse:
    """Codes the themes of a statement: for its readers, and for statistics if the child agrees."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    statement = queries.get_statement(request.staff, file_id, statement_id)
    if statement.state != StatementState.SAID:
        raise access.NotAllowed
    if not access.may_write(request.staff, file_id, Section.VOICE):
        raise access.NotAllowed
    themes = queries.get_themes(request.staff, statement)
    back = reverse("participation:show_statement", args=[file_id, statement_id])

    def save(form: ThemesForm) -> str:
        actions.record_themes(
            statement=statement,
            data=form.to_input(),
            earlier=themes,
            version=form.seen_version,
            actor=request.staff,
        )
        return back

    form = ThemesForm(request.POST or None, initial=vars(themes) if themes else {})
    context = {
        "child": child_header(child, staff=request.staff),
        "said": queries.open_statement(statement),
        "form": form,
        "back": back,
        "file_id": file_id,
    }
    return submit_form(request, form, save, newest_url=back) or render(
        request, "participation/record_statement_themes.html", context
    )


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_drawing(request: StaffRequest, file_id: UUID, statement_id: UUID) -> HttpResponse:
    """Serves the drawing, not cached by the browser and without scripts."""
    statement = queries.get_statement(request.staff, file_id, statement_id)
    stored = queries.get_drawing(statement, request.staff)
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.FILE_OPENED,
        Section.VOICE,
        file_id=file_id,
        objects=[statement.pk, stored.pk],
    )
    # A picture is shown inline and not stored on the device; a PDF reader needs a saved file.
    is_pdf = stored.media_type == MediaType.PDF
    ending = stored.media_type.partition("/")[2].replace("jpeg", "jpg")
    disposition = "attachment" if is_pdf else "inline"
    return HttpResponse(
        attachments.read_file(stored),
        content_type=stored.media_type,
        headers={
            "Content-Disposition": f'{disposition}; filename="drawing.{ending}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        },
    )


@staff_screen(Permission.WORK_ON_CASE)
def explain_confidentiality(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows what to explain before the first interview, and records that it was explained."""
    child = child_of_file(request.staff, file_id, Section.CASE)

    def save(form: ExplanationForm) -> str:
        actions.record_explanation(
            child=child,
            explained_on=form.cleaned_data["explained_on"],
            language=form.cleaned_data["language"],
            understood=UnderstandingLevel(form.cleaned_data["understood"]),
            actor=request.staff,
        )
        return reverse("participation:record_statement", args=[file_id])

    language = child.languages[0] if child.languages else ""
    today = request.staff.office.today()
    form = ExplanationForm(request.POST or None, initial={"language": language}, today=today)
    return submit_form(request, form, save) or _render_explanation_form(request, child, form)


def _render_explanation_form(
    request: StaffRequest, child: Child, form: ExplanationForm
) -> HttpResponse:
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "duties": reporting_duties_in_country(request.staff.office.country),
        "file_id": child.file_id,
    }
    return render(request, "participation/explain_confidentiality.html", context)
