"""Pages of requests of researchers: create, decide by a second person, hand out, end."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from saathi.agencies.form_pages import FormPageText, MissingPrerequisite, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.record_actions import (
    ConfirmedAction,
    RecordActionForm,
    RecordActionReasonForm,
    get_action,
)
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.evidence.approval import screens
from saathi.evidence.research import actions, queries
from saathi.evidence.research.forms import ResearchRequestEndForm, ResearchRequestForm
from saathi.evidence.research.models import ResearchRequest
from saathi.web import downloads
from saathi.web.components import ActionLink

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Research requests")
TITLE = _("Research request")
LIST_TEXT = screens.DecisionListText(
    title=BACK,
    lead=_(
        "De-identified data only, under an agreement, for a stated purpose and period. A "
        "second person decides; all downloads are logged."
    ),
    search_label=_("Search by institute, project or agreement"),
    panel=_("Requests"),
    none_found=_("No requests match your search."),
    empty=_(
        "No research requests yet. Published statistics are available to everyone without"
        " a request."
    ),
    add=(_("Record a request"), "research:add_request"),
    back=(_("Releases"), "releases:list_releases"),
)
ASK_PAGE_TEXT = FormPageText(
    TITLE,
    _(
        "Researchers receive only disclosure-controlled tables, under an agreement. A "
        "second person decides."
    ),
    _("Save"),
    BACK,
)
NO_RELEASE = MissingPrerequisite(
    _(
        "There is no approved release for an extract yet. A release must pass its "
        "disclosure test and be approved first."
    ),
    "releases:list_releases",
    _("Releases"),
)


@require_safe
@staff_screen(PREPARES, APPROVES)
def list_requests(request: StaffRequest) -> HttpResponse:
    """The requests of the agency, newest first."""
    query = partial(queries.list_requests, request.staff)
    in_words = partial(queries.research_request_row, today=request.staff.office.today())
    return screens.render_list(request, LIST_TEXT, query, in_words)


@staff_screen(PREPARES)
def add_request(request: StaffRequest) -> HttpResponse:
    """Records a request with the agreement behind it."""
    today = request.staff.office.today()
    form = ResearchRequestForm(
        posted_data(request), releases=queries.list_extract_releases(request.staff), today=today
    )

    def save(sent: ResearchRequestForm) -> str:
        made = actions.create_request(request=sent.to_record(), today=today, actor=request.staff)
        return reverse("research:show_request", args=[made.pk])

    back = reverse("research:list_requests")
    lacking = NO_RELEASE if not form.releases else None
    return submit_form(request, form, save) or render_form_page(
        request, form, ASK_PAGE_TEXT, back, lacking=lacking
    )


@require_safe
@staff_screen(PREPARES, APPROVES)
def show_request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """A request: its purpose, its state, and the handed-out extracts."""
    research_request = queries.get_request(request.staff, request_id)
    page = queries.build_request_page(research_request, request.staff)
    back = ActionLink(BACK, reverse("research:list_requests"))
    return screens.render_page(request, page, TITLE, back, "research/show_request.html")


def _approve(request: StaffRequest, row: ResearchRequest, sent: RecordForm) -> None:
    today = request.staff.office.today()
    actions.approve_request(
        request=row, version=sent.seen_version, today=today, actor=request.staff
    )


STEPS: dict[str, ConfirmedAction[ResearchRequest]] = {
    "approve": ConfirmedAction(
        RecordActionForm,
        _("Approve the request"),
        _("Check the purpose, the ethics decision and the agreement. All downloads of the "
          "extract are logged."),
        _("Approve"),
        _approve,
    ),
    "refuse": ConfirmedAction(
        RecordActionReasonForm,
        _("Reject the request"),
        _("Give the reason. The institute may apply again."),
        _("Reject"),
        screens.refuse_as_confirmed,
    ),
    "end": ConfirmedAction(
        ResearchRequestEndForm,
        _("End the request"),
        _("No further access is given. The request stays on record."),
        _("End"),
        screens.end_agreement_as_confirmed,
    ),
}  # fmt: skip


@staff_screen(PREPARES, APPROVES)
def confirm_request_step(request: StaffRequest, request_id: UUID, action: str) -> HttpResponse:
    """Confirms and takes a step of a request, for staff with the permission for it."""
    row = queries.get_request(request.staff, request_id)
    back = ActionLink(BACK, reverse("research:show_request", args=[row.pk]))
    available = queries.available_steps(row, request.staff)
    return screens.confirm_step(request, row, get_action(STEPS, action), available, back)


@require_POST
@staff_screen(PREPARES)
def download_extract(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """The extract as an archive; each download is logged, and none is possible after the end date."""
    row = queries.get_request(request.staff, request_id)
    made = actions.hand_out_extract(
        request=row, today=request.staff.office.today(), actor=request.staff
    )
    if not made.body:
        return redirect("research:show_request", row.pk)
    return downloads.attachment_response(made.body, made.name, downloads.ZIP)
