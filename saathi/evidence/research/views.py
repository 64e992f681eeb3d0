"""Pages of requests of researchers: create, decide by a second person, hand out, end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText, MissingPrerequisite, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.record_actions import (
    ConfirmedAction,
    RecordActionForm,
    RecordActionReasonForm,
    confirm_action,
    get_action,
    is_available,
)
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.evidence.approval.pages import PAGE_SIZE
from saathi.evidence.research import actions, queries
from saathi.evidence.research.forms import ResearchRequestEndForm, ResearchRequestForm
from saathi.evidence.research.models import ResearchRequest
from saathi.web import downloads
from saathi.web.paging import requested_page, requested_search_text

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Requests of researchers")
ASK_PAGE_TEXT = FormPageText(
    _("Request of a researcher"),
    _(
        "Researchers get protected tables under an agreement, and nothing else. A second person "
        "decides."
    ),
    _("Write it down"),
    BACK,
)
NO_RELEASE = MissingPrerequisite(
    _(
        "There is no approved release yet of which an extract could be made. Carry a release through "
        "its attack and its approval first."
    ),
    "releases:list_releases",
    _("Releases"),
)


@require_safe
@staff_screen(PREPARES, APPROVES)
def list_requests(request: StaffRequest) -> HttpResponse:
    """The requests of the agency, newest first."""
    search_text = requested_search_text(request)
    page = requested_page(request, queries.list_requests(request.staff, search_text), PAGE_SIZE)
    today = request.staff.office.today()
    context = {
        "page": page,
        "rows": [queries.research_request_row(row, today) for row in page.object_list],
        "asked": search_text,
        "prepares": access.has_permission(request.staff, PREPARES),
    }
    return render(request, "research/list_requests.html", context)


@staff_screen(PREPARES)
def add_request(request: StaffRequest) -> HttpResponse:
    """Records a request with the agreement behind it."""
    today = request.staff.office.today()
    form = ResearchRequestForm(
        posted_data(request), releases=queries.list_extract_releases(request.staff), today=today
    )

    def save(sent: ResearchRequestForm) -> str:
        made = actions.create_request(
            request_input=sent.to_input(), today=today, actor=request.staff
        )
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
    return render(request, "research/show_request.html", {"page": page})


def _approve(request: StaffRequest, row: ResearchRequest, sent: RecordForm) -> None:
    today = request.staff.office.today()
    actions.approve_request(
        request=row, version=sent.seen_version, today=today, actor=request.staff
    )


def _refuse(request: StaffRequest, row: ResearchRequest, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.refuse_request(request=row, version=sent.seen_version, why=why, actor=request.staff)


def _end(request: StaffRequest, row: ResearchRequest, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.end_request(request=row, version=sent.seen_version, why=why, actor=request.staff)


ACTS: dict[str, ConfirmedAction[ResearchRequest]] = {
    "approve": ConfirmedAction(
        RecordActionForm,
        _("Approve the request"),
        _("You read the purpose, the decision on ethics and the agreement. Every taking of the extract "
          "is on record."),
        _("Approve it"),
        _approve,
    ),
    "refuse": ConfirmedAction(
        RecordActionReasonForm,
        _("Refuse the request"),
        _("Say why; the institute may ask again."),
        _("Refuse it"),
        _refuse,
    ),
    "end": ConfirmedAction(
        ResearchRequestEndForm,
        _("End the request"),
        _("From now on nothing is given any more. It stays on record."),
        _("End it"),
        _end,
    ),
}  # fmt: skip


@staff_screen(PREPARES, APPROVES)
def confirm_request_step(request: StaffRequest, request_id: UUID, action: str) -> HttpResponse:
    """A step of a request, confirmed by a person with the permission for it."""
    step = get_action(ACTS, action)
    row = queries.get_request(request.staff, request_id)
    back = reverse("research:show_request", args=[row.pk])
    if not is_available(request, queries.available_steps(row, request.staff)):
        return redirect(back)

    about = FormPageText(step.title, step.lead, step.button, BACK)
    return confirm_action(
        request, step, row, back, lambda form: render_form_page(request, form, about, back)
    )


@require_POST
@staff_screen(PREPARES)
def download_extract(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """The extract as an archive; each download is logged, and none is possible after the end."""
    row = queries.get_request(request.staff, request_id)
    made = actions.hand_out_extract(
        request=row, today=request.staff.office.today(), actor=request.staff
    )
    if not made.body:
        return redirect("research:show_request", row.pk)
    return downloads.attachment_response(made.body, made.name, downloads.ZIP)
