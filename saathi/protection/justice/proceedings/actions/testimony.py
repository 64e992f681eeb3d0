"""Records the child's decision on testimony and what belongs to it. No decision changes any help."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, notices, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.actions import (
    BrokenSafeguardInput,
    record_broken_safeguard,
)
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.justice.proceedings import queries, testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import (
    ChildTestimonyDecision,
    Hearing,
    PresentationRequest,
)

WORK = Permission.WORK_ON_CASE


class TestimonyDecisionRefused(Refused):
    """A decision or withdrawal whose entries contradict each other."""


class PresentationRefused(Refused):
    """A request to present the child that is incomplete or may not be approved."""


@transaction.atomic
def add_decision(
    *, decision: ChildTestimonyDecision, case: Case, actor: Staff
) -> ChildTestimonyDecision:
    """Records the child's decision; help that was made to depend on it is a safeguard violation."""
    access.require(actor, WORK, decision)
    facts = testimony_rules.TestimonyFacts(
        codes.TestimonyAnswer(decision.answer),
        decision.fears,
        decision.pressure,
        queries.explanation_of(decision),
        decision.conditions,
    )
    if reasons := testimony_rules.reasons_against_testimony_decision(facts):
        raise TestimonyDecisionRefused(reasons)

    if codes.TestimonyPressure.CONDITIONAL_HELP in decision.pressure:
        data = BrokenSafeguardInput(
            Safeguard.HELP_CONDITIONAL, decision.decided_on, texts={"what": decision.note}
        )
        decision.broken = record_broken_safeguard(case=case, data=data, actor=actor)
    _end_what_needs_agreement(decision, decision.decided_on, case=case, actor=actor)
    return writing.add(decision, actor=actor)


@transaction.atomic
def withdraw_decision(
    *,
    decision: ChildTestimonyDecision,
    withdrawn_on: dt.date,
    case: Case,
    version: int,
    actor: Staff,
) -> ChildTestimonyDecision:
    """Records that the child withdrew the decision; what was approved or planned for it ends."""
    access.require(actor, WORK, decision)
    if reasons := testimony_rules.reasons_against_withdrawal(
        codes.TestimonyAnswer(decision.answer),
        decided_on=decision.decided_on,
        earlier=decision.withdrawn_on,
        withdrawn_on=withdrawn_on,
    ):
        raise TestimonyDecisionRefused(reasons)

    _end_what_needs_agreement(
        decision, withdrawn_on, case=case, actor=actor, withdrawn_on=withdrawn_on
    )
    texts = payload_of(decision)
    return writing.change(
        decision, actor=actor, version=version, payload=texts, withdrawn_on=withdrawn_on
    )


def _end_what_needs_agreement(
    decision: ChildTestimonyDecision,
    since: dt.date,
    *,
    case: Case,
    actor: Staff,
    withdrawn_on: dt.date | None = None,
) -> None:
    """Ends requests, approvals and plans from a day; the case worker and supervisors are notified.

    In all proceedings of the child in which this decision counts. A summoned child keeps support
    person, transport and interpreter. The database ends the same (`functions/presentation.sql`),
    whoever records the child's decision.
    """
    ended = queries.proceedings_ended_by(actor, decision, withdrawn_on)
    open_states = [codes.PresentationState.ASKED, codes.PresentationState.APPROVED]
    requests = list(
        access.visible(actor, PresentationRequest).filter(
            proceeding__in=ended, state__in=open_states, planned_on__gte=since
        )
    )
    planned = access.visible(actor, Hearing).filter(
        proceeding__in=ended, state=codes.HearingState.LISTED, listed_on__gte=since
    )
    agreed = [
        hearing
        for hearing in planned
        if testimony_rules.needs_agreement(hearing.purpose, hearing.child_expected)
    ]
    for request in requests:
        writing.change(request, actor=actor, state=codes.PresentationState.WITHDRAWN)
    for hearing in agreed:
        if not queries.is_summoned(actor, hearing.proceeding_id):
            writing.change(hearing, actor=actor, **_without_testimony(hearing))
    if not requests and not agreed:
        return
    kind, file_id = codes.TESTIMONY_ENDED_NOTICE, decision.file_id
    notices.notify_supervisors(file_id=file_id, kind=kind, record=file_id, actor=actor)
    for staff_id in {case.worker_id, *(request.recorded_by for request in requests)}:
        notices.notify_staff(staff_id, kind=kind, record=file_id, actor=actor)


def _without_testimony(hearing: Hearing) -> dict[str, Any]:
    """The plan of a hearing after a "no": how the child takes part is open, transport is not arranged."""
    new: dict[str, Any] = {"child_expected": codes.ChildPart.NOT_KNOWN}
    if hearing.transport_arranged == codes.ArrangementState.CONFIRMED:
        new["transport_arranged"] = codes.ArrangementState.NOT_ARRANGED
    return new


@transaction.atomic
def request_presentation(*, request: PresentationRequest, actor: Staff) -> PresentationRequest:
    """Asks a supervisor whether our staff may present the child; `PresentationRefused`."""
    access.require(actor, WORK, request)
    request.told_before = queries.count_accounts(actor, request.file_id)
    reason = codes.RepeatedAccountReason(request.reason_code)
    decision = queries.latest_decision(actor, request.proceeding)
    answer = codes.TestimonyAnswer(decision.answer) if decision else None
    reasons = testimony_rules.reasons_against_asking(answer)
    reasons += testimony_rules.reasons_against_repeated_account(request.told_before, reason)
    if reasons:
        raise PresentationRefused(reasons)

    writing.add(request, actor=actor)
    notices.notify_supervisors(
        file_id=request.file_id,
        kind=codes.PRESENTATION_ASKED_NOTICE,
        record=request.file_id,
        actor=actor,
    )
    return request


@transaction.atomic
def decide_presentation(
    *, request: PresentationRequest, approves: bool, reason: str, version: int, actor: Staff
) -> PresentationRequest:
    """Approves or refuses a request, as a supervisor other than its author; `PresentationRefused`."""
    access.require(actor, Permission.APPROVE, request)
    is_own, state = request.recorded_by == actor.id, codes.PresentationState(request.state)
    if approves:
        facts = queries.presentation_facts(request, actor)
        reasons = testimony_rules.reasons_against_presentation(facts)
    else:
        reasons = testimony_rules.reasons_against_refusal(state, is_own=is_own, reason=reason)
    if reasons:
        raise PresentationRefused(reasons)

    records.open_texts(request)
    request.answer = reason.strip()
    new = codes.PresentationState.APPROVED if approves else codes.PresentationState.REFUSED
    now: Mapping[str, Any] = {"decided_by": actor.id, "decided_on": actor.office.today()}
    texts = payload_of(request)
    writing.change(request, actor=actor, version=version, payload=texts, state=new, **now)
    notices.notify_staff(
        request.recorded_by,
        kind=codes.PRESENTATION_DECIDED_NOTICE,
        record=request.file_id,
        actor=actor,
    )
    return request


@transaction.atomic
def withdraw_presentation(
    *, request: PresentationRequest, version: int, actor: Staff
) -> PresentationRequest:
    """Withdraws a request or an approval, such as when the child no longer wants it."""
    access.require(actor, WORK, request)
    open_states = {codes.PresentationState.ASKED, codes.PresentationState.APPROVED}
    if request.state not in open_states:
        raise PresentationRefused(testimony_rules.ALREADY_ENDED)
    return writing.change(
        request, actor=actor, version=version, state=codes.PresentationState.WITHDRAWN
    )
