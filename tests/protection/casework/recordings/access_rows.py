"""Who finds a page at each address of `protection.casework.recordings`."""

from tests.access import WITH_MOTHER, AccessRows, AccessWorld
from tests.protection.casework.recordings import voices


def records(world: AccessWorld) -> dict[str, object]:
    """A recording of the child for the team."""
    return {"recording_id": voices.add(world.case.child, world.worker).pk}


TESTS = "protection/casework/recordings/test_playing.py"
ROWS = AccessRows(
    file={
        "recordings:list_recordings": WITH_MOTHER,
        "recordings:show_recording": WITH_MOTHER,
        "recordings:add_recording": WITH_MOTHER,
        "recordings:change_recording": WITH_MOTHER,
        "recordings:renew_recording_basis": WITH_MOTHER,
        "recordings:remove_recording": WITH_MOTHER,
    },
    elsewhere={
        "recordings:play_recording": TESTS,
        "recordings:download_recording": TESTS,
    },
    records=records,
)
