"""Views of misidentification and of the request to move a child to protection."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.form_pages import render_child_form_page
from saathi.protection.casework.cases.queries import current_case
from saathi.protection.decisions.orders.vocabulary import AuthorityKind
from saathi.protection.identification.screening.actions import offences as actions
from saathi.protection.identification.screening.offence_forms import (
    MisidentificationForm,
    ProtectionTransferForm,
)
from saathi.protection.identification.screening.views.screenings import (
    child_for_editing,
    screening_form_text,
)

RECORDED_PAGE_TEXT = screening_form_text(
    _("Child’s status in other records"),
    _(
        "Trafficked children are often overlooked in these groups. Screening is recommended. "
        "You can continue without it."
    ),
)
TRANSFER_PAGE_TEXT = screening_form_text(
    _("Request the child’s move to protection"),
    _(
        "Your managers are notified. Notify the authority today. Help continues without "
        "waiting for a response."
    ),
    button=_("Save and notify managers"),
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_misidentification(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records that an authority treats the child as undocumented, alone or an offender."""
    child, back = child_for_editing(request, file_id)
    form = MisidentificationForm(posted_data(request), today=request.staff.office.today())

    def save(sent: MisidentificationForm) -> str:
        actions.record_misidentification(child=child, data=sent.to_input(), actor=request.staff)
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, RECORDED_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def request_protection_transfer(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Asks an authority to move a child treated as an offender to protection; records both."""
    child, _back = child_for_editing(request, file_id)
    if not access.may_write(request.staff, file_id, Section.LEGAL):
        raise access.NotAllowed
    case = current_case(request.staff, child)
    form = ProtectionTransferForm(posted_data(request), today=request.staff.office.today())
    orders = reverse("orders:show_orders", args=[file_id])

    def save(sent: ProtectionTransferForm) -> str:
        authority = AuthorityKind(sent.cleaned_data["authority"])
        actions.request_protection_transfer(
            case=case, authority=authority, texts=sent.texts(), actor=request.staff
        )
        return orders

    return submit_form(request, form, save, newest_url=orders) or render_child_form_page(
        request, child, form, TRANSFER_PAGE_TEXT
    )
