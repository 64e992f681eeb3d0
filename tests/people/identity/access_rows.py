"""The people who may open each address of `people.identity`."""

from tests.access import TEAM, WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.factories import people
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A paper, grounds of discrimination and a movement."""
    child, worker = world.case.child, world.worker
    with acting(worker):
        return {
            "paper_id": people.paper(child, worker).pk,
            "grounds_id": people.grounds(child, worker).pk,
            "movement_id": people.movement(child, worker).pk,
        }


ROWS = AccessRows(
    file={
        "identity:show_identity": WITH_CARE_WORKER,
        "identity:print_identity": WITH_CARE_WORKER,
        "identity:show_earlier_identity": TEAM,
        "identity:add_identity_document": TEAM,
        "identity:change_identity_document": TEAM,
        "identity:record_functioning": TEAM,
        "identity:record_discrimination_grounds": TEAM,
        "identity:change_discrimination_grounds": TEAM,
        "identity:edit_culture": TEAM,
        "identity:add_movement": TEAM,
        "identity:change_movement": TEAM,
        "identity:edit_background": TEAM,
    },
    records=records,
)
