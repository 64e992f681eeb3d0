"""Writes the transfer file for an agency without this system, and takes one in as an incoming transfer."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.people.models import Child
from saathi.protection.returns.transfers import (
    identifying_queries,
    queries,
    request_rules,
    stateless_queries,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions import requesting
from saathi.protection.returns.transfers.actions.preparing import open_transfer
from saathi.protection.returns.transfers.actions.stages import TransferRefused, require_own_side
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.transfer_file import TransferFile, write_transfer_file


@transaction.atomic
def export_transfer(*, transfer: Transfer, contact: str, passphrase: str, actor: Staff) -> bytes:
    """The encrypted file of a requested transfer; logged in the child's file as an export.

    It has the facts that the request shares, which the protocol and the consent allow, and nothing
    else. `TransferRefused` without a request, without a contact, or if a text tells of exploitation.
    """
    require_own_side(actor, transfer, Permission.ASSIGN)
    content = _content(transfer, contact, actor)
    audit.record(
        audit.AuditKind.EXPORTED,
        by=actor.id,
        agency=actor.agency_id,
        file_id=transfer.file_id,
        objects=[transfer.pk],
    )
    return write_transfer_file(content, passphrase)


def _content(transfer: Transfer, contact: str, actor: Staff) -> TransferFile:
    request = queries.newest_request(transfer, actor)
    if transfer.direction != codes.TransferDirection.OUTGOING or request is None:
        text = _("Send the request first: it says which facts may go to the other country.")
        raise TransferRefused([Reason("request", text)])
    if reasons := reasons_against_going(request, actor):
        raise TransferRefused(reasons)
    if not contact.strip():
        raise TransferRefused(
            [Reason("contact", _("Enter the contact to which the other agency can answer."))]
        )
    texts = {
        "shared": request.shared if request.facts else "",
        "needs": request.needs,
        "asks": request.asks,
        "contact": contact.strip(),
    }
    answered_to = {"contact": texts["contact"]}
    reasons = (
        *identifying_queries.reasons_against_request_texts(request, actor),
        *identifying_queries.reasons_against_crossing(answered_to, transfer, actor),
    )
    if reasons:
        raise TransferRefused(reasons)
    return TransferFile(
        reference=transfer.reference,
        leg=transfer.leg,
        kind=transfer.kind,
        stage=transfer.state,
        from_country=transfer.from_country,
        to_country=transfer.to_country,
        # Our leg alone: no protocol lets the rest of the child's way cross.
        chain=(transfer.from_country, transfer.to_country),
        planned_on=transfer.planned_on.isoformat() if transfer.planned_on else "",
        sent_on=actor.office.today().isoformat(),
        sender=actor.agency.name,
        facts=tuple(request.facts),
        **texts,
    )


def reasons_against_going(request: TransferRequest, actor: Staff) -> tuple[Reason, ...]:
    """Why the facts of a sent request may not go again: the basis, the protocol or the screening changed."""
    transfer = request.transfer
    if transfer.state not in codes.OPEN_STATES:
        return (Reason("state", _("This transfer is over. No file of it is sent.")),)
    facts = requesting.request_facts(request, requesting.protocol_with(transfer, actor), actor)
    # The stage of a request that was sent is no reason.
    asked = replace(facts, state=codes.TransferState.CONSIDERED)
    return request_rules.reasons_against_request(asked) + stateless_queries.reasons_against_origin(
        transfer
    )


@transaction.atomic
def take_in_transfer(*, content: TransferFile, child: Child, actor: Staff) -> Transfer:
    """Opens an incoming transfer with the reference of a file, in the file of a child.

    What it shares and asks is kept as the request of the other side, which waits for our answer. The
    child's details stay as they are. `TransferRefused` if it is not for this country or the reference
    is there already.
    """
    existing = access.visible(actor, Transfer).filter(child=child, reference=content.reference)
    reasons = []
    reasons += reasons_against_country(content, actor)
    if existing.exists():
        text = _("A transfer with this reference is already in the child’s file.")
        reasons.append(Reason("file", text))
    if reasons:
        raise TransferRefused(reasons)
    transfer = Transfer(
        file_id=child.file_id,
        child=child,
        reference=content.reference,
        leg=content.leg,
        direction=codes.TransferDirection.INCOMING,
        kind=content.kind,
        from_country=content.from_country,
        to_country=content.to_country,
        chain=list(content.chain),
        opened_on=actor.office.today(),
        planned_on=dt.date.fromisoformat(content.planned_on) if content.planned_on else None,
    )
    transfer.partner = f"{content.sender}: {content.contact}"[:200]
    open_transfer(transfer=transfer, actor=actor)
    _keep_request(transfer, content, actor)
    return transfer


def reasons_against_country(content: TransferFile, actor: Staff) -> list[Reason]:
    """Why a file cannot be read in here: it is for another country."""
    if content.to_country != actor.office.country:
        return [Reason("file", _("This transfer leads to another country than yours."))]
    return []


def _keep_request(transfer: Transfer, content: TransferFile, actor: Staff) -> None:
    """What the other side shares and asks, with the day by which our answer is due."""
    today = actor.office.today()
    request = TransferRequest(
        file_id=transfer.file_id,
        transfer=transfer,
        channel=codes.RequestChannel.FILE,
        sent_on=min(dt.date.fromisoformat(content.sent_on), today),
        answer_by=today + dt.timedelta(days=requesting.ANSWER_DAYS),
        facts=list(content.facts),
    )
    request.shared, request.needs, request.asks = content.shared, content.needs, content.asks
    writing.add(request, actor=actor)
