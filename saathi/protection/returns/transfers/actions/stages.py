"""What all steps of a transfer share: who may take them, the change of its stage, and refusals."""

import datetime as dt
from typing import Any

from saathi import audit
from saathi.agencies import access, notices, writing
from saathi.agencies.access_log import log_change
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.reasons import Refused
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import TransferState


class TransferRefused(Refused):
    """A step of a transfer that cannot be taken; `reasons` give the codes."""


def require_own_side(
    actor: Staff, record: Scoped, permission: Permission = Permission.WORK_ON_CASE
) -> None:
    """Returns if the actor works for the agency that has the file; `NotAllowed` otherwise.

    Whoever receives the child writes records of the transfer, but not legal records of the file.
    """
    access.require(actor, permission, record)
    if not is_own_side(actor, record):
        raise access.NotAllowed


def is_own_side(actor: Staff, record: Scoped) -> bool:
    """Whether the actor writes the legal records of the file: not whoever receives the child."""
    return access.may_write(actor, record.file_id, Section.LEGAL)


def change_stage(
    transfer: Transfer,
    state: TransferState,
    *,
    actor: Staff,
    version: int | None = None,
    since: dt.date | None = None,
    **columns: Any,
) -> Transfer:
    """The transfer in a new stage, since the day on which it happened; today if there is none."""
    if state != transfer.state:
        columns |= {"state": state, "state_since": since or actor.office.today()}
    if not columns:
        return transfer
    return writing.change(transfer, actor=actor, version=version, **columns)


def reload_stage(transfer: Transfer, actor: Staff) -> None:
    """Reads what a trigger changed with a record of the preparation (`functions/preparation.sql`).

    Keeps the texts of an opened transfer. `NotAllowed` if the actor no longer reads it.
    """
    result = access.visible(actor, Transfer).filter(pk=transfer.pk).values(*_FOLLOWING).first()
    if result is None:
        raise access.NotAllowed
    for name, value in result.items():
        setattr(transfer, name, value)


_FOLLOWING = (
    "state",
    "state_since",
    "version",
    "editors",
    "decided_by",
    "decided_on",
    "decided_at",
    "withdrawn_on",
    "has_withdrawal_reason",
)


def follow_record(
    transfer: Transfer, state: TransferState, *, since: dt.date, actor: Staff
) -> None:
    """The stage after an answer, a receipt or a report. Of the receiver's, a trigger changes it."""
    if is_own_side(actor, transfer):
        change_stage(transfer, state, actor=actor, since=since)
    elif state != transfer.state:
        transfer.state, transfer.state_since = state, since
        transfer.version += 1


def notify_other_side(
    transfer: Transfer, *, ours: NoticeKind, theirs: NoticeKind, actor: Staff
) -> None:
    """Notifies whoever opened a transfer of a step of the receiver, and the receiver of ours."""
    if not is_own_side(actor, transfer):
        notify_worker(transfer, kind=ours, actor=actor)
    elif transfer.receiver_id is not None:
        notices.notify_about(transfer, transfer.receiver_id, kind=theirs, actor=actor)


def notify_worker(transfer: Transfer, *, kind: NoticeKind, actor: Staff) -> None:
    """Notifies whoever opened a transfer; the notice leads to the transfers of the child."""
    notices.notify_staff(transfer.recorded_by, kind=kind, record=transfer.file_id, actor=actor)


def log_access_ended(transfer: Transfer, actor: Staff) -> None:
    """Logs that the receiver's right ended with the transfer; a trigger has ended it."""
    if transfer.receiver_id is not None:
        access.forget_cached_rights(actor, transfer.file_id)
        detail = {"staff": transfer.receiver_id}
        log_change(audit.AuditKind.GRANT_ENDED, transfer, actor=actor, **detail)
