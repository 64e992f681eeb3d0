"""Pages of prevalence estimates: create, decide by a second person, withdraw."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText, render_form_page
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
from saathi.evidence.prevalence import actions, queries
from saathi.evidence.prevalence.forms import EstimateForm
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.web.paging import requested_page, requested_search_text

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Estimates")
WRITE_DOWN_PAGE_TEXT = FormPageText(
    _("An estimate from overlapping lists"),
    _(
        "Two to four lists that were made apart, of the same people, place and time. The fewer "
        "are in several of them, the more there are whom nobody saw."
    ),
    _("Write it down"),
    BACK,
)


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def list_estimates(request: StaffRequest) -> HttpResponse:
    """The estimates, newest first, without their numbers."""
    search_text = requested_search_text(request)
    page = requested_page(request, queries.list_estimates(request.staff, search_text), PAGE_SIZE)
    context = {
        "page": page,
        "rows": [queries.estimate_row(estimate) for estimate in page.object_list],
        "asked": search_text,
        "prepares": access.has_permission(request.staff, PREPARES),
    }
    return render(request, "prevalence/list_estimates.html", context)


@staff_screen(PREPARES)
def add_estimate(request: StaffRequest) -> HttpResponse:
    """Records the lists, their overlaps and the assumptions."""
    form = EstimateForm(posted_data(request), today=request.staff.office.today())

    def save(sent: EstimateForm) -> str:
        made = actions.create_estimate(estimate_input=sent.to_input(), actor=request.staff)
        return reverse("prevalence:show_estimate", args=[made.pk])

    back = reverse("prevalence:list_estimates")
    return submit_form(request, form, save) or render_form_page(
        request, form, WRITE_DOWN_PAGE_TEXT, back
    )


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def show_estimate(request: StaffRequest, estimate_id: UUID) -> HttpResponse:
    """An estimate with its interval, method and assumptions."""
    estimate = queries.get_estimate(request.staff, estimate_id)
    page = queries.build_estimate_page(estimate, request.staff)
    return render(request, "prevalence/show_estimate.html", {"page": page})


def _approve(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    actions.approve_estimate(estimate=row, version=sent.seen_version, actor=request.staff)


def _refuse(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.refuse_estimate(estimate=row, version=sent.seen_version, why=why, actor=request.staff)


def _withdraw(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.withdraw_estimate(estimate=row, version=sent.seen_version, why=why, actor=request.staff)


ACTS: dict[str, ConfirmedAction[PrevalenceEstimate]] = {
    "approve": ConfirmedAction(
        RecordActionForm,
        _("Approve the estimate"),
        _("You know the lists: do the assumptions hold as far as it is said?"),
        _("Approve it"),
        _approve,
    ),
    "refuse": ConfirmedAction(
        RecordActionReasonForm,
        _("Refuse the estimate"),
        _("Nobody else sees it. Who wrote it down reads why."),
        _("Refuse it"),
        _refuse,
    ),
    "withdraw": ConfirmedAction(
        RecordActionReasonForm,
        _("Withdraw the estimate"),
        _("Nobody else sees it any more. It stays on record."),
        _("Withdraw it"),
        _withdraw,
    ),
}


@staff_screen(PREPARES, APPROVES)
def confirm_estimate_step(request: StaffRequest, estimate_id: UUID, action: str) -> HttpResponse:
    """A step of an estimate, confirmed by a person with the permission for it."""
    step = get_action(ACTS, action)
    row = queries.get_estimate(request.staff, estimate_id)
    back = reverse("prevalence:show_estimate", args=[row.pk])
    if not is_available(request, queries.available_steps(row, request.staff)):
        return redirect(back)

    about = FormPageText(step.title, step.lead, step.button, BACK)
    return confirm_action(
        request, step, row, back, lambda form: render_form_page(request, form, about, back)
    )
