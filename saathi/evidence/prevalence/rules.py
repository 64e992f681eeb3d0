"""When lists give an estimate and what of it is shown. Plain decisions, with reasons against.

Source: report line 2091 (tools to monitor prevalence) and 136 (estimates are told apart from counts).
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.evidence.deciding.rules import reasons_not_to_decide
from saathi.evidence.prevalence import estimating
from saathi.evidence.prevalence.estimating import Estimated, Overlaps
from saathi.evidence.prevalence.vocabulary import Assumption, Holds
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _

FEW: Final = 5  # fewer persons than this are never shown, as on every page of numbers
STEP: Final = 10  # what is estimated is shown in such steps; its interval is rounded outward
WIDEST: Final = 5.0  # an interval whose end is so many times its beginning says nothing


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask about an estimate when somebody decides on it."""

    state: str
    made_by: UUID
    lists: int
    overlaps: Overlaps
    assumptions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """An estimate as it is printed: in steps, the interval outward; and of how many models it is."""

    estimate: int
    low: int
    high: int
    pairs: Sequence[Sequence[int]]
    close: int
    models: int


@dataclass(frozen=True, slots=True)
class Shown:
    """All that may be seen of the overlaps: in fives, None where few; and the estimate, if there is one.

    Sizes in the order of the lists, `both` in the order of `pairs_of`.
    """

    seen: int | None
    sizes: Sequence[int | None]
    both: Sequence[int | None]
    found: Printed | None


def reasons_against_lists(lists: int, overlaps: Overlaps) -> tuple[Reason, ...]:
    """Why these lists give no estimate."""
    if estimating.shared(overlaps) < estimating.FEWEST_SHARED:
        text = _("Fewer than seven persons stand in more than one list: too few to say anything.")
        return (Reason("shared", text),)
    if any(
        all(estimating.in_both(overlaps, one, other) == 0 for other in range(lists) if other != one)
        for one in range(lists)
    ):
        text = _("A list has nobody in common with any other: it tells nothing of those not seen.")
        return (Reason("apart", text),)
    found = estimating.estimate(overlaps, lists)
    if found is None:
        return (Reason("unsettled", _("No model has an answer for these overlaps.")),)
    if found.high > WIDEST * found.low:
        return (Reason("wide", _("The interval is too wide to say anything.")),)
    return ()


def reasons_against_assumptions(lists: int, assumptions: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why an estimate must not be shown: what the method takes for true does not hold.

    That lists depend on each other is measured with three; with two it must not be so. Persons who
    were not equally likely to be found make an estimate too low, which is said beside it.
    """
    fails = {code for code, holds in assumptions.items() if holds == Holds.FAILS}
    reasons = []
    if fails & {Assumption.MATCHED, Assumption.IN_SCOPE}:
        text = _("Where persons are not recognised, or do not belong here, there is no estimate.")
        reasons.append(Reason("lists", text))
    if Assumption.CLOSED in fails:
        text = _("Where people come and go between the lists, this method gives no estimate.")
        reasons.append(Reason("closed", text))
    known = assumptions.get(Assumption.OWN_WAYS)
    if lists == estimating.TWO and known not in {Holds.HOLDS, Holds.PARTLY}:
        text = _("Two lists must not depend on each other. A third one is needed to measure that.")
        reasons.append(Reason("own_ways", text))
    return tuple(reasons)


def reasons_not_to_approve(estimate: Standing, by: UUID) -> tuple[Reason, ...]:
    """Why this person cannot approve it; who may decide may still refuse."""
    return (
        *reasons_not_to_decide(estimate.state, estimate.made_by, by),
        *reasons_against_lists(estimate.lists, estimate.overlaps),
        *reasons_against_assumptions(estimate.lists, estimate.assumptions),
    )


def pairs_of(lists: int) -> list[tuple[int, int]]:
    """Each two of so many lists."""
    return list(itertools.combinations(range(lists), 2))


def shown(lists: int, overlaps: Overlaps) -> Shown:
    """What may be seen of these overlaps, and what follows from them."""
    found = estimating.estimate(overlaps, lists)
    sizes = [sum(n for held, n in overlaps.items() if one in held) for one in range(lists)]
    both = [estimating.in_both(overlaps, *pair) for pair in pairs_of(lists)]
    return Shown(
        seen=in_fives(sum(overlaps.values())),
        sizes=[in_fives(size) for size in sizes],
        both=[in_fives(number) for number in both],
        found=printed(found) if found else None,
    )


def printed(found: Estimated) -> Printed:
    """The estimate as it is shown. The interval never shrinks by rounding."""
    return Printed(
        estimate=round(found.estimate / STEP) * STEP,
        low=math.floor(found.low / STEP) * STEP,
        high=math.ceil(found.high / STEP) * STEP,
        pairs=found.pairs,
        close=found.close,
        models=found.models,
    )


def in_fives(persons: int) -> int | None:
    """How many were seen, rounded to fives; None where they are few."""
    return None if persons < FEW else FEW * round(persons / FEW)
