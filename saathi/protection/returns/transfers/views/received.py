"""The receiving side: the page of a transfer to us, with the facts that were shared, and its forms.

Whoever receives a child reads one transfer and its records, and no page of the child's file.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import models, pages
from saathi.protection.returns.transfers.actions import preparing, travelling
from saathi.protection.returns.transfers.after_queries import reported_danger
from saathi.protection.returns.transfers.arrival_alerts import transfer_arrival_alert
from saathi.protection.returns.transfers.forms import preparing as placements
from saathi.protection.returns.transfers.forms import requesting
from saathi.protection.returns.transfers.forms import travelling as after
from saathi.protection.returns.transfers.views import next_steps, received_panels
from saathi.protection.returns.transfers.views.screens import RECEIVED, screens
from saathi.protection.returns.transfers.vocabulary import TransferState

WORK = Permission.WORK_ON_CASE
ADDRESS = "transfers/received/<uuid:transfer_id>/"
LIST = "transfers:list_incoming"


def _is_receiver(transfer: models.Transfer, staff: Staff) -> bool:
    return transfer.receiver_id == staff.pk


load_received = kit.record_loader(models.Transfer, _is_receiver)


OWNED = (
    kit.OwnedQuery(models.TransferRequest, "transfer", "-sent_on"),
    kit.OwnedQuery(models.TransferAnswer, "transfer", "-answered_on"),
    kit.OwnedQuery(models.ReceivingPlacement, "transfer", "-recorded_at"),
    kit.OwnedQuery(models.TransferJourney, "transfer", "-recorded_at", most=1),
    kit.OwnedQuery(models.TransferHandover, "transfer", "-handed_over_at"),
    kit.OwnedQuery(models.TransferReceipt, "transfer", "-received_on"),
    kit.OwnedQuery(models.TransferReport, "transfer", "-seen_on"),
)


@screens.page(ADDRESS, WORK, load_received, owned=OWNED)
def show_incoming(
    request: StaffRequest, transfer: models.Transfer, _form: None, *lists: list[Any]
) -> kit.PageContent:
    """A transfer to us: what was shared, our answer, the plan of the journey, receipt and reports."""
    parts = received_panels.ReceivedParts(*lists)
    return kit.PageContent(
        pages.transfer_title(transfer),
        kit.link(_("Transfers abroad to us"), LIST),
        facts=pages.stage_text(transfer),
        alerts=[
            *received_panels.alerts(transfer, request.staff),
            *received_panels.danger_alert(reported_danger(transfer, request.staff)),
            *transfer_arrival_alert(transfer, request.staff),
        ],
        buttons=_buttons(transfer),
        main_buttons=1,
        parts=[
            received_panels.next_panel(transfer, request.staff),
            parts.request(transfer),
            parts.answer(),
            parts.placement(),
            parts.journey(transfer),
            parts.after(transfer),
        ],
    )


_FORMS = {
    TransferState.REQUESTED: ("answer_received", "place_received"),
    TransferState.ACCEPTED: ("answer_received", "place_received"),
    TransferState.REFUSED: ("answer_received",),
    TransferState.SUBMITTED: ("place_received",),
    TransferState.AUTHORISED: ("place_received",),
    TransferState.HANDED_OVER: ("confirm_received", "report_received"),
    TransferState.TRAVELLING: ("confirm_received", "report_received"),
    TransferState.RECEIVED: ("report_received",),
    TransferState.FOLLOWED_UP: ("report_received",),
}
_LABELS = {
    "answer_received": _("Answer the request"),
    "place_received": _("Add placement"),
    "confirm_received": _("Confirm that the child arrived"),
    "report_received": _("Add a report"),
}


def _buttons(transfer: models.Transfer) -> list[kit.ActionLink]:
    names = _FORMS.get(TransferState(transfer.state), ())
    labels = dict(_LABELS)
    if transfer.state == TransferState.RECEIVED:
        labels["report_received"] = _("Record the first visit")
    if transfer.state in next_steps.ON_THE_WAY:
        labels["report_received"] = _("Record that the child did not arrive")
    return [kit.link(labels[name], f"transfers:{name}", transfer.pk) for name in names]


def _text(heading: kit.Text) -> kit.RecordFormText:
    return kit.RecordFormText(heading, _("Save"), RECEIVED, _("The transfer"), has_cancel=True)


@screens.form(
    f"{ADDRESS}answer/",
    WORK,
    load_received,
    requesting.ReceiverAnswerForm,
    _text(_("Answer the request")),
)
def answer_received(
    request: StaffRequest, transfer: models.Transfer, form: requesting.ReceiverAnswerForm
) -> None:
    """The receiving side answers."""
    answer = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.record_answer(answer=answer, actor=request.staff)


@screens.form(
    f"{ADDRESS}placement/",
    WORK,
    load_received,
    placements.ReceivingPlacementForm,
    _text(_("Receiving placement")),
)
def place_received(
    request: StaffRequest, transfer: models.Transfer, form: placements.ReceivingPlacementForm
) -> None:
    """The receiving side records where the child will live."""
    placement = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.record_placement(placement=placement, actor=request.staff)


@screens.form(
    f"{ADDRESS}receipt/",
    WORK,
    load_received,
    after.TransferReceiptForm,
    _text(_("Confirm that the child arrived")),
)
def confirm_received(
    request: StaffRequest, transfer: models.Transfer, form: after.TransferReceiptForm
) -> None:
    """The receiving side confirms that the child arrived."""
    receipt = form.to_record(file_id=transfer.file_id, transfer=transfer)
    travelling.record_receipt(receipt=receipt, actor=request.staff)


@screens.form(
    f"{ADDRESS}report/",
    WORK,
    load_received,
    after.TransferReportForm,
    _text(_("Report after the transfer")),
)
def report_received(
    request: StaffRequest, transfer: models.Transfer, form: after.TransferReportForm
) -> None:
    """The receiving side reports how the child is."""
    report = form.to_record(file_id=transfer.file_id, transfer=transfer)
    travelling.record_transfer_report(report=report, actor=request.staff)
