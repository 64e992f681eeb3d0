"""The decision that is the basis of a transfer: a determination of ours, or an order with our assessment."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.decisions.best_interests import rules as best_interests
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.decisions.best_interests.queries import find_agreed_assessment, unread_facts
from saathi.protection.decisions.best_interests.vocabulary import AssessmentOccasion
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import Appeal, OrderKind
from saathi.protection.returns.transfers import authorisation_rules as rules
from saathi.protection.returns.transfers import leg_rules, order_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.authoriser_queries import newest_determination
from saathi.protection.returns.transfers.models import Transfer

# Our own assessments that count beside an order of an authority.
ASSESSED_FOR = (AssessmentOccasion.DETERMINATION, AssessmentOccasion.OTHER)


@dataclass(frozen=True)
class TransferBasis:
    """The decision behind a transfer; `faults`: why a determination or an order there is none."""

    determination: Determination | None
    order: Order | None
    faults: tuple[Reason, ...]


@dataclass(frozen=True)
class DecisionRecords:
    """What is known for the decision behind a transfer."""

    newest: Determination | None  # that was decided, whatever became of it
    has_unread_fact: bool
    has_newer_undecided: bool  # a determination on a transfer that was opened later
    orders: Iterable[Order]  # to return the child to another country, the newest last
    departed: Collection[leg_rules.DepartedLeg]  # transfers that left
    has_assessment: Callable[[], bool]  # beside an order


def basis_of(transfer: Transfer, found: DecisionRecords, on: dt.date) -> TransferBasis:
    """The decision behind a transfer on a day, or what it lacks."""
    solutions = rules.FITTING_SOLUTIONS[codes.TransferKind(transfer.kind)]
    determination, faults = _determination(transfer, found, on)
    orders = [order for order in found.orders if is_in_force(order, on)]
    if not orders:
        return TransferBasis(determination, None, faults)
    order, newest = orders[-1], found.newest
    facts = order_rules.OrderFacts(
        order.authority,
        order.made_on,
        order.appeal,
        order.child_heard,
        is_confirmed=order.confirmed_by is not None,
        is_contested=newest is not None
        and newest.decided_on is not None
        and newest.decided_on >= order.made_on
        and newest.solution not in solutions,
        has_assessment=determination is not None or found.has_assessment(),
    )
    against = order_rules.reasons_against_order(facts, on=on)
    return TransferBasis(determination, None if against else order, (*faults, *against))


def _determination(
    transfer: Transfer, found: DecisionRecords, on: dt.date
) -> tuple[Determination | None, tuple[Reason, ...]]:
    newest = found.newest
    if newest is None:
        return None, ()
    status = best_interests.DeterminationStatus(
        newest.state,
        newest.solution,
        newest.decided_on,
        has_unread_fact=found.has_unread_fact,
        country=newest.country,
        here=newest.file.office.country,
    )
    solutions = rules.FITTING_SOLUTIONS[codes.TransferKind(transfer.kind)]
    if not best_interests.counts_for(status, solutions, today=on):
        return None, ()
    if not best_interests.is_recent(newest.decided_on, today=on):
        return None, ()
    own_leg = leg_rules.TransferLeg(transfer.reference, transfer.leg)
    fit = order_rules.DeterminationFit(
        newest.country,
        occasion=newest.occasion,
        has_newer_undecided=found.has_newer_undecided,
        used_by_other=any(
            left.determination == newest.pk
            and left.transfer != transfer.pk
            and leg_rules.uses_up(left, own_leg, transfer.from_country)
            for left in found.departed
        ),
    )
    reasons = order_rules.reasons_against_determination(fit, transfer.to_country)
    return (None if reasons else newest), reasons


def is_in_force(order: Order, on: dt.date) -> bool:
    """Whether an order was made, has not ended or expired, and was not set aside."""
    return (
        order.made_on <= on
        and (order.expires_on is None or order.expires_on >= on)
        and (order.ended_on is None or order.ended_on > on)
        and order.appeal != Appeal.SET_ASIDE
    )


def return_orders(files: Sequence[UUID], reader: Staff) -> list[Order]:
    """The orders of these files to return a child to another country, the newest last."""
    result = access.visible(reader, Order, by_row=True).filter(
        file__in=files, kind=OrderKind.REPATRIATION
    )
    return list(result.order_by("made_on", "recorded_at"))


def departed_determinations(files: Sequence[UUID], reader: Staff) -> list[leg_rules.DepartedLeg]:
    """The transfers under which children of these files left, with the determination of each."""
    left = access.visible(reader, Transfer, by_row=True).filter(
        file__in=files, departed_at__isnull=False, determination__isnull=False
    )
    lefts = left.values_list("pk", "determination", "reference", "leg", "to_country")
    return [
        leg_rules.DepartedLeg(pk, determination, leg_rules.TransferLeg(reference, leg), to_country)
        for pk, determination, reference, leg, to_country in lefts
        if determination is not None
    ]


def undecided_files(files: Sequence[UUID], reader: Staff) -> set[UUID]:
    """Those of these files with a determination on a transfer that is newer than all decided ones."""
    determinations = access.visible(reader, Determination, by_row=True).filter(file__in=files)
    decided = determinations.filter(
        file=OuterRef("file"), state__in=[state.value for state in best_interests.DECIDED]
    )
    undecided = determinations.filter(
        state__in=[state.value for state in best_interests.UNDECIDED],
        occasion__in=[each.value for each in order_rules.TRANSFER_OCCASIONS],
    )
    newer = undecided.exclude(Exists(decided.filter(recorded_at__gt=OuterRef("recorded_at"))))
    return set(newer.values_list("file", flat=True))


def has_assessment(transfer: Transfer, reader: Staff, on: dt.date) -> bool:
    """Whether a recent full assessment of ours recommends what a transfer does."""
    return (
        find_agreed_assessment(
            reader,
            transfer.file_id,
            ASSESSED_FOR,
            rules.FITTING_SOLUTIONS[codes.TransferKind(transfer.kind)],
            since=on - dt.timedelta(days=rules.ASSESSED_DAYS),
        )
        is not None
    )


def find_basis(transfer: Transfer, reader: Staff, on: dt.date) -> TransferBasis:
    """The decision behind a transfer on a day, or what it lacks."""
    newest, files = newest_determination(transfer, reader), [transfer.file_id]
    decision_records = DecisionRecords(
        newest=newest,
        has_unread_fact=newest is not None and bool(unread_facts(reader, [newest.pk])),
        has_newer_undecided=bool(undecided_files(files, reader)),
        orders=return_orders(files, reader),
        departed=departed_determinations(files, reader),
        has_assessment=lambda: has_assessment(transfer, reader, on),
    )
    return basis_of(transfer, decision_records, on)
