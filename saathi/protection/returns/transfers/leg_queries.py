"""The other transfers of a child that are under way."""

import datetime as dt

from django.db import connection

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.returns.transfers import leg_rules
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_DEPARTURE,
    BEFORE_HANDOVER,
    TransferDirection,
)


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


def reasons_against_reference(transfer: Transfer) -> tuple[Reason, ...]:
    """Why a transfer cannot have its reference, also if the reader may not know the other child."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT transfers_has_other_child(%s, %s, %s)",
            [transfer.file_id, transfer.reference, transfer.leg],
        )
        has_other_child = bool(cursor.fetchone()[0])
    return leg_rules.reasons_against_reference(
        TransferDirection(transfer.direction), has_other_child=has_other_child
    )


def reasons_against_day_of_leg(
    transfer: Transfer, planned_on: dt.date | None, actor: Staff, *, field: str = "planned_on"
) -> tuple[Reason, ...]:
    """Why our leg cannot be planned on this day, beside the legs of the way that have not departed."""
    if planned_on is None or transfer.direction != TransferDirection.OUTGOING:
        return ()
    others = access.visible(actor, Transfer).filter(
        file=transfer.file_id,
        reference=transfer.reference,
        state__in=BEFORE_DEPARTURE,
        planned_on__isnull=False,
    )
    legs = others.exclude(pk=transfer.pk).values_list("leg", "planned_on")
    return leg_rules.reasons_against_day_of_leg(
        leg_rules.PlannedLeg(transfer.leg, planned_on),
        [leg_rules.PlannedLeg(leg, day) for leg, day in legs if day is not None],
        field,
    )
