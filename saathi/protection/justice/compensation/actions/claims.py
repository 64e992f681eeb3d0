"""Records decisions on claims, payments and the control of money; the status of the measure follows."""

import datetime as dt
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.authors import authors_of, with_editor
from saathi.agencies.declared_kinds import NoticeKind
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.justice.compensation import control_rules, queries, rules
from saathi.protection.justice.compensation.actions.measures import RemedyRefused
from saathi.protection.justice.compensation.models import (
    ClaimDecision,
    CompensationPayment,
    LegalMeasure,
    MoneyControl,
)
from saathi.protection.justice.compensation.vocabulary import (
    CONTROL_ASKED_NOTICE,
    CONTROL_DECIDED_NOTICE,
    DECIDED_CONTROL,
    OPEN_MEASURES,
    OTHER_RECIPIENTS,
    PAID_ELSEWHERE_NOTICE,
    LegalMeasureKind,
    MeasureState,
    MoneyController,
    MoneyControlState,
    RemedyAppeal,
    RemedyOutcome,
)

WORK = Permission.WORK_ON_CASE


@transaction.atomic
def add_decision(*, decision: ClaimDecision, actor: Staff) -> ClaimDecision:
    """Records a decision of an authority; the status of the measure follows. `RemedyRefused`.

    Less than an earlier award counts as the whole award only when a second person confirms the
    control of the money again.
    """
    access.require(actor, WORK, decision)
    facts = _decision_facts(decision, vars(decision))
    _refuse(rules.reasons_against_decision(facts))

    _locked(decision.measure_id, actor)
    _ask_again(decision, actor)
    writing.add(decision, actor=actor)
    _follow_decision(decision, facts, actor)
    return decision


@transaction.atomic
def change_decision(
    *, decision: ClaimDecision, columns: Mapping[str, Any], version: int, actor: Staff
) -> ClaimDecision:
    """Corrects a decision, or records its appeal; the earlier version is kept. `RemedyRefused`.

    A recorded award may be raised; a lower one is a new decision.
    """
    access.require(actor, WORK, decision)
    facts = _decision_facts(decision, columns)
    recorded = rules.Money(decision.awarded, decision.currency)
    entered = rules.Money(facts.awarded, facts.currency)
    lowered = rules.reasons_against_lower_award(recorded, entered)
    _refuse((*rules.reasons_against_decision(facts), *lowered))

    _locked(decision.measure_id, actor)
    changed = copy(decision)
    for name, value in columns.items():
        setattr(changed, name, value)
    _ask_again(changed, actor)
    texts = payload_of(decision)
    writing.change(decision, actor=actor, version=version, payload=texts, **columns)
    _follow_decision(decision, facts, actor)
    return decision


def _ask_again(decision: ClaimDecision, actor: Staff) -> None:
    """Lets the control of the money wait again if the award that will count is less than an earlier one.

    Before the decision is saved: the database saves none over a control that is settled.
    """
    before = queries.awards_of(actor, decision.measure_id)
    after = queries.awards_of(actor, decision.measure_id, decision)
    on_record = [*before.on_record, *after.on_record]
    if not rules.asks_again(after.counting, before=before.counting, on_record=on_record):
        return
    controls = access.visible(actor, MoneyControl).filter(
        measure=decision.measure_id, ended_on=None, state__in=DECIDED_CONTROL
    )
    for control in controls.exclude(controller=MoneyController.NOT_KNOWN):
        writing.change(
            control,
            actor=actor,
            state=MoneyControlState.PROPOSED,
            decided_by=None,
            decided_on=None,
            **with_editor(control, actor),
        )
        _notify_supervisors(control, CONTROL_ASKED_NOTICE, actor)


def _decision_facts(
    decision: ClaimDecision, values: Mapping[str, Any]
) -> rules.RemedyDecisionFacts:
    return rules.RemedyDecisionFacts(
        kind=LegalMeasureKind(decision.measure.kind),
        decided_on=values["decided_on"],
        outcome=RemedyOutcome(values["outcome"]),
        appeal=RemedyAppeal(values["appeal"]),
        payer=values["payer"],
        awarded=values["awarded"],
        currency=values["currency"],
        pay_by=values["pay_by"],
        appeal_by=values["appeal_by"],
        reason=decision.reason,
    )


