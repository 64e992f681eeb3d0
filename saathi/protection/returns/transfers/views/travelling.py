"""Departure, handover, receipt and follow-up, as our own side records them."""

from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.returns.transfers.actions import travelling
from saathi.protection.returns.transfers.forms import travelling as forms
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.views.screens import (
    TRANSFER,
    form_text,
    page_of,
    require_own_side,
    screens,
)

WORK = Permission.WORK_ON_CASE


@screens.child_edit(
    f"{TRANSFER}departure/",
    WORK,
    Transfer,
    forms.DepartureForm,
    form_text(
        _("Record the departure"),
        _("Ask the child within 24 hours before. A child who does not want to go stays."),
        button=_("The child left"),
        is_step=True,
    ),
)
def record_departure(request: StaffRequest, transfer: Transfer, form: forms.DepartureForm) -> str:
    """Records that the child left."""
    travelling.record_departure(
        transfer=transfer,
        departed_at=form.moment("departed_at"),
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(transfer)


HANDOVER_TEXT = form_text(
    _("Record the handover abroad"),
    _("Record what happened. Does the child not want to go on? Stop the transfer instead."),
    button=_("The child was handed over"),
)


@screens.child_edit(
    f"{TRANSFER}handover/", WORK, Transfer, forms.TransferHandoverForm, HANDOVER_TEXT
)
def record_handover(
    request: StaffRequest, transfer: Transfer, form: forms.TransferHandoverForm
) -> str:
    """Records the handover to the receiving side."""
    handover = form.to_record(file_id=transfer.file_id, transfer=transfer)
    travelling.record_handover(handover=handover, actor=request.staff)
    if faults := travelling.faults_of(handover):
        text = _(
            "The handover is recorded. It is logged as a safeguard violation, and your managers are "
            "notified."
        )
        messages.warning(request, " ".join([str(text), *(gettext(each.value) for each in faults)]))
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}receipt/",
    WORK,
    Transfer,
    forms.TransferReceiptForm,
    form_text(
        _("Record the receipt"),
        _("From the letter or call of the receiving side: who has the child, and the first visit."),
    ),
)
def record_receipt(
    request: StaffRequest, transfer: Transfer, form: forms.TransferReceiptForm
) -> str:
    """Records the receipt that came by letter or telephone."""
    receipt = form.to_record(file_id=transfer.file_id, transfer=transfer)
    travelling.record_receipt(receipt=receipt, actor=request.staff)
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}reports/new/",
    WORK,
    Transfer,
    forms.TransferReportForm,
    form_text(_("Report after the transfer")),
)
def record_report(request: StaffRequest, transfer: Transfer, form: forms.TransferReportForm) -> str:
    """Records news of the child."""
    report = form.to_record(file_id=transfer.file_id, transfer=transfer)
    travelling.record_transfer_report(report=report, actor=request.staff)
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}left/",
    WORK,
    Transfer,
    forms.RemovalWithoutAuthorisationForm,
    form_text(
        _("The child was taken out of the country without authorisation"),
        _(
            "Record this even though it was not authorised, such as a deportation. It is logged as a "
            "safeguard violation, and your managers are notified."
        ),
        button=_("Save and notify managers"),
        is_step=True,
    ),
)
def record_unauthorised_removal(
    request: StaffRequest, transfer: Transfer, form: forms.RemovalWithoutAuthorisationForm
) -> str:
    """Records that others made the child leave; the transfer is stopped."""
    form.put_texts(transfer)
    travelling.record_unauthorised_removal(
        transfer=transfer,
        what=form.cleaned_data["what"],
        happened_on=form.cleaned_data["happened_on"],
        is_by_order=form.cleaned_data["is_by_order"],
        actor=request.staff,
    )
    return page_of(transfer)


@screens.child_step(
    f"{TRANSFER}follow-up/end/", Permission.APPROVE, Transfer, "show_transfer", names_record=True
)
def end_follow_up(request: StaffRequest, transfer: Transfer, version: int) -> None:
    """Ends the follow-up after a transfer, as the second person."""
    require_own_side(request, transfer.file_id)
    travelling.end_follow_up(transfer=transfer, version=version, actor=request.staff)
