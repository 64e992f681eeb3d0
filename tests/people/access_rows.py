"""The people who may open each address of `people`."""

from tests.access import TEAM, AccessRows, AccessWorld


def records(_world: AccessWorld) -> dict[str, object]:
    """The place of a name among the child's names."""
    return {"place": 0}


ROWS = AccessRows(
    file={
        "people:edit_child_details": TEAM,
        "people:add_age_evidence": TEAM,
        "people:add_name": TEAM,
        "people:change_name": TEAM,
        "people:edit_nationality_and_status": TEAM,
        "people:edit_communication": TEAM,
    },
    records=records,
)
