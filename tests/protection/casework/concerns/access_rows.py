"""The people who may open each address of `protection.casework.concerns`."""

import datetime as dt

from saathi.protection.casework.concerns import actions
from saathi.protection.casework.concerns.models import ProtectionConcern
from tests.access import TEAM, AccessRows, AccessWorld
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A protection concern of the child."""
    child = world.case.child
    concern = ProtectionConcern(
        file_id=child.file_id,
        child=child,
        concern="neglect",
        since=dt.date(2026, 3, 2),
        source="worker",
        status="suspected",
    )
    concern.note = "Left alone at night"
    with acting(world.worker):
        return {"concern_id": actions.add_concern(concern=concern, actor=world.worker).pk}


ROWS = AccessRows(
    file={
        "concerns:list_concerns": TEAM,
        "concerns:add_concern": TEAM,
        "concerns:change_concern": TEAM,
        "concerns:list_case_reports": TEAM,
    },
    records=records,
)
