"""The people who may open each address of `protection.care.placements`."""

from tests.access import (
    COLLEAGUE,
    LEADER,
    MOTHER,
    OTHER,
    TEAM,
    WITH_CARE_WORKER,
    AccessRows,
    AccessWorld,
)
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps


def records(world: AccessWorld) -> dict[str, object]:
    """A family, a request for an exception with its review."""
    people = [world.staff[name] for name in (LEADER, MOTHER, COLLEAGUE, OTHER)]
    around = ChildFileCast(world.case, world.worker, *people)
    placement = steps.record(around, facility=steps.home(around))
    return {
        "placement_id": placement.pk,
        "placement_review_id": steps.due_review(around).pk,
        "family_assessment_id": steps.family(around).pk,
    }


ROWS = AccessRows(
    file={
        "placements:list_placements": WITH_CARE_WORKER,
        "placements:print_placements": WITH_CARE_WORKER,
        "placements:report_child_missing": TEAM,
        "placements:continue_placement": WITH_CARE_WORKER,
        "placements:place_child": WITH_CARE_WORKER,
        "placements:record_placement": WITH_CARE_WORKER,
        "placements:change_request": WITH_CARE_WORKER,
        "placements:return_request": frozenset({LEADER}),
        "placements:agree_to_placement": frozenset({LEADER}),
        "placements:change_placement": WITH_CARE_WORKER,
        "placements:end_placement": WITH_CARE_WORKER,
        "placements:confirm_end": frozenset({LEADER}),
        "placements:confirm_departure": WITH_CARE_WORKER,
        "placements:record_child_back": WITH_CARE_WORKER,
        "placements:mark_error": WITH_CARE_WORKER,
        "placements:hold_review": WITH_CARE_WORKER,
        "placements:assess_family": WITH_CARE_WORKER,
        "placements:change_family_assessment": WITH_CARE_WORKER,
    },
    without_child=frozenset({"placements:list_all_placements", "placements:list_occupancy"}),
    steps={
        "placements:approve_exception": "placements/test_placing.py",
        "placements:withdraw_request": "placements/test_placing.py",
        "placements:end_search": "placements/test_leaving.py",
        "placements:withdraw_continuation": "placements/test_overview.py",
    },
    records=records,
)
