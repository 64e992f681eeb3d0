"""The people who may open each address of `protection.returns.verifications`."""

from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories import protection
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A verification that waits, on top of a contact that others made."""
    case, worker = world.case, world.worker
    with acting(worker):
        contact = protection.others_contact(case, worker)
        verification = protection.verification(case, worker, contact)
    return {"verification_id": verification.pk}


ROWS = AccessRows(
    file={
        "verifications:show_return": TEAM,
        "verifications:print_return": TEAM,
        "verifications:add_verification": TEAM,
        "verifications:change_verification": TEAM,
        "verifications:record_solution": TEAM,
        "verifications:add_step": TEAM,
        "verifications:add_permit": TEAM,
        "verifications:add_court_need": TEAM,
    },
    without_child=frozenset({"verifications:list_verifications"}),
    elsewhere={
        "verifications:change_permit": "verifications/test_screens.py",
        "verifications:change_court_need": "verifications/test_screens.py",
    },
    records=records,
)
