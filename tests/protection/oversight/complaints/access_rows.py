"""The people who may open each address of `protection.oversight.complaints`."""

from tests.access import TEAM, WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.factories import complaints
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A complaint."""
    with acting(world.worker):
        return {"complaint_id": complaints.complaint(world.case.child, world.worker).pk}


ROWS = AccessRows(
    file={
        "complaints:list_complaints": WITH_CARE_WORKER,
        "complaints:record_complaint": WITH_CARE_WORKER,
        "complaints:record_complaint_step": TEAM,
    },
    without_child={
        "complaints:list_all_complaints",
    },
    elsewhere={
        "complaints:redirect_to_complaint": "complaints/test_screens.py",
    },
    records=records,
)