def _follow_decision(
    decision: ClaimDecision, facts: rules.RemedyDecisionFacts, actor: Staff
) -> None:
    """Sets the status of the measure if no later decision is on record."""
    later = access.visible(actor, ClaimDecision).filter(
        measure=decision.measure_id, decided_on__gt=facts.decided_on
    )
    if later.exists():
        return
    measure = _locked(decision.measure_id, actor)
    state = queries.state_by_payments(actor, measure) or rules.state_after_decision(facts)
    today = actor.office.today()
    next_on = rules.next_step_after_decision(facts, today) if state in OPEN_MEASURES else None
    _set_state(measure, state, facts.decided_on, next_on, actor)


@transaction.atomic
def add_payment(*, payment: CompensationPayment, actor: Staff) -> CompensationPayment:
    """Records money that was paid; the status of the measure follows. `RemedyRefused`.

    The supervisors are notified of money that went elsewhere than to the child or the authority.
    """
    access.require(actor, WORK, payment)
    _require_payment(payment, vars(payment))

    writing.add(payment, actor=actor)
    if payment.recipient in OTHER_RECIPIENTS:
        _notify_supervisors(payment, PAID_ELSEWHERE_NOTICE, actor)
    _follow_money(payment.measure_id, payment.paid_on, actor)
    return payment


@transaction.atomic
def change_payment(
    *, payment: CompensationPayment, columns: Mapping[str, Any], version: int, actor: Staff
) -> CompensationPayment:
    """Corrects a payment; the earlier version is kept. `RemedyRefused`."""
    access.require(actor, WORK, payment)
    _require_payment(payment, columns)

    is_new = columns["recipient"] in OTHER_RECIPIENTS and columns["recipient"] != payment.recipient
    texts = payload_of(payment)
    writing.change(payment, actor=actor, version=version, payload=texts, **columns)
    if is_new:
        _notify_supervisors(payment, PAID_ELSEWHERE_NOTICE, actor)
    _follow_money(payment.measure_id, payment.paid_on, actor)
    return payment


def _require_payment(payment: CompensationPayment, values: Mapping[str, Any]) -> None:
    reasons = rules.reasons_against_payment(
        recipient=values["recipient"],
        receipt=values["receipt"],
        note=payment.note,
        currency=values["currency"],
    )
    _refuse(reasons)


@transaction.atomic
def add_control(*, control: MoneyControl, actor: Staff) -> MoneyControl:
    """Records who controls the money now; the control before it ends that day. `RemedyRefused`.

    This counts only when a second person confirms it, also of a court or authority.
    """
    access.require(actor, WORK, control)
    control.state = rules.state_of_control(control.controller, None, is_same=False)
    _require_control(control, vars(control), actor)

    before = access.visible(actor, MoneyControl).filter(measure=control.measure_id, ended_on=None)
    if control.ended_on is None:
        for earlier in before.filter(since__lte=control.since):
            is_waiting = earlier.state == MoneyControlState.PROPOSED
            editors = with_editor(earlier, actor) if is_waiting else {}
            writing.change(earlier, actor=actor, ended_on=control.since, **editors)
    writing.add(control, actor=actor)
    _follow_control(control, actor)
    return control


@transaction.atomic
def change_control(
    *, control: MoneyControl, columns: Mapping[str, Any], version: int, actor: Staff
) -> MoneyControl:
    """Reviews, corrects or ends the control of money; the earlier version is kept. `RemedyRefused`.

    A second person confirms another controller, name or safeguard.
    """
    access.require(actor, WORK, control)
    _require_control(control, columns, actor)
    before = access.visible(actor, MoneyControl).get(pk=control.pk)
    records.open_texts(before)
    view = control_rules.reasons_against_other_view(
        before.child_view,
        columns["child_view"],
        words=control.child_words,
        words_before=before.child_words,
    )
    _refuse(view)

    columns = {**columns, **_columns_of_decision(before, control.holder, columns, actor)}
    texts = payload_of(control)
    writing.change(control, actor=actor, version=version, payload=texts, **columns)
    _follow_control(control, actor)
    return control


