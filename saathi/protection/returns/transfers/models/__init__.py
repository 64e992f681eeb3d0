"""Records of transfers."""

from saathi.protection.returns.transfers.models.journeys import (
    TransferHandover,
    TransferJourney,
    TransferReceipt,
    TransferReport,
)
from saathi.protection.returns.transfers.models.transfers import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferDocument,
    TransferGroup,
    TransferRequest,
    TransferSafetyAssessment,
    TransferView,
)

__all__ = [
    "ReceivingPlacement",
    "Transfer",
    "TransferAnswer",
    "TransferDocument",
    "TransferGroup",
    "TransferHandover",
    "TransferJourney",
    "TransferReceipt",
    "TransferReport",
    "TransferRequest",
    "TransferSafetyAssessment",
    "TransferView",
]
