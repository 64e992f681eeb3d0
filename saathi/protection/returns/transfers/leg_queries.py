"""The other transfers of a child that are under way."""

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.returns.transfers import leg_rules
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import BEFORE_HANDOVER, TransferDirection


def reasons_against_leg(transfer: Transfer, actor: Staff) -> tuple[Reason, ...]:
    """Why this transfer cannot be opened or asked again beside the child's other transfers."""
    others = access.visible(actor, Transfer).filter(
        file=transfer.file_id,
        direction=TransferDirection.OUTGOING,
        state__in=BEFORE_HANDOVER,
    )
    legs = others.exclude(pk=transfer.pk).values_list("reference", "leg")
    return leg_rules.reasons_against_leg(
        TransferDirection(transfer.direction),
        leg_rules.TransferLeg(transfer.reference, transfer.leg),
        [leg_rules.TransferLeg(reference, leg) for reference, leg in legs],
    )
