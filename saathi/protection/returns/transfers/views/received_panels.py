"""The parts of the page of the receiving side."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Office
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import models, pages
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.journey_rules import DANGERS


def alerts(transfer: models.Transfer) -> list[kit.AlertBox]:
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
    return []


@dataclass(frozen=True)
class ReceivedParts:
    """Makes the parts for one reader of the receiving side; the records are opened, the newest first."""

    office: Office
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

    def journey(self) -> kit.Panel:
        """The plan of the journey."""
        pairs = pages.journey_pairs(self.journeys[0], self.office) if self.journeys else []
        return kit.Panel(_("Journey"), pairs=pairs, empty=_("The journey is not planned yet."))

    def after(self) -> kit.Panel | None:
        """Handover, receipt and reports; None before the handover."""
        rows = [
            kit.record_row(each, pages.handover_pairs(each, self.office), title=_("Handover"))
            for each in self.handovers
        ]
        rows += [
            kit.record_row(each, pages.known_values(each, pages.RECEIPT_FIELDS), title=_("Receipt"))
            for each in self.receipts
        ]
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
