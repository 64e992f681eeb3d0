"""The people who may open each address of `protection.returns.protection_screening`."""

from tests.access import LEADER, TEAM, AccessRows, AccessWorld
from tests.factories import protection
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A screening without a sign, a request, and a contact of ours under a permission."""
    case, worker, leader = world.case, world.worker, world.staff[LEADER]
    with acting(worker):
        screening = protection.screened(case, worker)
        asked = protection.asked(case, worker)
        other = protection.asked(case, worker)
    with acting(leader):
        permitted = protection.permit(other, leader)
    with acting(worker):
        contact = protection.our_contact(permitted, worker)
    return {
        "screened_id": screening.pk,
        "permission_id": asked.pk,
        "origin_contact_id": contact.pk,
    }


ROWS = AccessRows(
    file={
        "protection_screening:list_protection": TEAM,
        "protection_screening:print_protection": TEAM,
        "protection_screening:add_screening": TEAM,
        "protection_screening:name_readers": TEAM,
        "protection_screening:add_referral": TEAM,
        "protection_screening:explain_no_sign": TEAM,
        "protection_screening:ask_permission": TEAM,
        "protection_screening:decide_permission": frozenset({LEADER}),
        "protection_screening:record_contact": TEAM,
        "protection_screening:report_contact": TEAM,
        "protection_screening:print_letter": TEAM,
        "protection_screening:explain_correction": TEAM,
    },
    steps={
        "protection_screening:end_permission": "protection_screening/test_screens.py",
        "protection_screening:confirm_outcome": "protection_screening/test_outcomes.py",
        "protection_screening:confirm_no_sign": "protection_screening/test_contradictions.py",
    },
    elsewhere={"protection_screening:change_referral": "protection_screening/test_screens.py"},
    records=records,
)
