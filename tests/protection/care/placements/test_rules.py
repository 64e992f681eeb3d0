"""What a placement needs, and when it is reviewed: the rules, and the same in the database."""

import datetime as dt
from typing import Any

import pytest

from saathi.protection.care.facilities.rules import (
    FAILED_INSPECTION,
    NO_PLACES_RECORDED,
    NOT_LISTED,
    OVER_CAPACITY,
    UNREGISTERED,
)
from saathi.protection.care.placements import review_rules, rules
from saathi.protection.care.placements import vocabulary as codes

ON = dt.date(2026, 3, 2)
Kind = codes.PlacementKind
EXAMINED = ("unsafe", "no_person", "child_refuses")


def needs(kind: str, **more: Any) -> rules.PlacementNeeds:
    usual: dict[str, Any] = {
        "on": ON, "age": 12, "has_basis": True, "options": EXAMINED,
        "view": codes.PlacementView.ACCEPTS,
    }  # fmt: skip
    return rules.PlacementNeeds(kind=Kind(kind), **usual | more)


def family(result: str = "safe", days: int = 10) -> rules.FamilyFacts:
    return rules.FamilyFacts(codes.FamilyResult(result), ON - dt.timedelta(days=days))


@pytest.mark.requirement("FAC-012")
@pytest.mark.requirement("REI-005")
@pytest.mark.parametrize(
    ("given", "unmet"),
    [
        (needs("residential"), []),
        (needs("residential", obstacles=[FAILED_INSPECTION]), ["failed"]),
        (needs("residential", is_not_listed=True), ["not_listed"]),
        (needs("residential", age=2), ["under_three"]),
        (needs("residential", age=3), []),
        (needs("residential", age=None), ["age_unknown"]),
        (needs("emergency", age=None), ["age_unknown"]),
        (needs("foster", age=None, family=family()), []),
        (needs("residential", view=codes.PlacementView.OBJECTS), ["child_objects"]),
        (needs("residential", view=codes.PlacementView.NOT_ASKED), []),
        (needs("emergency", had_short_stay=True), ["short_again"]),
        (needs("transit", had_short_stay=True), ["short_again"]),
        (needs("residential", had_short_stay=True), []),
        (
            needs("residential", age=None, view=codes.PlacementView.OBJECTS, has_basis=False),
            ["no_consent", "age_unknown", "child_objects"],
        ),
        (needs("residential", options=("unsafe", "not_examined", "unsafe")), ["not_examined"]),
        (needs("residential", options=("", "unsafe", "unsafe")), ["not_examined"]),
        (needs("residential", has_basis=False), ["no_consent"]),
        (needs("emergency", has_basis=False, options=("not_examined",)), []),
        (needs("transit", has_basis=False, obstacles=[OVER_CAPACITY]), ["over_capacity"]),
        (needs("foster"), ["no_assessment"]),
        (needs("kinship", family=family()), []),
        (needs("kinship", family=family("with_support", 365)), []),
        (needs("kinship", family=family(days=366)), ["old_assessment"]),
        (needs("foster", family=family("unsafe")), ["unsafe_family"]),
        (needs("foster", age=1, family=family()), []),
        (needs("independent", age=15), ["too_young"]),
        (needs("independent", age=16), []),
        (needs("independent", age=None, has_basis=False), ["no_consent", "age_unknown"]),
    ],
)
def test_what_a_placement_lacks(given: rules.PlacementNeeds, unmet: list[str]) -> None:
    assert [reason.code for reason in rules.unmet_needs(given)] == unmet


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize(
    ("why", "days", "before", "refused"),
    [
        (True, 0, False, []),
        (True, 7, False, []),
        (True, 8, False, ["exception_until"]),
        (True, -1, False, ["exception_until"]),
        (True, None, False, ["exception_until"]),
        (False, 7, False, ["not_listed", "exception_why"]),
        (True, 7, True, ["not_listed", "exception_why"]),
    ],
)
def test_exception_has_a_reason_an_end_and_no_renewal(
    why: bool, days: int | None, before: bool, refused: list[str]
) -> None:
    until = None if days is None else ON + dt.timedelta(days=days)
    request = rules.ExceptionRequest(why, until, before)
    found = rules.reasons_against_exception([NOT_LISTED], request, started_on=ON, today=ON)
    assert [reason.code for reason in found] == refused


