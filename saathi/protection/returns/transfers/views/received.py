"""The receiving side: transfers to us, and the page of one with the facts that were shared.

Whoever receives a child reads one transfer and its records, and no page of the child's file.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import models, pages, queries
from saathi.protection.returns.transfers.actions import preparing, travelling
from saathi.protection.returns.transfers.forms import preparing as placements
from saathi.protection.returns.transfers.forms import requesting
from saathi.protection.returns.transfers.forms import travelling as after
from saathi.protection.returns.transfers.views import received_panels
from saathi.protection.returns.transfers.views.screens import RECEIVED, screens
from saathi.protection.returns.transfers.vocabulary import OPEN_STATES, TransferState

WORK = Permission.WORK_ON_CASE
ADDRESS = "transfers/received/<uuid:transfer_id>/"
LIST = "transfers:list_incoming"


def _is_receiver(transfer: models.Transfer, staff: Staff) -> bool:
    return transfer.receiver_id == staff.pk


load_received = kit.record_loader(models.Transfer, _is_receiver)


@screens.listing("transfers/received/", WORK, queries.transfers_received_by)
def list_incoming(request: StaffRequest, transfers: Sequence[models.Transfer]) -> kit.PageContent:
    """The transfers that other agencies ask this person to receive, those that wait first."""
    today = request.staff.office.today()
    rows = [
        kit.record_row(
            transfer,
            [
                *pages.known_values(transfer, "partner planned_on"),
                kit.LabelledValue(_("At this stage for"), pages.days_text(transfer, today)),
            ],
            title=pages.transfer_title(transfer),
            state="state",
            needs_attention=transfer.state in WAITS_FOR_US,
            is_over=transfer.state not in OPEN_STATES,
            opens=RECEIVED,
        )
        for transfer in transfers
    ]
    empty = _("If another agency asks you to receive a child, the request is listed here.")
    return kit.PageContent(
        _("Transfers abroad to us"), parts=[kit.Panel("", rows=rows, empty=empty)]
    )


WAITS_FOR_US = (TransferState.REQUESTED, TransferState.HANDED_OVER)
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
    parts = received_panels.ReceivedParts(request.staff.office, *lists)
    return kit.PageContent(
        pages.transfer_title(transfer),
        kit.link(_("Transfers abroad to us"), LIST),
        facts=pages.stage_text(transfer),
        alerts=received_panels.alerts(transfer),
        buttons=_buttons(transfer),
        parts=[
            parts.request(transfer),
            parts.answer(),
            parts.placement(),
            parts.journey(),
            parts.after(),
        ],
    )


_FORMS = {
    TransferState.REQUESTED: ("answer_received", "place_received"),
    TransferState.ACCEPTED: ("answer_received", "place_received"),
    TransferState.REFUSED: ("answer_received",),
    TransferState.SUBMITTED: ("place_received",),
    TransferState.AUTHORISED: ("place_received",),
    TransferState.HANDED_OVER: ("confirm_received",),
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
    return [kit.link(_LABELS[name], f"transfers:{name}", transfer.pk) for name in names]


def _text(heading: kit.Text) -> kit.RecordFormText:
    return kit.RecordFormText(heading, _("Save"), RECEIVED, _("The transfer"))


@screens.form(
    f"{ADDRESS}answer/",
    WORK,
    load_received,
    requesting.TransferAnswerForm,
    _text(_("Answer the request")),
)
def answer_received(
    request: StaffRequest, transfer: models.Transfer, form: requesting.TransferAnswerForm
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
