"""The people who may open each address of `protection.identification.trafficking`."""

from saathi.protection.identification.trafficking.models import Episode
from tests.access import TEAM, AccessRows, AccessWorld
from tests.roles import role


def records(world: AccessWorld) -> dict[str, object]:
    """An episode."""
    case = world.case
    with role("maintenance"):
        episode = Episode.objects.create(
            child=case.child, number=1, file_id=case.file_id, recorded_by=world.worker.id
        )
    return {"episode_id": episode.pk}


ROWS = AccessRows(
    file={
        "trafficking:show_account_of_events": TEAM,
        "trafficking:record_episode": TEAM,
    },
    elsewhere={
        "trafficking:change_episode": "trafficking/test_situation.py",
        "trafficking:add_leg": "trafficking/test_situation.py",
        "trafficking:change_leg": "trafficking/test_legs.py",
        "trafficking:remove_leg": "trafficking/test_legs.py",
    },
    records=records,
)
