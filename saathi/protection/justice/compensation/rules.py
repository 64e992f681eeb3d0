"""What a remedy, a decision, a payment and the control of money need; what follows from payments."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.compensation import vocabulary as codes
from saathi.protection.justice.compensation.vocabulary import (
    GRANTED,
    MONEY_KINDS,
    OPEN_MEASURES,
    LegalMeasureKind,
    MeasureState,
    MoneyController,
    MoneyControlState,
    MoneyRisk,
    MoneySafeguard,
    RemedyAppeal,
    RemedyOutcome,
)

# Without a date of the authority, someone asks again after so many days.
ASK_AGAIN_DAYS: Final = 30
# Control of a child's money is reviewed at least once a year.
LONGEST_REVIEW_DAYS: Final = 366
# Where someone may take the money from the child it is reviewed within a month; in SQL by this name.
RISK_REVIEW_DAYS: Final = 30
_PAID_STATES: Final = (MeasureState.PART_PAID, MeasureState.RECEIVED)
CONTROLLERS_IN_FAMILY: Final = (
    MoneyController.PARENT,
    MoneyController.RELATIVE,
    MoneyController.NOT_KNOWN,
)


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure as entered. `was`: its status so far; `by_payments`: the status that its payments give.

    `has_award`: a decision on record grants it.
    """

    kind: LegalMeasureKind
    state: MeasureState
    as_of: dt.date
    next_on: dt.date | None = None
    amount: str = ""
    note: str = ""
    was: MeasureState | None = None
    by_payments: MeasureState | None = None
    has_award: bool = False
    is_award_latest: bool = False  # the latest decision grants money: see `queries.is_award_latest`


def reasons_against_measure(facts: MeasureFacts) -> tuple[Reason, ...]:
    """Why a measure cannot be saved as entered; empty if it can.

    An award is not a payment: money is received when the recorded payments say so.
    """
    reasons = []
    if facts.state in OPEN_MEASURES and facts.next_on is None:
        reasons.append(Reason("next_on", _("Enter the date of the next step.")))
    if facts.next_on is not None and facts.next_on < facts.as_of:
        text = _("Enter a next step on or after the date of this status.")
        reasons.append(Reason("next_on", text))
    if reason := _reason_against_paid(facts):
        reasons.append(reason)
    if reason := _reason_against_award(facts) or _reason_against_giving_up(facts):
        reasons.append(reason)
    if facts.state == MeasureState.NOT_AVAILABLE and facts.amount.strip():
        text = _("Leave the amount blank: the law does not provide it.")
        reasons.append(Reason("amount", text))
    if facts.state == MeasureState.REFUSED and not facts.note.strip():
        text = _("Enter why it was refused, and whether an appeal is possible.")
        reasons.append(Reason("note", text))
    return tuple(reasons)


def _reason_against_paid(facts: MeasureFacts) -> Reason | None:
    if facts.state not in _PAID_STATES or facts.state == facts.was:
        return None
    if facts.kind not in MONEY_KINDS:
        is_partial = facts.state == MeasureState.PART_PAID
        text = _("Choose another status: no money is paid for this measure.")
        return Reason("state", text) if is_partial else None
    if facts.state == facts.by_payments:
        return None
    text = _(
        "An award is not a payment. Add each payment with its date, amount and account; this status "
        "follows from the payments and the control of the money."
    )
    return Reason("state", text)


def _reason_against_award(facts: MeasureFacts) -> Reason | None:
    """An award comes from a decision; one that was recorded before this was required stays."""
    if facts.state != MeasureState.AWARDED or facts.state == facts.was or facts.has_award:
        return None
    text = _(
        "An award comes from a decision. Save the measure with the status it had before, then add the "
        "decision that grants it: the status follows."
    )
    return Reason("state", text)


def _reason_against_giving_up(facts: MeasureFacts) -> Reason | None:
    """Money that was awarded stays on the list until it is paid. In SQL: `compensation_keep_award`."""
    is_kept = facts.state in codes.AWARDED_STATES or facts.state == facts.was
    if is_kept or facts.kind not in MONEY_KINDS or not facts.is_award_latest:
        return None
    text = _(
        "An award is recorded, so it stays open until it is paid. Enter in the remarks what the child "
        "says about the money. If the authority changed the award, add its decision: the status follows."
    )
    return Reason("state", text)


