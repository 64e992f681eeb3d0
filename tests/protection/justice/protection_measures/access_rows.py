"""The people who may open each address of `protection.justice.protection_measures`."""

from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories import witnesses as made
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A threat, and a measure in force."""
    with acting(world.worker):
        measure = made.requested(world.case, world.worker)
        made.in_force(measure, world.worker)
        return {
            "threat_id": made.threat(world.case, world.worker).pk,
            "protection_id": measure.pk,
        }


_TEAM = (
    "show_protection", "record_threat", "change_threat", "record_response_to_threat", "end_threat",
    "check_threat",
    "request_measure", "change_measure", "record_answer", "start_measure", "end_measure",
    "review_measure", "print_calls",
)  # fmt: skip

ROWS = AccessRows(
    file={f"protection:{name}": TEAM for name in _TEAM},
    without_child=frozenset({"protection:list_protection"}),
    steps={"protection:reopen_threat": "protection_measures/test_protection.py"},
    records=records,
)