def _columns_of_decision(
    before: MoneyControl, holder: str, columns: Mapping[str, Any], actor: Staff
) -> dict[str, Any]:
    """The status that a change gives a control of money, with who changed what now waits."""
    is_same = (
        columns["controller"] == before.controller
        and set(columns["safeguards"]) == set(before.safeguards)
        and holder == before.holder
    )
    was = MoneyControlState(before.state)
    state = rules.state_of_control(columns["controller"], was, is_same=is_same)
    if state == MoneyControlState.CONFIRMED:
        return {}
    decision = {"state": state, "decided_by": None, "decided_on": None}
    return decision | (with_editor(before, actor) if state == MoneyControlState.PROPOSED else {})


def _follow_control(control: MoneyControl, actor: Staff) -> None:
    if control.state == MoneyControlState.PROPOSED and control.ended_on is None:
        _notify_supervisors(control, CONTROL_ASKED_NOTICE, actor)
    _follow_money(control.measure_id, control.since, actor)


def _notify_supervisors(record: Scoped, kind: NoticeKind, actor: Staff) -> None:
    file_id = record.file_id
    notices.notify_supervisors(file_id=file_id, kind=kind, record=file_id, actor=actor)


@transaction.atomic
def decide_control(
    *, control: MoneyControl, decision: MoneyControlState, version: int, actor: Staff
) -> MoneyControl:
    """Confirms or returns who controls the money, opened with the answer, as the second person."""
    access.require(actor, Permission.APPROVE, control)
    facts = control_rules.ControlDecision(
        was=MoneyControlState(control.state),
        decision=decision,
        authors=authors_of(control),
        actor_id=actor.id,
        answer=control.answer,
        controller=control.controller,
        safeguards=control.safeguards,
        risks=control.risks,
        child_view=control.child_view,
        has_earlier_no=queries.other_refusals(control, actor).exists(),
    )
    _refuse(control_rules.reasons_against_control_decision(facts))

    writing.change(
        control,
        actor=actor,
        version=version,
        payload=payload_of(control),
        state=decision,
        decided_by=actor.id,
        decided_on=actor.office.today(),
    )
    is_confirmed = decision == MoneyControlState.CONFIRMED
    audit.record(
        audit.AuditKind.APPROVED if is_confirmed else audit.AuditKind.SENT_BACK,
        by=actor.id,
        agency=actor.agency_id,
        file_id=control.file_id,
        objects=[control.pk],
    )
    notices.notify_staff(
        control.recorded_by, kind=CONTROL_DECIDED_NOTICE, record=control.file_id, actor=actor
    )
    _follow_money(control.measure_id, actor.office.today(), actor)
    return control


def _require_control(control: MoneyControl, values: Mapping[str, Any], actor: Staff) -> None:
    facts = rules.ControlFacts(
        controller=values["controller"],
        safeguards=values["safeguards"],
        risks=values["risks"],
        since=values["since"],
        review_on=values["review_on"],
        ended_on=values["ended_on"],
        note=control.note,
    )
    _refuse(rules.reasons_against_control(facts, actor.office.today()))


def _follow_money(measure_id: Any, on: dt.date, actor: Staff) -> None:
    """Sets the status that payments and control give, if there is a payment."""
    measure = _locked(measure_id, actor)
    state = queries.state_by_payments(actor, measure)
    if state is None or state == measure.state:
        return
    today = actor.office.today()
    next_on = None
    if state in OPEN_MEASURES:
        next_on = measure.next_on if measure.next_on and measure.next_on >= today else None
        next_on = next_on or today + dt.timedelta(days=rules.ASK_AGAIN_DAYS)
    _set_state(measure, state, max(measure.as_of, on), next_on, actor)


def _locked(measure_id: Any, actor: Staff) -> LegalMeasure:
    """The measure, which two payments of one moment change one after the other."""
    return access.visible(actor, LegalMeasure).select_for_update(of=("self",)).get(pk=measure_id)


def _set_state(
    measure: LegalMeasure,
    state: MeasureState,
    as_of: dt.date,
    next_on: dt.date | None,
    actor: Staff,
) -> None:
    if (measure.state, measure.as_of, measure.next_on) != (state, as_of, next_on):
        writing.change(measure, actor=actor, state=state, as_of=as_of, next_on=next_on)


def _refuse(reasons: tuple[Any, ...]) -> None:
    if reasons:
        raise RemedyRefused(reasons)
