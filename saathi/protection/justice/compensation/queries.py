"""Reads remedies with their decisions, payments and control of the money, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.people.ages import AGE_OF_MAJORITY
from saathi.people.models import Child
from saathi.protection.justice.compensation import rules
from saathi.protection.justice.compensation.models import (
    ClaimDecision,
    CompensationPayment,
    LegalMeasure,
    MoneyControl,
)
from saathi.protection.justice.compensation.vocabulary import (
    GRANTED,
    ChildMoneyView,
    MeasureState,
    MoneyControlState,
)


@dataclass(frozen=True)
class RemedyRecords:
    """The records of one measure, the latest first."""

    decisions: Sequence[ClaimDecision] = ()
    payments: Sequence[CompensationPayment] = ()
    controls: Sequence[MoneyControl] = ()
    shown: Sequence[Scoped] = field(default=())

    @property
    def award(self) -> rules.Money | None:
        """What the latest decision awarded; None if the latest one awards nothing."""
        return latest_award(self.decisions)

    @property
    def moneys(self) -> list[rules.Money]:
        """The payments as amounts."""
        return [rules.Money(payment.paid, payment.currency) for payment in self.payments]

    @property
    def control(self) -> MoneyControl | None:
        """Who controls the money now."""
        return next((item for item in self.controls if item.ended_on is None), None)


def latest_award(decisions: Sequence[ClaimDecision]) -> rules.Money | None:
    """The award of the first of these decisions, which is the latest."""
    latest = decisions[0] if decisions else None
    if latest is None or latest.outcome not in GRANTED:
        return None
    return rules.Money(latest.awarded, latest.currency)


def _decisions_of(staff: Staff, measure_id: UUID) -> list[ClaimDecision]:
    decisions = access.visible(staff, ClaimDecision).filter(measure=measure_id)
    return list(decisions.order_by("-decided_on", "-recorded_at"))


@dataclass(frozen=True)
class Awards:
    """The award of the latest decision on a measure, and all awards on record."""

    counting: rules.Money | None
    on_record: Sequence[rules.Money]


def awards_of(staff: Staff, measure_id: UUID, new: ClaimDecision | None = None) -> Awards:
    """The awards of a measure now, or with a decision that is about to be saved."""
    decisions = _decisions_of(staff, measure_id)
    if new is not None:
        decisions = [new, *(each for each in decisions if each.pk != new.pk)]
        decisions.sort(key=lambda each: (each.decided_on, each.recorded_at), reverse=True)
    granted = (each for each in decisions if each.outcome in GRANTED)
    on_record = [rules.Money(each.awarded, each.currency) for each in granted]
    return Awards(latest_award(decisions), on_record)


def has_award(staff: Staff, measure: LegalMeasure) -> bool:
    """Whether a decision on record grants a measure."""
    claim_decisions = access.visible(staff, ClaimDecision).filter(
        measure=measure.pk, outcome__in=GRANTED
    )
    return claim_decisions.exists()


def is_award_latest(staff: Staff, measure: LegalMeasure) -> bool:
    """Whether a decision grants a measure, and no other one of that day or later does not.

    As `compensation_keep_award` in SQL.
    """
    decisions = access.visible(staff, ClaimDecision).filter(measure=measure.pk)
    newest = decisions.order_by("-decided_on").values("decided_on")[:1]
    outcomes = decisions.filter(decided_on=newest).values_list("outcome", flat=True)
    return bool(outcomes) and set(outcomes) <= set(GRANTED)


def load_amounts(staff: Staff, measure: LegalMeasure) -> RemedyRecords:
    """The decisions and payments of a measure that the reader may read, without their texts."""
    payments = (
        access.visible(staff, CompensationPayment)
        .filter(measure=measure)
        .order_by("-paid_on", "-recorded_at")
    )
    return RemedyRecords(_decisions_of(staff, measure.pk), list(payments))


def load_records(staff: Staff, measure: LegalMeasure) -> RemedyRecords:
    """The records of a measure that the reader may read, with their texts."""
    amounts = load_amounts(staff, measure)
    decisions, payments = amounts.decisions, amounts.payments
    controls = list(
        access.visible(staff, MoneyControl)
        .filter(measure=measure)
        .order_by("-since", "-recorded_at")
    )
    shown: list[Scoped] = [*decisions, *payments, *controls]
    for of_kind in (decisions, payments, controls):
        records.open_texts_of_each(of_kind)
    return RemedyRecords(decisions, payments, controls, shown)


def state_by_payments(staff: Staff, measure: LegalMeasure) -> MeasureState | None:
    """The status that the payments of a measure give it now; None without a payment."""
    decisions = access.visible(staff, ClaimDecision).filter(measure=measure)
    payments = access.visible(staff, CompensationPayment).filter(measure=measure)
    controls = access.visible(staff, MoneyControl).filter(measure=measure, ended_on=None)
    moneys = [rules.Money(*row) for row in payments.values_list("paid", "currency")]
    award = latest_award(list(decisions.order_by("-decided_on", "-recorded_at")[:1]))
    control = controls.order_by("-since", "-recorded_at").first()
    is_settled = control is not None and rules.is_settled(control.controller, control.state)
    is_controlled = bool(moneys) and (is_settled or is_adult(measure.child, staff))
    return rules.state_by_payments(award, moneys, is_controlled=is_controlled)


def is_adult(child: Child, staff: Staff) -> bool:
    """Whether the person is surely 18 or older today."""
    latest = child.birth_year_high
    return latest is not None and staff.office.today().year - latest > AGE_OF_MAJORITY


def remedies_of_proceeding(staff: Staff, proceeding_id: UUID) -> list[LegalMeasure]:
    """The remedies that belong to a proceeding, with their texts."""
    legal_measures = access.visible(staff, LegalMeasure).filter(proceeding=proceeding_id)
    listed = list(legal_measures.order_by("-as_of", "-recorded_at"))
    records.open_texts_of_each(listed)
    return listed


def pending_controls(staff: Staff) -> QuerySet[MoneyControl]:
    """The controls of money that wait for a second person: not recorded or changed by this one."""
    controls = access.visible(staff, MoneyControl, by_row=True)
    own = Q(recorded_by=staff.pk) | Q(editors__contains=[staff.pk])
    return controls.filter(state=MoneyControlState.PROPOSED, ended_on=None).exclude(own)


def other_refusals(control: MoneyControl, staff: Staff) -> QuerySet[MoneyControl]:
    """Other records of the same money by which the child does not agree, the latest first."""
    found = access.visible(staff, MoneyControl).filter(measure=control.measure_id)
    refused = found.filter(child_view=ChildMoneyView.DISAGREES).exclude(pk=control.pk)
    return refused.order_by("-since", "-recorded_at")
