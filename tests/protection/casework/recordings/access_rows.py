"""Who finds a page at each address of `protection.casework.recordings`."""

from tests.access import WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.protection.casework.recordings import voices


def records(world: AccessWorld) -> dict[str, object]:
    """A recording of the child for the team."""
    return {"recording_id": voices.add(world.case.child, world.worker).pk}


TESTS = "protection/casework/recordings/test_playing.py"
ROWS = AccessRows(
    file={
        "recordings:list_recordings": WITH_CARE_WORKER,
        "recordings:show_recording": WITH_CARE_WORKER,
        "recordings:add_recording": WITH_CARE_WORKER,
        "recordings:change_recording": WITH_CARE_WORKER,
        "recordings:renew_recording_basis": WITH_CARE_WORKER,
        "recordings:remove_recording": WITH_CARE_WORKER,
    },
    elsewhere={
        "recordings:play_recording": TESTS,
        "recordings:download_recording": TESTS,
    },
    records=records,
)
