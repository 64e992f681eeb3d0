"""Gives the receiver of a transfer access again, after a screening ended it."""

from django.db import transaction

from saathi.agencies import notices
from saathi.agencies.access_checks import reasons_against_access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import GrantKind
from saathi.protection.returns.transfers import access_queries, access_rules, notice_kinds
from saathi.protection.returns.transfers.actions.requesting import share_transfer
from saathi.protection.returns.transfers.actions.stages import (
    TransferRefused,
    change_stage,
    require_own_side,
)
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import TransferState


@transaction.atomic
def give_access_again(*, transfer: Transfer, version: int, actor: Staff) -> Transfer:
    """Gives the same colleague access again, as a supervisor; they are notified.

    `TransferRefused` unless the screening ended it and allows it now.
    """
    require_own_side(actor, transfer, Permission.ASSIGN)
    state = TransferState(transfer.state)
    reasons = access_rules.reasons_against_access_again(
        state, has_ended=access_queries.ended_by_gate(transfer, actor) is not None
    )
    receiver = transfer.receiver
    if receiver is not None:
        reasons += reasons_against_access(transfer.file_id, receiver, GrantKind.SHARE)
    if reasons or receiver is None:
        raise TransferRefused(reasons)
    given = share_transfer(transfer, receiver, actor)
    change_stage(transfer, state, actor=actor, version=version, **given)
    notices.notify_about(
        transfer, receiver.pk, kind=notice_kinds.TRANSFER_REQUESTED_NOTICE, actor=actor
    )
    return transfer
