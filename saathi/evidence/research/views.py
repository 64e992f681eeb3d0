"""Screens of requests of researchers: ask, decide by a second person, hand out, end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from saathi.agencies import access
from saathi.agencies.form_pages import About, Lacking, form_page
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import RecordForm, posted, send
from saathi.agencies.steps import Act, StepForm, WhyForm, confirm, is_open, named
from saathi.evidence.deciding.pages import A_PAGE
from saathi.evidence.research import actions, queries
from saathi.evidence.research.forms import EndForm, RequestForm
from saathi.evidence.research.models import ResearchRequest
from saathi.web import downloads
from saathi.web.paging import page_asked, words_asked

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Requests of researchers")
ASK = About(
    _("Request of a researcher"),
    _(
        "Researchers get protected tables under an agreement, and nothing else. A second person "
        "decides."
    ),
    _("Write it down"),
    BACK,
)
NO_RELEASE = Lacking(
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
    """The requests of the agency, the newest first."""
    asked = words_asked(request)
    page = page_asked(request, queries.requests(request.staff, asked), A_PAGE)
    today = request.staff.office.today()
    context = {
        "page": page,
        "rows": [queries.row(one, today) for one in page.object_list],
        "asked": asked,
        "prepares": access.may(request.staff, PREPARES),
    }
    return render(request, "research/list_requests.html", context)


@staff_screen(PREPARES)
def add_request(request: StaffRequest) -> HttpResponse:
    """Writes a request down, with the agreement it rests on."""
    today = request.staff.office.today()
    form = RequestForm(posted(request), releases=queries.material(request.staff), today=today)

    def save(sent: RequestForm) -> str:
        made = actions.ask(told=sent.told(), today=today, by=request.staff)
        return reverse("research:show_request", args=[made.pk])

    back = reverse("research:list_requests")
    lacking = NO_RELEASE if not form.releases else None
    return send(request, form, save) or form_page(request, form, ASK, back, lacking=lacking)


@require_safe
@staff_screen(PREPARES, APPROVES)
def show_request(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """A request: what for, how it stands, who took the extract."""
    found = queries.request(request.staff, request_id)
    page = queries.page(found, request.staff)
    return render(request, "research/show_request.html", {"page": page})


def _approve(request: StaffRequest, row: ResearchRequest, sent: RecordForm) -> None:
    today = request.staff.office.today()
    actions.approve(request=row, version=sent.seen, today=today, by=request.staff)


def _refuse(request: StaffRequest, row: ResearchRequest, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.refuse(request=row, version=sent.seen, why=why, by=request.staff)


def _end(request: StaffRequest, row: ResearchRequest, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.end(request=row, version=sent.seen, why=why, by=request.staff)


ACTS: dict[str, Act[ResearchRequest]] = {
    "approve": Act(
        StepForm,
        _("Approve the request"),
        _("You read the purpose, the decision on ethics and the agreement. Every taking of the extract "
          "is on record."),
        _("Approve it"),
        _approve,
    ),
    "refuse": Act(
        WhyForm,
        _("Refuse the request"),
        _("Say why; the institute may ask again."),
        _("Refuse it"),
        _refuse,
    ),
    "end": Act(
        EndForm,
        _("End the request"),
        _("From now on nothing is given any more. It stays on record."),
        _("End it"),
        _end,
    ),
}  # fmt: skip


@staff_screen(PREPARES, APPROVES)
def act(request: StaffRequest, request_id: UUID, action: str) -> HttpResponse:
    """One step of a request, confirmed by who may take it."""
    found = named(ACTS, action)
    row = queries.request(request.staff, request_id)
    back = reverse("research:show_request", args=[row.pk])
    if not is_open(request, queries.steps(row, request.staff)):
        return redirect(back)

    about = About(found.title, found.lead, found.button, BACK)
    return confirm(request, found, row, back, lambda form: form_page(request, form, about, back))


@require_POST
@staff_screen(PREPARES)
def fetch_extract(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """The extract as an archive; each taking is on record, and none is given after the end."""
    row = queries.request(request.staff, request_id)
    made = actions.hand_out(request=row, today=request.staff.office.today(), by=request.staff)
    if not made.body:
        return redirect("research:show_request", row.pk)
    return downloads.to_save(made.body, made.name, downloads.ZIP)
