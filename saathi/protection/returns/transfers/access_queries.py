"""Whether a screening ended the access of the receiver of a transfer."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.protection_screening.models import AccessAbroadEnd
from saathi.protection.returns.transfers.models import Transfer


def ended_by_gate(transfer: Transfer, reader: Staff) -> AccessAbroadEnd | None:
    """When the access of the present receiver ended; None while it goes on."""
    if transfer.access is None:
        return None
    access_abroad_ends = access.visible(reader, AccessAbroadEnd).filter(
        file=transfer.file_id, access=transfer.access
    )
    return access_abroad_ends.first()