def test_exception_for_a_placement_that_is_entered_late_counts_from_today() -> None:
    today = ON + dt.timedelta(days=20)
    for days, refused in ((27, []), (28, ["exception_until"])):
        request = rules.ExceptionRequest(True, ON + dt.timedelta(days=days), False)
        found = rules.reasons_against_exception([NOT_LISTED], request, started_on=ON, today=today)
        assert [reason.code for reason in found] == refused


def test_obstacles_of_two_days_are_each_listed_once_in_order() -> None:
    found = rules.join_obstacles(
        [(UNREGISTERED, NO_PLACES_RECORDED), (FAILED_INSPECTION, UNREGISTERED)]
    )
    assert found == (UNREGISTERED, FAILED_INSPECTION, NO_PLACES_RECORDED)


def test_no_exception_replaces_a_safe_family() -> None:
    request = rules.ExceptionRequest(True, ON, False)
    found = rules.reasons_against_exception([rules.UNSAFE_FAMILY], request, started_on=ON, today=ON)
    assert [reason.code for reason in found] == ["unsafe_family"]
    assert rules.reasons_against_exception([], request, started_on=ON, today=ON) == ()


@pytest.mark.requirement("FAC-012")
@pytest.mark.parametrize(("latest", "age"), [(2014, 12), (2009, 17), (None, None), (2027, 0)])
def test_the_latest_birth_year_gives_the_least_age(latest: Any, age: int | None) -> None:
    assert rules.least_age(latest, on=ON) == age


def review(**more: Any) -> review_rules.ReviewEntry:
    usual: dict[str, Any] = {
        "state": codes.PlacementReviewState.DUE, "occasion": codes.ReviewOccasion.FAILED,
        "kind": Kind.RESIDENTIAL, "started_on": ON, "held_on": ON, "today": ON,
        "seen": codes.ReviewSeen.ALONE, "wish": codes.ReviewWish.STAY,
        "outcome": codes.ReviewOutcome.STAY, "has_reasons": True, "has_not_seen": False,
        "next_on": ON + dt.timedelta(days=91),
    }  # fmt: skip
    return review_rules.ReviewEntry(**usual | more)


@pytest.mark.parametrize(
    ("entry", "refused"),
    [
        (review(), []),
        (review(state=codes.PlacementReviewState.HELD), ["held_on"]),
        (review(held_on=ON + dt.timedelta(days=1)), ["held_on"]),
        (review(held_on=ON - dt.timedelta(days=1), next_on=ON), ["held_on"]),
        (review(has_reasons=False), ["reasons"]),
        (review(seen=codes.ReviewSeen.WITH_OTHERS), ["not_seen_because"]),
        (review(seen=codes.ReviewSeen.WITH_OTHERS, has_not_seen=True), []),
        (review(wish=codes.ReviewWish.NOT_ASKED), ["not_seen_because"]),
        (review(seen=codes.ReviewSeen.NOT_SEEN, has_not_seen=True), ["seen"]),
        (review(next_on=None), ["next_on"]),
        (review(next_on=ON + dt.timedelta(days=92)), ["next_on"]),
        (review(outcome=codes.ReviewOutcome.MOVE), ["next_on"]),
        (review(outcome=codes.ReviewOutcome.MOVE, next_on=ON + dt.timedelta(days=7)), []),
        (review(kind=Kind.EMERGENCY), ["next_on"]),
        (review(kind=Kind.EMERGENCY, next_on=ON + dt.timedelta(days=14)), []),
    ],
)
def test_what_a_review_needs(entry: review_rules.ReviewEntry, refused: list[str]) -> None:
    found = review_rules.reasons_against_review(entry)
    assert [reason.code for reason in found] == refused


@pytest.mark.parametrize(
    ("kind", "days"), [("residential", 30), ("foster", 30), ("emergency", 14), ("transit", 14)]
)
def test_first_review(kind: str, days: int) -> None:
    assert review_rules.first_review(Kind(kind), ON) == ON + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("end", "has_note", "refused"),
    [
        (codes.PlacementEnd.FAMILY, False, []),
        (codes.PlacementEnd.LEFT, False, ["end_note"]),
        (codes.PlacementEnd.LEFT, True, []),
        (codes.PlacementEnd.TAKEN, False, ["end_note"]),
        (codes.PlacementEnd.MOVED, True, ["end_reason"]),
        (codes.PlacementEnd.NOT_RECORDED, True, ["end_reason"]),
    ],
)
def test_end_needs_a_reason(end: codes.PlacementEnd, has_note: bool, refused: list[str]) -> None:
    found = rules.reasons_against_end(
        codes.PlacementState.CURRENT, end, started_on=ON, ended_on=ON, has_note=has_note
    )
    assert [reason.code for reason in found] == refused
