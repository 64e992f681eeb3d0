"""When lists give an estimate, when and how it may be shown. Tables of cases, no database."""

from dataclasses import replace
from uuid import UUID

import pytest

from saathi.evidence.approval.rules import reasons_not_to_decide
from saathi.evidence.prevalence import rules
from saathi.evidence.prevalence.estimating import Overlaps, PopulationEstimate
from saathi.evidence.prevalence.rules import EstimateFacts
from saathi.evidence.prevalence.vocabulary import AssumptionValidity, EstimateAssumption
from tests.evidence.prevalence.test_estimating import THREE, overlaps

REQUESTER, OTHER = UUID(int=1), UUID(int=2)
GOOD = overlaps(a=140, b=240, ab=60)
ALL = {
    estimate_assumption.value: AssumptionValidity.HOLDS.value
    for estimate_assumption in EstimateAssumption
}


def codes(reasons: tuple[object, ...]) -> list[str]:
    return [reason.code for reason in reasons]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lists", "counts", "against"),
    [
        (2, GOOD, []),
        (2, overlaps(a=140, b=240, ab=6), ["shared"]),
        (3, THREE, []),
        (3, overlaps(a=90, b=80, c=70, ab=20, ac=0, bc=0, abc=0), ["apart"]),
        (2, overlaps(a=9000, b=9000, ab=7), []),
        (2, overlaps(a=90_000, b=90_000, ab=7), []),
        (3, overlaps(a=5000, b=5000, c=5000, ab=5, ac=1, bc=1, abc=0), ["wide"]),
    ],
)
def test_small_overlap_gives_no_estimate(lists: int, counts: Overlaps, against: list[str]) -> None:
    assert codes(rules.reasons_against_lists(lists, counts)) == against


@pytest.mark.parametrize(
    ("lists", "changed_assumptions", "against"),
    [
        (2, {}, []),
        (2, {"own_ways": "partly"}, []),
        (2, {"own_ways": "fails"}, ["own_ways"]),
        (2, {"own_ways": "not_known"}, ["own_ways"]),
        (3, {"own_ways": "fails"}, []),  # three lists measure their dependence on each other
        (2, {"matched": "fails"}, ["lists"]),
        (3, {"closed": "fails"}, ["closed"]),
        (3, {"in_scope": "fails", "closed": "fails"}, ["lists", "closed"]),
        (2, {"alike": "fails"}, []),  # then it is too low, which is printed beside it
    ],
)
def test_failed_assumption_blocks_the_estimate(
    lists: int, changed_assumptions: dict[str, str], against: list[str]
) -> None:
    assert codes(rules.reasons_against_assumptions(lists, ALL | changed_assumptions)) == against


def test_a_second_person_decides_once() -> None:
    estimate_facts = EstimateFacts("asked", REQUESTER, 2, GOOD, ALL)
    assert codes(rules.reasons_not_to_approve(estimate_facts, OTHER)) == []
    assert codes(rules.reasons_not_to_approve(estimate_facts, REQUESTER)) == ["own"]
    assert codes(rules.reasons_not_to_approve(replace(estimate_facts, state="refused"), OTHER)) == [
        "state"
    ]
    few = replace(estimate_facts, overlaps=overlaps(a=9, b=9, ab=3))
    assert codes(rules.reasons_not_to_approve(few, OTHER)) == ["shared"]
    assert codes(reasons_not_to_decide(few.state, few.made_by, OTHER)) == []  # it may be refused


def test_printed_estimate_is_rounded_outward() -> None:
    estimate = PopulationEstimate(440, 990.82, 835.35, 1207.42, ((0, 1),), 2, 8)
    assert rules.round_estimate(estimate) == rules.PrintedEstimate(990, 830, 1210, ((0, 1),), 2, 8)


def test_visible_overlaps_are_rounded() -> None:
    shown = rules.compute_visible_overlaps(
        3, overlaps(a=247, b=49, c=61, ab=142, ac=112, bc=2, abc=1)
    )

    assert shown.seen == 615  # of 614
    assert shown.sizes == [500, 195, 175]  # of 502, 194 and 176
    assert shown.both == [145, 115, None]  # of 143, 113 and 3
    assert shown.found is not None
    assert shown.found.estimate % 10 == shown.found.low % 10 == shown.found.high % 10 == 0


def test_overlaps_that_no_model_answers_are_shown_without_an_estimate() -> None:
    shown = rules.compute_visible_overlaps(3, overlaps(a=0, b=0, c=0, ab=0, ac=0, bc=0, abc=0))
    assert shown == rules.VisibleOverlaps(None, [None] * 3, [None] * 3, None)


@pytest.mark.parametrize(
    ("persons", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (143, 145)]
)
def test_overlaps_below_the_minimum_are_never_shown(persons: int, shown: int | None) -> None:
    assert rules.round_to_five(persons) == shown
