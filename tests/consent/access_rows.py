"""The people who may open each address of `consent`."""

from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories import rights
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A guardian, a consent and a decision."""
    child, worker = world.case.child, world.worker
    with acting(worker):
        return {
            "guardian_id": rights.guardian(child, worker).pk,
            "consent_id": rights.consent(child, worker).pk,
            "decision_id": rights.decision(child, worker).pk,
        }


ROWS = AccessRows(
    file={
        "consent:show_consent": TEAM,
        "consent:record_consent": TEAM,
        "consent:withdraw_consent": TEAM,
        "consent:record_guardian": TEAM,
        "consent:change_guardian": TEAM,
        "consent:record_accompaniment": TEAM,
        "consent:record_information": TEAM,
        "consent:list_decisions": TEAM,
        "consent:record_decision": TEAM,
        "consent:change_decision": TEAM,
        "consent:record_others_view": TEAM,
    },
    records=records,
)
