"""The parts of the page of the receiving side."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import models, pages
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.journey_rules import DANGERS
from saathi.protection.returns.transfers.office_queries import is_on_hold
from saathi.protection.returns.transfers.received_queries import received_transfers
from saathi.protection.returns.transfers.received_wording import (
    ON_HOLD,
    danger_text,
    is_overdue,
    next_step,
)


def alerts(transfer: models.Transfer, reader: Staff) -> list[kit.AlertBox]:
    """That the child does not come, or not yet, with the office to ask; never why."""
    office = transfer.file.office.name
    ask = _("Contact: %(office)s, %(agency)s.") % {
        "office": office,
        "agency": transfer.file.office.agency.name,
    }
    if transfer.state == codes.TransferState.STOPPED:
        return [kit.AlertBox(_("Stopped: do not expect the child"), ask)]
    waits = {codes.TransferState.ACCEPTED, codes.TransferState.SUBMITTED}
    if transfer.withdrawn_on and transfer.state in waits:
        return [kit.AlertBox(_("Authorisation withdrawn: wait for news"), ask, kind="attend")]
    if is_on_hold(transfer, reader):
        return [kit.AlertBox(ON_HOLD, ask, kind="attend")]
    return []


def danger_alert(report: models.TransferReport | None) -> list[kit.AlertBox]:
    """That the child may be in danger or is missing, with what the receiving side does now."""
    if report is None:
        return []
    title = _("%(danger)s (report of %(day)s)") % {
        "danger": danger_text(report.situation),
        "day": kit.format_day(report.seen_on),
    }
    text = _(
        "Act now, and tell the sending office and the focal points. The alert ends when a later "
        "report says that the child is safe."
    )
    return [kit.AlertBox(title, text)]


def next_panel(transfer: models.Transfer, reader: Staff) -> kit.Panel | None:
    """The next step of the receiving side, and by when; None once the transfer is over."""
    result: Any = received_transfers(reader).filter(pk=transfer.pk)
    row = result.values("next_report", "danger", "due_on").first()
    if row is None:
        return None
    text = next_step(transfer.state, row["next_report"], row["danger"])
    if is_on_hold(transfer, reader):
        text, row["due_on"] = ON_HOLD, None
    if not text:
        return None
    today = reader.office.today()
    late = _("Overdue") if is_overdue(row["due_on"], today) else ""
    due = [kit.LabelledValue(_("Due"), kit.format_day(row["due_on"]))] if row["due_on"] else []
    shown = kit.PanelRow(text, pairs=due, state=late, is_urgent=bool(late or row["danger"]))
    return kit.Panel(_("Next step"), rows=[shown])


@dataclass(frozen=True)
class ReceivedParts:
    """Makes the parts for one reader of the receiving side; the records are opened, the newest first."""

    requests: list[models.TransferRequest]
    answers: list[models.TransferAnswer]
    placements: list[models.ReceivingPlacement]
    journeys: list[models.TransferJourney]
    handovers: list[models.TransferHandover]
    receipts: list[models.TransferReceipt]
    reports: list[models.TransferReport]

    def request(self, transfer: models.Transfer) -> kit.Panel:
        """What was shared, and what is asked."""
        asked = "sent_on answer_by facts shared needs asks"
        return kit.Panel(
            _("Transfer to us"),
            _("You see what was shared for this transfer, and nothing else of the file."),
            pairs=pages.received_basics(transfer),
            rows=[
                kit.record_row(each, pages.known_values(each, asked), title=_("Request"))
                for each in self.requests
            ],
        )

    def answer(self) -> kit.Panel:
        """The answers that were given."""
        rows = [
            kit.record_row(
                each,
                pages.known_values(each, "answered_on answered_by refusal conditions next_on"),
                title=_("Answer"),
                state="answer",
            )
            for each in self.answers
        ]
        return kit.Panel(_("Your answer"), rows=rows, empty=_("No answer yet."))

    def placement(self) -> kit.Panel:
        """Where the child will live; the newest counts."""
        rows = [
            kit.record_row(
                each,
                pages.known_values(each, pages.PLACEMENT_FIELDS),
                title=kit.format_field(each, "care"),
                state="standing",
                is_over=number > 0,
            )
            for number, each in enumerate(self.placements)
        ]
        empty = _("Record where the child will live.")
        return kit.Panel(_("Receiving placement"), rows=rows, empty=empty)

    def journey(self, transfer: models.Transfer) -> kit.Panel:
        """The plan of the journey."""
        pairs = pages.journey_pairs(self.journeys[0], transfer) if self.journeys else []
        return kit.Panel(_("Journey"), pairs=pairs, empty=_("The journey is not planned yet."))

    def after(self, transfer: models.Transfer) -> kit.Panel | None:
        """Handover, receipt and reports; None before the handover."""
        rows = [
            kit.record_row(each, pages.handover_pairs(each, transfer), title=_("Handover"))
            for each in self.handovers
        ]
        rows += [pages.receipt_row(each) for each in self.receipts]
        rows += [
            kit.record_row(
                each,
                pages.known_values(each, "seen_on needs reporter"),
                title=kit.format_field(each, "kind"),
                state="situation",
                is_urgent=each.situation in DANGERS,
            )
            for each in self.reports
        ]
        return kit.Panel(_("Arrival and follow-up"), rows=rows) if rows else None
