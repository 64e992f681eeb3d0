"""The people who may open each address of `people.around`."""

from tests.access import TEAM, WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.factories import people
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A contact of the child, and an accusation."""
    child, worker = world.case.child, world.worker
    with acting(worker):
        return {
            "person_id": people.person(child, worker).pk,
            "alleged_id": people.alleged(child, worker).pk,
        }


ROWS = AccessRows(
    file={
        "around:show_relations": WITH_CARE_WORKER,
        "around:add_relation": TEAM,
        "around:change_relation": TEAM,
        "around:add_alleged_perpetrator": TEAM,
        "around:change_alleged_perpetrator": TEAM,
        "around:add_authority_outcome": TEAM,
    },
    records=records,
)
