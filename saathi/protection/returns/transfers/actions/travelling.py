"""Records the departure, the handover, the receipt, and what is heard of the child afterwards."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext

from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.returns.transfers import (
    after_queries,
    identifying_queries,
    journey_facts,
    journey_rules,
    notice_kinds,
    queries,
    view_rules,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions.stages import (
    TransferRefused,
    change_stage,
    follow_record,
    log_access_ended,
    notify_other_side,
    require_own_side,
)
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferHandover,
    TransferReceipt,
    TransferReport,
)
from saathi.protection.returns.transfers.other_file_queries import reasons_of_other_file
from saathi.protection.returns.transfers.view_queries import said_by_child


@transaction.atomic
def record_departure(
    *, transfer: Transfer, departed_at: dt.datetime, version: int, actor: Staff
) -> Transfer:
    """Records that the child left; all conditions are asked again, and the child's last view.

    `TransferRefused` with all that is missing. A child who left all the same is recorded by
    `record_unauthorised_removal`.
    """
    require_own_side(actor, transfer)
    state = codes.TransferState(transfer.state)
    local = departed_at.astimezone(queries.zone_of(transfer))
    records.open_texts(transfer)
    facts = queries.load_facts(transfer, actor, on=journey_facts.local_day(local))
    reasons = journey_rules.reasons_against_departure(
        state,
        local,
        now=clock.now(),
        authorised_at=transfer.decided_at,
        planned_at=facts.journey.departs_at if facts.journey else None,
    )
    if state == codes.TransferState.AUTHORISED:  # a wrong time does not hide that the child said no
        reasons += journey_rules.missing_for_departure(facts, at=local)
    if reasons:
        raise TransferRefused(reasons)
    return change_stage(
        transfer,
        codes.TransferState.TRAVELLING,
        actor=actor,
        version=version,
        since=journey_facts.local_day(local),
        departed_at=departed_at,
    )


@transaction.atomic
def record_unauthorised_removal(
    *, transfer: Transfer, what: str, happened_on: dt.date, is_by_order: bool, actor: Staff
) -> Transfer:
    """Records that our child left the country without authorisation: a fact, never refused.

    An opened transfer is stopped, with the next step; a safeguard violation is recorded and its
    authority is to be notified. Only `next_step` of `transfer` is required.
    """
    require_own_side(actor, transfer)
    if transfer.state not in codes.BEFORE_HANDOVER:
        raise access.NotAllowed
    if not transfer.next_step.strip():
        raise TransferRefused([Reason("next_step", _("Enter what happens next."))])
    transfer.stop_reason = transfer.stop_reason or what
    change_stage(
        transfer,
        codes.TransferState.STOPPED,
        actor=actor,
        payload=payload_of(transfer),
        ended_on=actor.office.today(),
        stopped_by=codes.TransferStopper.AUTHORITY,
    )
    _record_violation(
        transfer, Safeguard.DEPORTED, what, happened_on, actor, is_by_order=is_by_order
    )
    return transfer


def _record_violation(  # noqa: PLR0913 - the fact, its day, and who records it
    transfer: Transfer,
    safeguard: Safeguard,
    what: str,
    on: dt.date,
    actor: Staff,
    *,
    is_by_order: bool = False,
) -> None:
    case = queries.newest_case(transfer.file_id, actor)
    if case is None:  # a transfer is opened in a case, and a case is never deleted
        raise access.NotAllowed
    data = orders.BrokenSafeguardInput(safeguard, on, is_by_order=is_by_order, texts={"what": what})
    orders.record_broken_safeguard(case=case, data=data, actor=actor)


@transaction.atomic
def record_handover(*, handover: TransferHandover, actor: Staff) -> TransferHandover:
    """Records the handover of a travelling child; the receipt is due within 24 hours.

    Also after the receiving side confirmed the arrival: the stage then stays.
    A handover at night, in the presence of press or police, or to a person whose identity was not checked is
    recorded and is a safeguard violation.
    `TransferRefused` if the child is not travelling, or no longer wants to go.
    """
    require_own_side(actor, handover)
    transfer = handover.transfer
    reasons = journey_rules.reasons_against_handover(
        codes.TransferState(transfer.state),
        handover.handed_over_at,
        departed_at=transfer.departed_at,
        is_off=view_rules.is_journey_off(said_by_child(transfer, actor), transfer.decided_on),
        now=clock.now(),
        has_handover=after_queries.day_of_handover(transfer, actor) is not None,
    )
    is_on_way = transfer.state == codes.TransferState.TRAVELLING
    if is_on_way:
        reasons += reasons_of_other_file(transfer.pk, "last_view", is_on_way=True)
    if reasons := (*reasons, *_reasons_against_words(handover, HANDOVER_FIELDS, transfer, actor)):
        raise TransferRefused(reasons)
    writing.add(handover, actor=actor)
    if is_on_way:
        handed_on = journey_facts.local_day(_local_time(handover))
        change_stage(transfer, codes.TransferState.HANDED_OVER, actor=actor, since=handed_on)
    if faults := faults_of(handover):
        _record_unsafe_handover(handover, faults, actor)
    notify_other_side(
        transfer,
        ours=notice_kinds.TRANSFER_REPORTED_NOTICE,
        theirs=notice_kinds.TRANSFER_MOVED_NOTICE,
        actor=actor,
    )
    return handover


HANDOVER_FIELDS = ("place", "given_by", "received_by", "condition", "papers", "belongings")
RECEIPT_FIELDS = ("received_by", "worker", "condition", "complete")
REPORT_FIELDS = ("needs", "reporter")
_reasons_against_words = identifying_queries.reasons_against_our_news


def faults_of(handover: TransferHandover) -> tuple[journey_rules.HandoverFault, ...]:
    """Why a handover is a safeguard violation; empty if it is not."""
    return journey_rules.faults_of_handover(
        _local_time(handover), handover.presence, codes.IdentityCheck(handover.identity)
    )


def _local_time(handover: TransferHandover) -> dt.datetime:
    return handover.handed_over_at.astimezone(queries.zone_of(handover.transfer))


def _record_unsafe_handover(
    handover: TransferHandover, faults: Sequence[journey_rules.HandoverFault], actor: Staff
) -> None:
    is_by_night = journey_rules.HandoverFault.NIGHT in faults
    safeguard = Safeguard.REMOVED_AT_NIGHT if is_by_night else Safeguard.OTHER
    what = " ".join(gettext(fault.value) for fault in faults)
    on = journey_facts.local_day(_local_time(handover))
    _record_violation(handover.transfer, safeguard, what, on, actor)


@transaction.atomic
def record_receipt(*, receipt: TransferReceipt, actor: Staff) -> TransferReceipt:
    """Records that the child arrived, with the worker there and the day of the first visit.

    Also before the handover is recorded. The first visit is due within 72 hours: of a later day our
    worker and leaders are notified. The receiver's right is renewed. `TransferRefused`.
    """
    access.require(actor, Permission.WORK_ON_CASE, receipt)
    transfer = receipt.transfer
    reasons = journey_rules.reasons_against_receipt(
        codes.TransferState(transfer.state),
        codes.TransferDirection(transfer.direction),
        receipt.received_on,
        receipt.first_visit_on,
        handed_on=after_queries.day_of_handover(transfer, actor)
        or after_queries.day_of_departure(transfer),
    )
    reasons += journey_rules.reasons_against_condition(receipt.condition)
    if reasons := (*reasons, *_reasons_against_words(receipt, RECEIPT_FIELDS, transfer, actor)):
        raise TransferRefused(reasons)
    writing.add(receipt, actor=actor)
    follow_record(transfer, codes.TransferState.RECEIVED, since=receipt.received_on, actor=actor)
    _tell_of_news(transfer, actor)
    return receipt


@transaction.atomic
def record_transfer_report(*, report: TransferReport, actor: Staff) -> TransferReport:
    """Records news of the child after the handover; the next report is due. `TransferRefused`.

    A visit at which the child was not seen does not count as one: the stage and the duty stay. Of
    this, and if the child is not safe or cannot be found, a trigger notifies the worker and those
    who lead the office; after a report of danger the next one is due the same day.
    """
    access.require(actor, Permission.WORK_ON_CASE, report)
    transfer = report.transfer
    state = codes.TransferState(transfer.state)
    kind = codes.TransferReportKind(report.kind)
    situation = codes.SituationAfterTransfer(report.situation)
    entered = journey_rules.ReportFacts(
        state,
        kind,
        situation,
        report.seen_on,
        after_queries.day_of_receipt(transfer, actor),
        report.needs,
        after_queries.day_of_handover(transfer, actor),
    )
    reasons = journey_rules.reasons_against_report(entered)
    if reasons := (*reasons, *_reasons_against_words(report, REPORT_FIELDS, transfer, actor)):
        raise TransferRefused(reasons)
    writing.add(report, actor=actor)
    if state == codes.TransferState.RECEIVED and journey_rules.is_visit(kind, situation):
        followed = codes.TransferState.FOLLOWED_UP
        follow_record(transfer, followed, since=report.seen_on, actor=actor)
    _tell_of_news(transfer, actor)
    return report


def _tell_of_news(transfer: Transfer, actor: Staff) -> None:
    notify_other_side(
        transfer,
        ours=notice_kinds.TRANSFER_REPORTED_NOTICE,
        theirs=notice_kinds.TRANSFER_MOVED_NOTICE,
        actor=actor,
    )


@transaction.atomic
def end_follow_up(*, transfer: Transfer, version: int, actor: Staff) -> Transfer:
    """Ends the follow-up as the second person; the receiver no longer reads the transfer.

    `TransferRefused` before the report at 12 months, and while the child may be in danger.
    """
    require_own_side(actor, transfer, Permission.APPROVE)
    facts = after_queries.follow_up_facts(transfer, actor)
    reasons = journey_rules.reasons_against_ending(facts, by=actor.id)
    if reasons:
        raise TransferRefused(reasons)
    change_stage(
        transfer,
        codes.TransferState.ENDED,
        actor=actor,
        version=version,
        ended_on=actor.office.today(),
    )
    log_access_ended(transfer, actor)
    return transfer
