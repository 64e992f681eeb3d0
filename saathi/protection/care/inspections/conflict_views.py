"""The screen on which an inspector withdraws the declared connection of a colleague."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.inspections import conflict_actions, forms, queries
from saathi.protection.care.inspections.views import refusing
from saathi.protection.care.inspections.vocabulary import ConflictState

WITHDRAW_TEXT = FormPageText(
    _("Withdraw a declared connection"),
    _("The inspector takes part again. The declaration stays on record with your reason."),
    _("Withdraw"),
    _("The facility"),
)


@staff_screen(Permission.INSPECT)
def withdraw_conflict(request: StaffRequest, conflict_id: UUID) -> HttpResponse:
    """Withdraws the declaration of another inspector, with the reason."""
    declared = queries.get_conflict(conflict_id, request.staff)
    # which is also so for the person's own declaration
    is_barred = queries.has_declared_conflict(declared.facility_id, request.staff.id)
    if request.method != "POST" and (is_barred or declared.state != ConflictState.DECLARED):
        raise Http404
    back = reverse("facilities:show_facility", args=[declared.facility_id])
    form = forms.InspectionReasonForm(posted_data(request))

    def save(sent: forms.InspectionReasonForm) -> str:
        conflict_actions.withdraw_conflict(
            declared=declared, why=sent.cleaned_data["why"], actor=request.staff
        )
        return back

    return submit_form(request, form, refusing(save)) or render_form_page(
        request, form, WITHDRAW_TEXT, back
    )
