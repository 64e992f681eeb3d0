"""The required documents of a transfer on one page."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.returns.transfers.actions.checklist import save_checklist
from saathi.protection.returns.transfers.forms.checklist import ChecklistForm
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.views.screens import (
    TRANSFER,
    form_text,
    page_of,
    screens,
)

TEXT = form_text(
    _("Documents of the checklist"),
    _("Each document is here, or not needed with the reason, before a transfer is authorised."),
    template="transfers/checklist.html",
    is_step=True,
)


@screens.child_edit(f"{TRANSFER}checklist/", Permission.WORK_ON_CASE, Transfer, ChecklistForm, TEXT)
def record_checklist(request: StaffRequest, transfer: Transfer, form: ChecklistForm) -> str:
    """Records the status of all required documents."""
    save_checklist(transfer=transfer, entries=form.entries(), actor=request.staff)
    return page_of(transfer)
