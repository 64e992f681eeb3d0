"""Pages of prevalence estimates: create, approve or reject by a second person, withdraw."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies.form_pages import FormPageText, render_form_page
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
from saathi.evidence.prevalence import actions, queries
from saathi.evidence.prevalence.forms import EstimateForm
from saathi.evidence.prevalence.models import PrevalenceEstimate
from saathi.web.components import ActionLink

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Estimates")
LIST_TEXT = screens.DecisionListText(
    title=BACK,
    heading=_("Estimates of the total number"),
    lead=_(
        "An estimate is calculated from overlapping lists under stated assumptions. It is "
        "not a count, and is never shown next to counts or added to them."
    ),
    search_label=_("Search estimates"),
    panel=BACK,
    none_found=_("No estimates match your search."),
    empty=_("No estimates yet. This says nothing about the actual number."),
    add=(_("Add an estimate"), "prevalence:add_estimate"),
    back=(_("Statistics"), "evidence:show_statistics"),
)
WRITE_DOWN_PAGE_TEXT = FormPageText(
    _("Estimate from overlapping lists"),
    _(
        "Enter two to four lists made independently, of the same population, place and "
        "period. The smaller the overlap, the more persons are on no list."
    ),
    _("Save"),
    BACK,
)


@require_safe
@staff_screen(Permission.SEE_NUMBERS)
def list_estimates(request: StaffRequest) -> HttpResponse:
    """The estimates, newest first, without their numbers."""
    query = partial(queries.list_estimates, request.staff)
    return screens.render_list(request, LIST_TEXT, query, queries.estimate_row)


@staff_screen(PREPARES)
def add_estimate(request: StaffRequest) -> HttpResponse:
    """Records the lists, their overlaps and the assumptions."""
    form = EstimateForm(posted_data(request), today=request.staff.office.today())

    def save(sent: EstimateForm) -> str:
        estimate, counts = sent.to_record()
        made = actions.create_estimate(estimate=estimate, counts=counts, actor=request.staff)
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
    back = ActionLink(BACK, reverse("prevalence:list_estimates"))
    return screens.render_page(request, page, _("Estimate"), back)


def _approve(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    actions.approve_estimate(estimate=row, version=sent.seen_version, actor=request.staff)


def _withdraw(request: StaffRequest, row: PrevalenceEstimate, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.withdraw_estimate(estimate=row, version=sent.seen_version, why=why, actor=request.staff)


STEPS: dict[str, ConfirmedAction[PrevalenceEstimate]] = {
    "approve": ConfirmedAction(
        RecordActionForm,
        _("Approve the estimate"),
        _("Check that the stated assumptions are right for these lists."),
        _("Approve"),
        _approve,
    ),
    "refuse": ConfirmedAction(
        RecordActionReasonForm,
        _("Reject the estimate"),
        _("Others cannot see the estimate. The person who recorded it can see the reason."),
        _("Reject"),
        screens.refuse_as_confirmed,
    ),
    "withdraw": ConfirmedAction(
        RecordActionReasonForm,
        _("Withdraw the estimate"),
        _("Others can no longer see the estimate. It stays on record."),
        _("Withdraw"),
        _withdraw,
    ),
}


@staff_screen(PREPARES, APPROVES)
def confirm_estimate_step(request: StaffRequest, estimate_id: UUID, action: str) -> HttpResponse:
    """A step of an estimate, confirmed by a person with the permission for it."""
    row = queries.get_estimate(request.staff, estimate_id)
    back = ActionLink(BACK, reverse("prevalence:show_estimate", args=[row.pk]))
    available = queries.available_steps(row, request.staff)
    return screens.confirm_step(request, row, get_action(STEPS, action), available, back)
