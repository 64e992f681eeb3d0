"""Decisions on a transfer: submit, authorise, send back, stop."""

from django.contrib import messages
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.reasons import Reason
from saathi.protection.returns.transfers.actions import deciding, renewing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.forms import travelling as forms
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.views.next_steps import list_missing
from saathi.protection.returns.transfers.views.screens import (
    TRANSFER,
    form_text,
    page_of,
    require_own_side,
    screens,
)

NOT_AUTHORISED = gettext_noop(
    "The transfer was not authorised. The list “Missing for authorisation” says what it needs."
)
WORK, APPROVE = Permission.WORK_ON_CASE, Permission.APPROVE


@screens.child_step(f"{TRANSFER}submit/", WORK, Transfer, "show_transfer", names_record=True)
def submit_transfer(request: StaffRequest, transfer: Transfer, version: int) -> None:
    """Submits a transfer for authorisation by a second person."""
    require_own_side(request, transfer.file_id)
    deciding.submit_transfer(transfer=transfer, version=version, actor=request.staff)
    records.open_texts(transfer)
    if missing := list_missing(request, transfer):
        text = ngettext(
            "The transfer is submitted. It is not authorised before %(count)s condition is met:",
            "The transfer is submitted. It is not authorised before %(count)s conditions are met:",
            len(missing),
        ) % {"count": len(missing)}
        reasons = [gettext(reason.text) for reason in missing]
        messages.warning(request, " ".join([text, *reasons]))


@screens.child_step(f"{TRANSFER}take-back/", WORK, Transfer, "show_transfer", names_record=True)
def take_back_submission(request: StaffRequest, transfer: Transfer, version: int) -> None:
    """Takes back a transfer that was submitted by mistake."""
    require_own_side(request, transfer.file_id)
    deciding.take_back_submission(transfer=transfer, version=version, actor=request.staff)


@screens.child_step(
    f"{TRANSFER}access-again/", Permission.ASSIGN, Transfer, "show_transfer", names_record=True
)
def give_access_again(request: StaffRequest, transfer: Transfer, version: int) -> None:
    """Gives the receiving colleague access again that a screening ended."""
    require_own_side(request, transfer.file_id)
    renewing.give_access_again(transfer=transfer, version=version, actor=request.staff)


@screens.child_step(f"{TRANSFER}authorise/", APPROVE, Transfer, "show_transfer", names_record=True)
def authorise_transfer(request: StaffRequest, transfer: Transfer, version: int) -> None:
    """Authorises a transfer as the second person."""
    require_own_side(request, transfer.file_id)
    try:
        deciding.authorise_transfer(transfer=transfer, version=version, actor=request.staff)
    except TransferRefused as refused:
        if {reason.code for reason in refused.reasons} <= {"state", "own"}:
            raise
        # The page lists them, each with its link.
        raise TransferRefused([Reason("missing", NOT_AUTHORISED)]) from refused


@screens.child_edit(
    f"{TRANSFER}return/",
    APPROVE,
    Transfer,
    forms.TransferReturnForm,
    form_text(_("Return for revision"), is_step=True),
)
def return_transfer(
    request: StaffRequest, transfer: Transfer, form: forms.TransferReturnForm
) -> str:
    """Sends a transfer back with a question."""
    deciding.return_transfer(
        transfer=transfer,
        question=form.cleaned_data["question"],
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}withdraw/",
    WORK,
    Transfer,
    forms.TransferWithdrawalForm,
    form_text(
        _("Withdraw the authorisation"),
        _(
            "The transfer goes back to its preparation, and is authorised again by a second person. "
            "The colleague who receives the child is notified, without the reason."
        ),
        button=_("Withdraw the authorisation"),
        is_step=True,
    ),
)
def withdraw_authorisation(
    request: StaffRequest, transfer: Transfer, form: forms.TransferWithdrawalForm
) -> str:
    """Withdraws the authorisation of a transfer: it is prepared and authorised again."""
    deciding.withdraw_authorisation(
        transfer=transfer,
        reason=form.cleaned_data["withdrawal_reason"],
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}stop/",
    WORK,
    Transfer,
    forms.TransferStopForm,
    form_text(
        _("Stop the transfer"),
        _("A transfer can be stopped at any time, also at the border."),
        button=_("Stop the transfer"),
        is_step=True,
    ),
)
def stop_transfer(request: StaffRequest, transfer: Transfer, form: forms.TransferStopForm) -> str:
    """Stops a transfer: who stopped it, where the child stays tonight, what happens next."""
    form.put_texts(transfer)
    deciding.stop_transfer(
        transfer=transfer, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(transfer)
