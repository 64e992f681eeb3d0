"""When lists give an estimate and what of it is shown. Plain decisions, with reasons against.

Source: report line 2091 (tools to monitor prevalence) and 136 (estimates are told apart from counts).
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
from saathi.infra.reasons import mark as _

MIN_SHOWN: Final = 5  # fewer persons than this are never shown, as on every page of numbers
ESTIMATE_STEP: Final = (
    10  # what is estimated is shown in such steps; its interval is rounded outward
)
MAX_INTERVAL_RATIO: Final = 5.0  # an interval whose end is so many times its beginning says nothing


@dataclass(frozen=True, slots=True)
class EstimateFacts:
    """What the rules ask about an estimate when somebody decides on it."""

    state: str
    made_by: UUID
    lists: int
    overlaps: Overlaps
    assumptions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PrintedEstimate:
    """An estimate as it is printed: in steps, the interval outward; and of how many models it is."""

    estimate: int
    low: int
    high: int
    pairs: Sequence[Sequence[int]]
    close: int
    models: int


@dataclass(frozen=True, slots=True)
class VisibleOverlaps:
    """All that may be seen of the overlaps: in fives, None where few; and the estimate, if there is one.

    Sizes in the order of the lists, `both` in the order of `pairs_of`.
    """

    seen: int | None
    sizes: Sequence[int | None]
    both: Sequence[int | None]
    found: PrintedEstimate | None


def reasons_against_lists(lists: int, overlaps: Overlaps) -> tuple[Reason, ...]:
    """Why these lists give no estimate."""
    if estimating.count_shared(overlaps) < estimating.MIN_SHARED:
        text = _("Fewer than seven persons stand in more than one list: too few to say anything.")
        return (Reason("shared", text),)
    if any(
        all(
            estimating.count_in_both(overlaps, one, other) == 0
            for other in range(lists)
            if other != one
        )
        for one in range(lists)
    ):
        text = _("A list has nobody in common with any other: it tells nothing of those not seen.")
        return (Reason("apart", text),)
    found = estimating.estimate_population(overlaps, lists)
    if found is None:
        return (Reason("unsettled", _("No model has an answer for these overlaps.")),)
    if found.high > MAX_INTERVAL_RATIO * found.low:
        return (Reason("wide", _("The interval is too wide to say anything.")),)
    return ()


def reasons_against_assumptions(lists: int, assumptions: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why an estimate must not be shown: what the method takes for true does not hold.

    That lists depend on each other is measured with three; with two it must not be so. Persons who
    were not equally likely to be found make an estimate too low, which is said beside it.
    """
    fails = {code for code, holds in assumptions.items() if holds == AssumptionValidity.FAILS}
    reasons = []
    if fails & {EstimateAssumption.MATCHED, EstimateAssumption.IN_SCOPE}:
        text = _("Where persons are not recognised, or do not belong here, there is no estimate.")
        reasons.append(Reason("lists", text))
    if EstimateAssumption.CLOSED in fails:
        text = _("Where people come and go between the lists, this method gives no estimate.")
        reasons.append(Reason("closed", text))
    known = assumptions.get(EstimateAssumption.OWN_WAYS)
    if lists == estimating.TWO and known not in {
        AssumptionValidity.HOLDS,
        AssumptionValidity.PARTLY,
    }:
        text = _("Two lists must not depend on each other. A third one is needed to measure that.")
        reasons.append(Reason("own_ways", text))
    return tuple(reasons)


def reasons_not_to_approve(estimate: EstimateFacts, by: UUID) -> tuple[Reason, ...]:
    """Why this person cannot approve it; who may decide may still refuse."""
    return (
        *reasons_not_to_decide(estimate.state, estimate.made_by, by),
        *reasons_against_lists(estimate.lists, estimate.overlaps),
        *reasons_against_assumptions(estimate.lists, estimate.assumptions),
    )


def list_pairs(lists: int) -> list[tuple[int, int]]:
    """Each two of so many lists."""
    return list(itertools.combinations(range(lists), 2))


def compute_visible_overlaps(lists: int, overlaps: Overlaps) -> VisibleOverlaps:
    """What may be seen of these overlaps, and what follows from them."""
    found = estimating.estimate_population(overlaps, lists)
    sizes = [sum(n for held, n in overlaps.items() if one in held) for one in range(lists)]
    both = [estimating.count_in_both(overlaps, *pair) for pair in list_pairs(lists)]
    return VisibleOverlaps(
        seen=round_to_five(sum(overlaps.values())),
        sizes=[round_to_five(size) for size in sizes],
        both=[round_to_five(number) for number in both],
        found=round_estimate(found) if found else None,
    )


def round_estimate(population_estimate: PopulationEstimate) -> PrintedEstimate:
    """The estimate as it is shown. The interval never shrinks by rounding."""
    return PrintedEstimate(
        estimate=round(population_estimate.estimate / ESTIMATE_STEP) * ESTIMATE_STEP,
        low=math.floor(population_estimate.low / ESTIMATE_STEP) * ESTIMATE_STEP,
        high=math.ceil(population_estimate.high / ESTIMATE_STEP) * ESTIMATE_STEP,
        pairs=population_estimate.pairs,
        close=population_estimate.close,
        models=population_estimate.models,
    )


def round_to_five(persons: int) -> int | None:
    """How many were seen, rounded to fives; None where they are few."""
    return None if persons < MIN_SHOWN else MIN_SHOWN * round(persons / MIN_SHOWN)
