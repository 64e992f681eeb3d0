"""Screens of estimates of prevalence: write down, decide by a second person, withdraw."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.form_pages import About, form_page
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import RecordForm, posted, send
from saathi.agencies.steps import Act, StepForm, WhyForm, confirm, is_open, named
from saathi.evidence.deciding.pages import A_PAGE
from saathi.evidence.prevalence import actions, queries
from saathi.evidence.prevalence.forms import EstimateForm
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.web.paging import page_asked, words_asked

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Estimates")
WRITE_DOWN = About(
    _("An estimate from overlapping lists"),
    _(
        "Two to four lists that were made apart, of the same people, place and time. The fewer "
        "stand in several of them, the more there are whom nobody saw."
    ),
    _("Write it down"),
    BACK,
)


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def list_estimates(request: StaffRequest) -> HttpResponse:
    """The estimates, the newest first; no number stands here."""
    asked = words_asked(request)
    page = page_asked(request, queries.estimates(request.staff, asked), A_PAGE)
    context = {
        "page": page,
        "rows": [queries.row(one) for one in page.object_list],
        "asked": asked,
        "prepares": access.may(request.staff, PREPARES),
    }
    return render(request, "prevalence/list_estimates.html", context)


@staff_screen(PREPARES)
def add_estimate(request: StaffRequest) -> HttpResponse:
    """Writes down the lists, their overlaps and what is assumed."""
    form = EstimateForm(posted(request), today=request.staff.office.today())

    def save(sent: EstimateForm) -> str:
        made = actions.write_down(told=sent.told(), by=request.staff)
        return reverse("prevalence:show_estimate", args=[made.pk])

    back = reverse("prevalence:list_estimates")
    return send(request, form, save) or form_page(request, form, WRITE_DOWN, back)


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def show_estimate(request: StaffRequest, estimate_id: UUID) -> HttpResponse:
    """An estimate with its interval, its method and what it takes for true."""
    found = queries.estimate(request.staff, estimate_id)
    page = queries.page(found, request.staff)
    return render(request, "prevalence/show_estimate.html", {"page": page})


def _approve(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    actions.approve(estimate=row, version=sent.seen, by=request.staff)


def _refuse(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.refuse(estimate=row, version=sent.seen, why=why, by=request.staff)


def _withdraw(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.withdraw(estimate=row, version=sent.seen, why=why, by=request.staff)


ACTS: dict[str, Act[PrevalenceEstimate]] = {
    "approve": Act(
        StepForm,
        _("Approve the estimate"),
        _("You know the lists: do the assumptions hold as far as it is said?"),
        _("Approve it"),
        _approve,
    ),
    "refuse": Act(
        WhyForm,
        _("Refuse the estimate"),
        _("Nobody else sees it. Who wrote it down reads why."),
        _("Refuse it"),
        _refuse,
    ),
    "withdraw": Act(
        WhyForm,
        _("Withdraw the estimate"),
        _("Nobody else sees it any more. It stays on record."),
        _("Withdraw it"),
        _withdraw,
    ),
}


@staff_screen(PREPARES, APPROVES)
def act(request: StaffRequest, estimate_id: UUID, action: str) -> HttpResponse:
    """One step of an estimate, confirmed by who may take it."""
    found = named(ACTS, action)
    row = queries.estimate(request.staff, estimate_id)
    back = reverse("prevalence:show_estimate", args=[row.pk])
    if not is_open(request, queries.steps(row, request.staff)):
        return redirect(back)

    about = About(found.title, found.lead, found.button, BACK)
    return confirm(request, found, row, back, lambda form: form_page(request, form, about, back))
