"""Stops the open transfers of a child that others took out of the country (domain C, invariant 0)."""

from django.utils.translation import gettext

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.decisions.orders.vocabulary import REMOVED_ABROAD
from saathi.protection.returns.transfers.actions.stages import change_stage
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_HANDOVER,
    TransferState,
    TransferStopper,
)


def handle_safeguard_breach(record: BrokenSafeguard, actor: Staff) -> None:
    """Stops the child's open transfers if the child was deported or pushed back.

    A removal is never a stage of a transfer. What comes next is written for the worker.
    """
    if record.safeguard not in REMOVED_ABROAD:
        return
    for transfer in access.visible(actor, Transfer).filter(
        file=record.file_id, child=record.child_id, state__in=BEFORE_HANDOVER
    ):
        records.open_texts(transfer)
        transfer.stop_reason = gettext(
            "An authority removed the child to another country. This is a safeguard violation, not "
            "a return."
        )
        transfer.place_tonight = gettext("Not known. Find out today where the child is.")
        transfer.next_step = gettext(
            "Ask the focal point of the other country to find the child and to offer protection "
            "there."
        )
        change_stage(
            transfer,
            TransferState.STOPPED,
            actor=actor,
            payload=payload_of(transfer),
            ended_on=actor.office.today(),
            stopped_by=TransferStopper.AUTHORITY,
        )