def reasons_against_claim_letter(state: MeasureState) -> tuple[Reason, ...]:
    """Why no letter claims this measure: the child does not want it, or it was withdrawn."""
    if state != MeasureState.WITHDRAWN:
        return ()
    text = _(
        "This measure was withdrawn, or the child does not want it, so no letter claims it. If the child "
        "wants to claim it now, first change the status of the measure."
    )
    return (Reason("state", text),)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency; None if it is not recorded."""

    amount: int | None
    currency: str


def outstanding(award: Money | None, payments: Sequence[Money]) -> Money | None:
    """What is still to be paid of an award, in its currency; None if the award has no amount."""
    if award is None or award.amount is None:
        return None
    paid = sum(payment.amount or 0 for payment in payments if payment.currency == award.currency)
    return Money(max(0, award.amount - paid), award.currency)


def state_by_payments(
    award: Money | None, payments: Sequence[Money], *, is_controlled: bool
) -> MeasureState | None:
    """The status that payments give a measure; None without a payment.

    It is received when the whole award is paid and it is settled who controls the money until 18.
    """
    if not payments:
        return None
    rest = outstanding(award, payments)
    is_whole = rest is not None and rest.amount == 0
    return MeasureState.RECEIVED if is_whole and is_controlled else MeasureState.PART_PAID


def is_below(award: Money | None, earlier: Money) -> bool:
    """Whether an award is less than an earlier one: smaller, without amount or in another currency."""
    if earlier.amount is None:
        return False
    if award is None or award.amount is None:
        return True
    return award.currency != earlier.currency or award.amount < earlier.amount


def asks_again(award: Money | None, *, before: Money | None, on_record: Sequence[Money]) -> bool:
    """Whether a second person confirms the control of money again, as the award that counts is new.

    It is so if it is less than one on record: less money would then be the whole award. Without an
    award nothing counts as received. The same in SQL: `compensation_control_waits_again`.
    """
    if award is None or award.amount is None or award == before:
        return False
    return any(is_below(award, earlier) for earlier in on_record)


def reasons_against_lower_award(before: Money, after: Money) -> tuple[Reason, ...]:
    """Why a recorded award cannot be changed so; empty if it can: it may be raised.

    The same in SQL: `compensation_require_award_kept`.
    """
    if not is_below(after, before):
        return ()
    if after.amount is not None and after.currency != before.currency:
        text = _("Record a new decision: the currency of a recorded award cannot be changed.")
        return (Reason("currency", text),)
    text = _(
        "Record a new decision: the amount of a recorded award can be raised, but not lowered."
    )
    return (Reason("awarded", text),)


@dataclass(frozen=True, slots=True)
class RemedyDecisionFacts:
    """A decision on a claim as entered."""

    kind: LegalMeasureKind
    decided_on: dt.date
    outcome: RemedyOutcome
    appeal: RemedyAppeal
    payer: str = ""
    awarded: int | None = None
    currency: str = ""
    pay_by: dt.date | None = None
    appeal_by: dt.date | None = None
    reason: str = ""


def reasons_against_decision(facts: RemedyDecisionFacts) -> tuple[Reason, ...]:
    """Why a decision cannot be saved as entered; empty if it can."""
    is_granted = facts.outcome in GRANTED
    is_money = facts.kind in MONEY_KINDS
    checks = [
        (
            not is_granted and (facts.awarded is not None or facts.pay_by is not None),
            Reason("awarded", _("Leave amount and payment date blank: nothing was awarded.")),
        ),
        (
            is_granted and is_money and not facts.awarded,
            Reason("awarded", _("Enter the amount awarded.")),
        ),
        (
            facts.awarded is not None and not facts.currency,
            Reason("currency", _("Choose the currency.")),
        ),
        (is_granted and is_money and not facts.payer, Reason("payer", _("Choose who is to pay."))),
        (
            facts.outcome == RemedyOutcome.REFUSED and not facts.reason.strip(),
            Reason("reason", _("Enter the reasons of the decision.")),
        ),
        (
            facts.appeal == RemedyAppeal.OPEN and facts.appeal_by is None,
            Reason("appeal_by", _("Enter the last day for an appeal, or choose “No appeal”.")),
        ),
        *(
            (day is not None and day < facts.decided_on, Reason(name, _BEFORE_DECISION))
            for name, day in (("pay_by", facts.pay_by), ("appeal_by", facts.appeal_by))
        ),
    ]
    return tuple(reason for applies, reason in checks if applies)


_BEFORE_DECISION: Final = _("Enter a date on or after the date of the decision.")


def state_after_decision(facts: RemedyDecisionFacts) -> MeasureState:
    """The status of a measure after a decision. A refusal that can be appealed stays claimed."""
    if facts.outcome in GRANTED:
        return MeasureState.AWARDED
    is_final = facts.appeal == RemedyAppeal.NONE and facts.outcome == RemedyOutcome.REFUSED
    return MeasureState.REFUSED if is_final else MeasureState.CLAIMED


def next_step_after_decision(facts: RemedyDecisionFacts, today: dt.date) -> dt.date:
    """The day on which someone looks at the measure again: a deadline, or a month."""
    days = [facts.pay_by]
    if facts.appeal == RemedyAppeal.OPEN:
        days.append(facts.appeal_by)
    coming = [day for day in days if day is not None and day >= today]
    return min(coming, default=today + dt.timedelta(days=ASK_AGAIN_DAYS))


def reasons_against_payment(
    *, recipient: str, receipt: str, note: str, currency: str
) -> tuple[Reason, ...]:
    """Why a payment cannot be saved as entered: a payment that is not to the child needs remarks."""
    reasons = []
    to_others = {codes.MoneyRecipient.FAMILY, codes.MoneyRecipient.OTHER}
    if recipient in to_others and not note.strip():
        text = _("Enter why the money was not paid to the child, and who decided so.")
        reasons.append(Reason("note", text))
    if currency == codes.MoneyCurrency.OTHER and not note.strip():
        reasons.append(Reason("note", _("Enter the currency in the remarks.")))
    if recipient == codes.MoneyRecipient.CASH and receipt == codes.PaymentReceipt.NONE:
        text = _("Enter a receipt: cash without a receipt cannot be told from money not paid.")
        if not note.strip():
            reasons.append(Reason("note", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ControlFacts:
    """The control of money as entered."""

    controller: str
    safeguards: Collection[str]
    risks: Collection[str]
    since: dt.date
    review_on: dt.date | None = None
    ended_on: dt.date | None = None
    note: str = ""


def reasons_against_control(facts: ControlFacts, today: dt.date) -> tuple[Reason, ...]:
    """Why the control of money cannot be saved as entered; empty if it can.

    That money at risk is reviewed soon: the same in SQL, `compensation_require_review`.
    """
    reasons = []
    is_risky = is_at_risk(facts.controller, facts.safeguards, facts.risks)
    if MoneySafeguard.NONE in facts.safeguards and len(facts.safeguards) > 1:
        reasons.append(Reason("safeguards", _("Choose “None” alone.")))
    alone = {MoneyRisk.NONE, MoneyRisk.NOT_KNOWN} & set(facts.risks)
    if alone and len(facts.risks) > 1:
        text = _("Choose “No risk known” or “Not assessed” alone.")
        reasons.append(Reason("risks", text))
    if is_risky and not facts.note.strip():
        text = _("Enter what is done so that no one takes the money from the child.")
        reasons.append(Reason("note", text))
    if facts.ended_on is not None:
        if facts.ended_on < facts.since:
            reasons.append(Reason("ended_on", _("Enter an end on or after the first day.")))
        return tuple(reasons)
    if facts.review_on is None:
        reasons.append(Reason("review_on", _("Enter the date of the next review.")))
    elif is_risky and facts.review_on > today + dt.timedelta(days=RISK_REVIEW_DAYS):
        text = _("Enter a review within 30 days: someone may take the money from the child.")
        reasons.append(Reason("review_on", text))
    elif not today < facts.review_on <= today + dt.timedelta(days=LONGEST_REVIEW_DAYS):
        text = _("Enter a review after today and within 12 months.")
        reasons.append(Reason("review_on", text))
    return tuple(reasons)


def is_at_risk(controller: str, safeguards: Collection[str], risks: Collection[str]) -> bool:
    """Whether someone may take the money from the child."""
    if set(risks) - {MoneyRisk.NONE, MoneyRisk.NOT_KNOWN}:
        return True
    return controller in CONTROLLERS_IN_FAMILY and set(safeguards) <= {MoneySafeguard.NONE}


def state_of_control(
    controller: str, was: MoneyControlState | None, *, is_same: bool
) -> MoneyControlState:
    """Whether a control of money, as entered, waits for a second person.

    It is always recorded. Whoever controls it is confirmed, also a court: the worker says that it is
    one. Only "not known" waits for no one, and settles nothing. `is_same`: the controller, their name
    and the safeguards are as before; a review of these alone asks no one again. The same in SQL:
    `compensation_require_second_person`.
    """
    if controller == MoneyController.NOT_KNOWN:
        return MoneyControlState.RECORDED
    if is_same and was in codes.DECIDED_CONTROL:
        return was
    return MoneyControlState.PROPOSED


def is_settled(controller: str, state: str) -> bool:
    """Whether it is settled who controls the money: known, and confirmed if that is needed."""
    return state in codes.DECIDED_CONTROL and controller != MoneyController.NOT_KNOWN


def days_unpaid(decided_on: dt.date, today: dt.date) -> int:
    """For how many days an award has waited for its payment."""
    return max(0, (today - decided_on).days)
