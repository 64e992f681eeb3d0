"""The screen for a child's opinion of a service."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import records
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.panels import ChildFormPageText
from saathi.protection.casework.services.actions import opinions as actions
from saathi.protection.casework.services.forms.opinions import ServiceOpinionForm
from saathi.protection.casework.services.models import Opinion, Referral

RECORD_OPINION_PAGE_TEXT = ChildFormPageText(
    _("Child’s opinion"),
    _("Assistance does not depend on these answers. The service cannot read them."),
    back="support:show_referral",
    back_label=_("The referral"),
)

STOP_COUNTING_PAGE_TEXT = ChildFormPageText(
    _("Exclude from statistics"),
    _(
        "Use this at the child’s request. The opinion stays with the child’s statements "
        "and is left out of statistics from now on."
    ),
    button=_("Exclude from statistics"),
    back="support:show_referral",
    back_label=_("The referral"),
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_service_opinion(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """Records the child's opinion of a service, by faces and in the child's own words."""
    child = child_for_editing(request, file_id, Section.VOICE)
    referral = records.get_record_of_file(request.staff, Referral, file_id, referral_id)
    today = request.staff.office.today()
    form = ServiceOpinionForm(posted_data(request), initial={"said_on": today}, today=today)
    back = reverse("support:show_referral", args=[file_id, referral_id])

    def save(sent: ServiceOpinionForm) -> str:
        actions.record_opinion(
            child=child, referral=referral, data=sent.to_input(), actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, RECORD_OPINION_PAGE_TEXT, back
    )


@staff_screen(Permission.WORK_ON_CASE)
def exclude_opinion_from_statistics(
    request: StaffRequest, file_id: UUID, opinion_id: UUID
) -> HttpResponse:
    """Withdraws the child's consent to counting the opinion."""
    child = child_for_editing(request, file_id, Section.VOICE)
    opinion = records.get_record_of_file(request.staff, Opinion, file_id, opinion_id)
    back = reverse("support:show_referral", args=[file_id, opinion.referral_id])
    form = RecordForm(posted_data(request), initial={"version": opinion.version})

    def save(sent: RecordForm) -> str:
        actions.exclude_opinion_from_statistics(
            opinion=opinion, version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, STOP_COUNTING_PAGE_TEXT, back
    )
