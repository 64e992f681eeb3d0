"""When lists give an estimate, and which part of it is shown. Pure functions that return reasons.

Source: report line 2091 (tools to monitor prevalence) and 136 (estimates are distinguished from
counts).
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.evidence.approval.rules import reasons_not_to_decide
from saathi.evidence.prevalence import estimating
from saathi.evidence.prevalence.estimating import Overlaps, PopulationEstimate
from saathi.evidence.prevalence.vocabulary import AssumptionValidity, EstimateAssumption
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

MIN_SHOWN: Final = 5  # smaller numbers of persons are never shown, as on every page of statistics
ESTIMATE_STEP: Final = 10  # estimates are rounded to these steps; the interval is rounded outward
MAX_INTERVAL_RATIO: Final = (
    5.0  # an interval whose upper end is more than this many times the lower end is not informative
)


@dataclass(frozen=True, slots=True)
class EstimateFacts:
    """The facts about an estimate that a decision needs."""

    state: str
    made_by: UUID
    lists: int
    overlaps: Overlaps
    assumptions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PrintedEstimate:
    """An estimate as printed: rounded, the interval outward; with the number of its models."""

    estimate: int
    low: int
    high: int
    pairs: Sequence[Sequence[int]]
    close: int
    models: int


@dataclass(frozen=True, slots=True)
class VisibleOverlaps:
    """The visible part of the overlaps, in fives (None if small), and the estimate, if any.

    `sizes` is in the order of the lists, `both` in the order of `list_pairs`.
    """

    seen: int | None
    sizes: Sequence[int | None]
    both: Sequence[int | None]
    found: PrintedEstimate | None


def reasons_against_lists(lists: int, overlaps: Overlaps) -> tuple[Reason, ...]:
    """Why these lists yield no estimate."""
    if estimating.count_shared(overlaps) < estimating.MIN_SHARED:
        text = _(
            "Fewer than seven persons are on more than one list. This is too few for an estimate."
        )
        return (Reason("shared", text),)
    if any(
        all(
            estimating.count_in_both(overlaps, first_list, second_list) == 0
            for second_list in range(lists)
            if second_list != first_list
        )
        for first_list in range(lists)
    ):
        text = _(
            "One list has no persons in common with any other. It cannot be used to estimate "
            "persons on no list."
        )
        return (Reason("apart", text),)
    estimate = estimating.estimate_population(overlaps, lists)
    if estimate is None:
        return (Reason("unsettled", _("No model gives an estimate for these overlaps.")),)
    if estimate.high > MAX_INTERVAL_RATIO * estimate.low:
        return (Reason("wide", _("The interval is too wide for a useful estimate.")),)
    return ()


def reasons_against_assumptions(lists: int, assumptions: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why an estimate must not be shown: an assumption of the method is not met.

    With three lists, dependence between lists is measured; with two it must be absent. If persons
    were not equally likely to be found, the estimate is too low, which is printed beside it.
    """
    fails = {code for code, holds in assumptions.items() if holds == AssumptionValidity.FAILS}
    reasons = []
    if fails & {EstimateAssumption.MATCHED, EstimateAssumption.IN_SCOPE}:
        text = _(
            "No estimate is possible if persons were not matched or do not belong to the "
            "population."
        )
        reasons.append(Reason("lists", text))
    if EstimateAssumption.CLOSED in fails:
        text = _(
            "This method gives no estimate if persons join or leave the population between "
            "the lists."
        )
        reasons.append(Reason("closed", text))
    validity = assumptions.get(EstimateAssumption.OWN_WAYS)
    if lists == estimating.TWO and validity not in {
        AssumptionValidity.HOLDS,
        AssumptionValidity.PARTLY,
    }:
        text = _("Two lists must be independent. Add a third list to measure dependence.")
        reasons.append(Reason("own_ways", text))
    return tuple(reasons)


def reasons_not_to_approve(estimate: EstimateFacts, actor_id: UUID) -> tuple[Reason, ...]:
    """Why this person cannot approve it; someone with that permission may still reject it."""
    return (
        *reasons_not_to_decide(estimate.state, estimate.made_by, actor_id),
        *reasons_against_lists(estimate.lists, estimate.overlaps),
        *reasons_against_assumptions(estimate.lists, estimate.assumptions),
    )


def list_pairs(lists: int) -> list[tuple[int, int]]:
    """Each pair of the lists."""
    return list(itertools.combinations(range(lists), 2))


def compute_visible_overlaps(lists: int, overlaps: Overlaps) -> VisibleOverlaps:
    """The visible part of these overlaps, and the estimate from them."""
    estimate = estimating.estimate_population(overlaps, lists)
    sizes = [
        sum(n for pattern, n in overlaps.items() if list_number in pattern)
        for list_number in range(lists)
    ]
    both = [estimating.count_in_both(overlaps, *pair) for pair in list_pairs(lists)]
    return VisibleOverlaps(
        seen=round_to_five(sum(overlaps.values())),
        sizes=[round_to_five(size) for size in sizes],
        both=[round_to_five(number) for number in both],
        found=round_estimate(estimate) if estimate else None,
    )


def round_estimate(population_estimate: PopulationEstimate) -> PrintedEstimate:
    """The estimate as shown. Rounding never narrows the interval."""
    return PrintedEstimate(
        estimate=round(population_estimate.estimate / ESTIMATE_STEP) * ESTIMATE_STEP,
        low=math.floor(population_estimate.low / ESTIMATE_STEP) * ESTIMATE_STEP,
        high=math.ceil(population_estimate.high / ESTIMATE_STEP) * ESTIMATE_STEP,
        pairs=population_estimate.pairs,
        close=population_estimate.close,
        models=population_estimate.models,
    )


def round_to_five(persons: int) -> int | None:
    """The number of persons, rounded to fives; None where it is small."""
    return None if persons < MIN_SHOWN else MIN_SHOWN * round(persons / MIN_SHOWN)
