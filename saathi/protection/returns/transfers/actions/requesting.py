"""Asks the other country to receive the child, and opens the transfer to a colleague there."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, definer_functions, notices, writing
from saathi.agencies.access_log import log_change
from saathi.agencies.country_protocols import CountryProtocol
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.protection.returns.borders.queries import active_protocols
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.transfers import (
    identifying_queries,
    leg_queries,
    notice_kinds,
    queries,
    request_queries,
    request_rules,
    stateless_queries,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions.stages import (
    TransferRefused,
    change_stage,
    reload_stage,
    require_own_side,
)
from saathi.protection.returns.transfers.models import Transfer, TransferRequest

ANSWER_DAYS: Final = 14
# The longest for which the database lets a file be shared; renewed with the receipt of the child.
SHARED_DAYS: Final = 366


@transaction.atomic
def send_request(
    *, request: TransferRequest, receiver: Staff | None, actor: Staff
) -> TransferRequest:
    """Sends a request; with a `receiver` of the other agency, a supervisor opens the transfer to them.

    The receiver reads this transfer and what is recorded for it from now on, and nothing else of the
    file; what went to another receiver, or by letter, stays closed to them. The answer is due within
    the days of the protocol, or 14. `TransferRefused` with reasons.
    """
    require_own_side(actor, request)
    transfer = request.transfer
    protocol = protocol_with(transfer, actor)
    answer_by = getattr(request, "answer_by", None)
    days = protocol.answer_days if protocol else ANSWER_DAYS
    request.answer_by = answer_by or request.sent_on + dt.timedelta(days=days)
    facts = replace(
        request_facts(request, protocol, actor),
        is_in_system=request.channel == codes.RequestChannel.HERE,
        has_receiver=receiver is not None,
        sent_on=request.sent_on,
        answer_by=request.answer_by,
        is_repeated=request_queries.is_repeated(request, receiver, actor),
    )
    reasons = request_rules.reasons_against_request(facts)
    reasons += leg_queries.reasons_against_leg(transfer, actor)
    reasons += stateless_queries.reasons_against_origin(transfer)
    if receiver is not None:
        reasons += _reasons_against_receiver(transfer, receiver, actor)
    if reasons := (*reasons, *identifying_queries.reasons_against_request_texts(request, actor)):
        raise TransferRefused(reasons)

    request.addressee = receiver.pk if receiver else None
    request.protocol = protocol.name if protocol else ""
    request.protocol_version = protocol.version if protocol else None
    writing.add(request, actor=actor)
    reload_stage(transfer, actor)
    given: dict[str, Any] = {} if receiver is None else share_transfer(transfer, receiver, actor)
    change_stage(
        transfer, codes.TransferState.REQUESTED, actor=actor, since=request.sent_on, **given
    )
    if receiver is not None:
        notices.notify_about(
            transfer, receiver.pk, kind=notice_kinds.TRANSFER_REQUESTED_NOTICE, actor=actor
        )
    return request


def protocol_with(transfer: Transfer, actor: Staff) -> CountryProtocol | None:
    """The protocol in force with the other country; None if there is none."""
    protocols = active_protocols(actor.office)
    return next((each for each in protocols if each.country == transfer.to_country), None)


def request_facts(
    request: TransferRequest, protocol: CountryProtocol | None, actor: Staff
) -> request_rules.RequestFacts:
    """What is asked before facts go to the other country: stage, screening, legal basis, protocol."""
    transfer = request.transfer
    standing = {consent.pk for consent, _label in request_queries.bases_of(actor, transfer.child)}
    return request_rules.RequestFacts(
        state=codes.TransferState(transfer.state),
        direction=codes.TransferDirection(transfer.direction),
        facts=request.facts,
        may_go=None if protocol is None else [fact.value for fact in protocol.may_go],
        has_basis=request.consent_id in standing,
        gate=ask_gate(transfer.file_id).gate,
        is_to_origin=transfer.pk in queries.leading_to_origin([transfer.pk]),
        lacks=request_queries.lacks_of_request(transfer.pk, request.consent_id, request.facts),
    )


def _reasons_against_receiver(
    transfer: Transfer, receiver: Staff, actor: Staff
) -> tuple[Reason, ...]:
    return request_rules.reasons_against_receiver(
        country=receiver.office.country,
        to_country=transfer.to_country,
        is_own_agency=receiver.agency_id == actor.agency_id,
        may_work=access.has_permission(receiver, Permission.WORK_ON_CASE),
        may_assign=access.has_permission(actor, Permission.ASSIGN),
    )


def share_transfer(transfer: Transfer, receiver: Staff, actor: Staff) -> dict[str, Any]:
    """Gives the receiver the right to the records of transfers; an earlier one of this transfer ends."""
    bits = int(Section.TRANSFER)
    until = clock.now() + dt.timedelta(days=SHARED_DAYS - 1)
    values = [transfer.file_id, receiver.pk, GrantKind.SHARE.value, bits, bits, until]
    grant = UUID(definer_functions.make_change("access_give", values, by=actor.id))
    detail = {"staff": receiver.pk, "reads": bits, "writes": bits, "ends_at": until}
    log_change(audit.AuditKind.GRANTED, transfer, actor=actor, **detail)
    return {"receiver": receiver, "access": grant}
