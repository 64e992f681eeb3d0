"""The records of one transfer, as its page shows them: one query for each kind."""

from dataclasses import dataclass
from typing import Any

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.protection.returns.transfers import models


@dataclass(frozen=True)
class TransferRecords:
    """The records of a transfer that the reader may read, opened, the newest first."""

    requests: list[models.TransferRequest]
    answers: list[models.TransferAnswer]
    placements: list[models.ReceivingPlacement]
    safety: list[models.TransferSafetyAssessment]
    views: list[models.TransferView]
    papers: list[models.TransferDocument]
    journeys: list[models.TransferJourney]
    handovers: list[models.TransferHandover]
    receipts: list[models.TransferReceipt]
    reports: list[models.TransferReport]

    @property
    def shown(self) -> list[Scoped]:
        """All of them."""
        return [record for listed in vars(self).values() for record in listed]


KINDS: dict[str, tuple[Any, str]] = {
    "requests": (models.TransferRequest, "-sent_on"),
    "answers": (models.TransferAnswer, "-answered_on"),
    "placements": (models.ReceivingPlacement, "-recorded_at"),
    "safety": (models.TransferSafetyAssessment, "-assessed_on"),
    "views": (models.TransferView, "-asked_at"),
    "papers": (models.TransferDocument, "recorded_at"),
    "journeys": (models.TransferJourney, "-recorded_at"),
    "handovers": (models.TransferHandover, "-handed_over_at"),
    "receipts": (models.TransferReceipt, "-received_on"),
    "reports": (models.TransferReport, "-seen_on"),
}
MOST = 100


def load_records(reader: Staff, transfer: models.Transfer) -> TransferRecords:
    """The records of a transfer, with their texts and those of the transfer opened."""
    rights = access.rights(reader, transfer.file_id)
    results: dict[str, list[Any]] = {
        name: list(
            rights.records(model).filter(transfer=transfer).order_by(order, "-recorded_at")[:MOST]
        )
        for name, (model, order) in KINDS.items()
    }
    listed = TransferRecords(**results)
    records.open_texts_of_each([transfer, *listed.shown])
    return listed
