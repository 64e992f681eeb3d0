"""Who finds a page at each address of `protection.identification.portraits`."""

from tests.access import TEAM, WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.protection.identification.portraits import photos


def records(world: AccessWorld) -> dict[str, object]:
    """A photo of the child."""
    return {"portrait_id": photos.add(world.case.child, world.worker).pk}


ROWS = AccessRows(
    file={
        "portraits:list_portraits": WITH_CARE_WORKER,
        "portraits:add_portrait": TEAM,
        "portraits:erase_portrait": TEAM,
    },
    elsewhere={"portraits:open_picture": "identification/portraits/test_portraits.py"},
    records=records,
)
