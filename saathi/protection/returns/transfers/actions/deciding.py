"""Submits a transfer, authorises it as the second person, sends it back, stops it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from saathi import audit
from saathi.agencies import notices, records
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.returns.transfers import (
    authorisation_rules,
    authoriser_queries,
    authoriser_rules,
    basis_queries,
    decision_queries,
    notice_kinds,
    queries,
    step_rules,
    view_rules,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions.stages import (
    TransferRefused,
    change_stage,
    notify_worker,
    reload_stage,
    require_own_side,
)
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.other_file_queries import reasons_of_other_file
from saathi.protection.returns.transfers.view_queries import (
    counting_facts,
    stopped_by_child_on,
)


@transaction.atomic
def submit_transfer(*, transfer: Transfer, version: int, actor: Staff) -> Transfer:
    """Submits an accepted transfer; what is still missing is shown, and refused at authorisation.

    `TransferRefused` in another stage, and if the child does not want to go.
    """
    require_own_side(actor, transfer)
    reasons = step_rules.reasons_against_submission(
        codes.TransferState(transfer.state), codes.TransferDirection(transfer.direction)
    )
    view, stopped_on = counting_facts(transfer, actor), stopped_by_child_on(transfer, actor)
    reasons += view_rules.reasons_against_submitting(view, stopped_on)
    if reasons := (*reasons, *reasons_of_other_file(transfer.pk, "screening")):
        raise TransferRefused(reasons)
    today = actor.office.today()
    basis = decision_queries.find_basis(transfer, actor, today)
    change_stage(
        transfer,
        codes.TransferState.SUBMITTED,
        actor=actor,
        version=version,
        submitted_by=actor.id,
        determination=basis.determination.pk if basis.determination else None,
        order=basis.order.pk if basis.order else None,
    )
    kind = notice_kinds.TRANSFER_SUBMITTED_NOTICE
    file_id = transfer.file_id
    notices.notify_supervisors(file_id=file_id, kind=kind, record=file_id, actor=actor)
    return transfer


@transaction.atomic
def take_back_submission(*, transfer: Transfer, version: int, actor: Staff) -> Transfer:
    """Takes a submission back, as whoever submitted it or opened the transfer; it is prepared further.

    A supervisor who submitted it by mistake is then not its author. `TransferRefused`.
    """
    require_own_side(actor, transfer)
    reasons = step_rules.reasons_against_taking_back(
        codes.TransferState(transfer.state),
        by=actor.id,
        submitters={transfer.submitted_by, transfer.recorded_by},
    )
    if reasons:
        raise TransferRefused(reasons)
    back = {"submitted_by": None, "determination": None, "order": None}
    accepted = codes.TransferState.ACCEPTED
    since = _accepted_on(transfer, actor)
    change_stage(transfer, accepted, actor=actor, version=version, since=since, **back)
    _log_decision(audit.AuditKind.SENT_BACK, transfer, actor)
    return transfer


def _accepted_on(transfer: Transfer, actor: Staff) -> dt.date | None:
    """Since when the transfer is accepted: the answer, or the end of an authorisation after it."""
    answer = basis_queries.counting_answer(transfer, actor)
    days = [transfer.withdrawn_on, answer.answered_on if answer else None]
    return max((day for day in days if day), default=None)


@transaction.atomic
def authorise_transfer(*, transfer: Transfer, version: int, actor: Staff) -> Transfer:
    """Authorises a transfer as the second person; `TransferRefused` with all that is missing.

    Each child's transfer is authorised alone: no action authorises a group.
    """
    _require_second_person(transfer, actor)
    if reasons := authoriser_queries.reasons_against_authoriser(transfer, actor):
        raise TransferRefused(reasons)
    records.open_texts(transfer)
    today = actor.office.today()
    facts = queries.load_facts(transfer, actor, on=today)
    if reasons := authorisation_rules.missing_for_authorisation(facts, on=today):
        raise TransferRefused(reasons)
    change_stage(
        transfer,
        codes.TransferState.AUTHORISED,
        actor=actor,
        version=version,
        decided_by=actor.id,
        decided_on=today,
    )
    _log_decision(audit.AuditKind.APPROVED, transfer, actor)
    return transfer


@transaction.atomic
def return_transfer(*, transfer: Transfer, question: str, version: int, actor: Staff) -> Transfer:
    """Sends a submitted transfer back with a question; it can be submitted again."""
    _require_second_person(transfer, actor)
    records.open_texts(transfer)
    transfer.question = question
    change_stage(
        transfer,
        codes.TransferState.ACCEPTED,
        actor=actor,
        version=version,
        since=_accepted_on(transfer, actor),
        payload=payload_of(transfer),
    )
    notice = notice_kinds.TRANSFER_RETURNED_NOTICE
    _log_decision(audit.AuditKind.SENT_BACK, transfer, actor, notice)
    return transfer


@transaction.atomic
def withdraw_authorisation(
    *, transfer: Transfer, reason: str, version: int, actor: Staff
) -> Transfer:
    """Takes an authorised transfer back to its preparation, such as when the child does not want to go.

    It is then submitted and authorised again; whoever receives the child is notified by a trigger,
    without the reason. `TransferRefused` in another stage, and without a reason.
    """
    require_own_side(actor, transfer)
    state = codes.TransferState(transfer.state)
    if reasons := step_rules.reasons_against_withdrawal(state, reason):
        raise TransferRefused(reasons)
    records.open_texts(transfer)
    transfer.withdrawal_reason = reason
    change_stage(
        transfer,
        codes.TransferState.ACCEPTED,
        actor=actor,
        version=version,
        payload=payload_of(transfer),
        decided_by=None,
        decided_on=None,
    )
    reload_stage(transfer, actor)
    _log_decision(audit.AuditKind.SENT_BACK, transfer, actor)
    return transfer


def _require_second_person(transfer: Transfer, actor: Staff) -> None:
    require_own_side(actor, transfer, Permission.APPROVE)
    reasons = authoriser_rules.reasons_not_to_decide(
        codes.TransferState(transfer.state),
        authors=basis_queries.authors_of_transfer(transfer),
        by=actor.id,
    )
    if reasons:
        raise TransferRefused(reasons)


def _log_decision(
    kind: audit.AuditKind,
    transfer: Transfer,
    actor: Staff,
    notice: NoticeKind = notice_kinds.TRANSFER_DECIDED_NOTICE,
) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=transfer.file_id,
        objects=[transfer.pk],
    )
    notify_worker(transfer, kind=notice, actor=actor)


@transaction.atomic
def stop_transfer(
    *, transfer: Transfer, columns: Mapping[str, Any], version: int, actor: Staff
) -> Transfer:
    """Stops an opened transfer before the handover, whoever asks for it: the child, an escort, anyone.

    `transfer` has its new texts, `columns` who stopped it. The receiver reads for 30 days that
    the child does not come, not why.
    `TransferRefused` unless it says why, where the child stays tonight and what comes next.
    """
    require_own_side(actor, transfer)
    reasons = step_rules.reasons_against_stop(
        codes.TransferState(transfer.state),
        stopped_by=str(columns.get("stopped_by", transfer.stopped_by)),
        stop_reason=transfer.stop_reason,
        place_tonight=transfer.place_tonight,
        next_step=transfer.next_step,
    )
    if reasons:
        raise TransferRefused(reasons)
    change_stage(
        transfer,
        codes.TransferState.STOPPED,
        actor=actor,
        version=version,
        payload=payload_of(transfer),
        ended_on=actor.office.today(),
        stopped_by=columns.get("stopped_by", transfer.stopped_by),
    )
    return transfer


@transaction.atomic
def stop_without_consent(*, transfer: Transfer, actor: Staff) -> Transfer:
    """Stops a transfer before the departure whose consent was withdrawn; other solutions are next."""
    require_own_side(actor, transfer)
    records.open_texts(transfer)
    transfer.stop_reason = gettext("The consent or other legal basis was withdrawn.")
    transfer.next_step = gettext("Assess other solutions with the child.")
    change_stage(
        transfer,
        codes.TransferState.STOPPED,
        actor=actor,
        payload=payload_of(transfer),
        ended_on=actor.office.today(),
        stopped_by=codes.TransferStopper.CONSENT,
    )
    return transfer
