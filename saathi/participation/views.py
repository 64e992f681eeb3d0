"""Views of the child's voice: the list, one statement, recording, the drawing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log, domains, record_history
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, requested_page_start, staff_screen
from saathi.participation import actions, queries
from saathi.participation.forms import ExplanationForm, StatementRecordForm, ThemesForm
from saathi.participation.models import Statement
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.participation.vocabulary import StatementState, StatementTopic
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import render_child_form_page
from saathi.people.panels import ChildFormPageText, Panel
from saathi.people.queries import child_header, child_of_file
from saathi.people.record_screens import CHILD, RecordScreens, link, save_new
from saathi.vault import attachments
from saathi.vault.accepted_media import MediaType
from saathi.vault.errors import UploadRefused
from saathi.web.media_responses import picture_response

screens = RecordScreens("participation")
ADDRESS = CHILD + "voice/"
STATEMENT = ADDRESS + "<uuid:statement_id>/"
THEMES_PAGE_TEXT = ChildFormPageText(
    _("Themes of the statement"),
    _(
        "Record only what the child said, not your own opinion. The child’s words are not"
        " shared from this page."
    ),
    back="participation:list_statements",
    template="participation/record_statement_themes.html",
)


@screens.ordinary(ADDRESS)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_statements(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lists the child's statements that the reader may read, latest first."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    page = queries.list_statements(child, request.staff, before=requested_page_start(request))
    access_log.log_file_list(
        request.staff, Section.VOICE, file_id, [statement.id for statement in page.statements]
    )
    return render_child_page(request, child, "participation/list_statements.html", page=page)


@screens.ordinary(ADDRESS + "new/")
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
        posted_data(request),
        files=request.FILES or None,
        initial={"topics": [topic] if topic in StatementTopic.values else []},
        staff=request.staff,
        about=child,
    )
    form.next_page = domains.next_form("participation:record_statement", request.staff, file_id)
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "reminders": queries.interview_reminders(
            child, request.staff, on=request.staff.office.today()
        ),
        "not_to_ask": queries.do_not_ask_alerts(child, request.staff),
        "duties": reporting_duties_in_country(request.staff.office.country),
        "file_id": file_id,
    }
    return submit_form(request, form, save) or render(
        request, "participation/record_statement.html", context
    )


@screens.ordinary(STATEMENT)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_statement(request: StaffRequest, file_id: UUID, statement_id: UUID) -> HttpResponse:
    """Shows one statement to the readers the child chose."""
    child = child_of_file(request.staff, file_id, Section.VOICE)
    statement = queries.get_statement(request.staff, file_id, statement_id)
    return render_child_page(
        request,
        child,
        "participation/show_statement.html",
        said=queries.open_statement(statement),
        readers=queries.named_readers(statement),
        themes=_themes_panel(request, statement),
        parts=domains.page_parts("participation:show_statement", request, statement),
    )


def _themes_panel(request: StaffRequest, statement: Statement) -> Panel | None:
    """The themes of what the child said, with the link to code them for those who may; else None."""
    if statement.state != StatementState.SAID:
        return None
    themes = queries.get_themes(request.staff, statement)
    label = _("Edit") if themes else _("Add themes")
    address = "participation:record_statement_themes"
    may_code = access.may_write(request.staff, statement.file_id, Section.VOICE)
    return Panel(
        _("Themes"),
        _("Codes allow children’s views to be counted without being quoted."),
        actions=[link(label, address, statement.file_id, statement.pk)] if may_code else (),
        pairs=queries.describe_themes(themes) if themes else (),
        empty=_("No themes recorded yet."),
    )


@screens.ordinary(STATEMENT + "themes/")
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
            columns=form.columns() | {"correction": form.cleaned_data.get("why_wrong", "")},
            earlier=themes,
            version=form.seen_version,
            actor=request.staff,
        )
        return back

    form = ThemesForm(posted_data(request), staff=request.staff, record=themes)
    said = queries.open_statement(statement)
    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, THEMES_PAGE_TEXT, back, said=said
    )


@screens.ordinary(STATEMENT + "drawing/")
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_drawing(request: StaffRequest, file_id: UUID, statement_id: UUID) -> HttpResponse:
    """Serves the drawing, not cached by the browser and without scripts."""
    statement = queries.get_statement(request.staff, file_id, statement_id)
    stored = record_history.stored_file(request.staff, statement, "drawing")
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.MEDIA_OPENED,
        Section.VOICE,
        file_id=file_id,
        objects=[statement.pk, stored.pk],
    )
    # A picture is shown inline and not stored on the device; a PDF reader needs a saved file.
    is_pdf = stored.media_type == MediaType.PDF
    ending = stored.media_type.partition("/")[2].replace("jpeg", "jpg")
    disposition = "attachment" if is_pdf else "inline"
    return picture_response(
        attachments.read_file(stored),
        stored.media_type,
        f'{disposition}; filename="drawing.{ending}"',
    )


@screens.ordinary(ADDRESS + "limits/")
@staff_screen(Permission.WORK_ON_CASE)
def explain_confidentiality(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows what to explain before the first interview, and records that it was explained."""
    child = child_of_file(request.staff, file_id, Section.CASE)

    def save(form: ExplanationForm) -> str:
        save_new(request, form, file_id=file_id, child=child)
        return reverse("participation:record_statement", args=[file_id])

    form = ExplanationForm(posted_data(request), staff=request.staff, about=child)
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "duties": reporting_duties_in_country(request.staff.office.country),
        "file_id": file_id,
    }
    return submit_form(request, form, save) or render(
        request, "participation/explain_confidentiality.html", context
    )
