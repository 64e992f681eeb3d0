"""The people who may open each address of `protection.justice.proceedings`."""

from tests.access import LEADER, TEAM, AccessRows, AccessWorld
from tests.factories import courts
from tests.factories import proceedings as made
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A proceeding with one record of each kind."""
    case, worker = world.case, world.worker
    with acting(worker):
        proceeding = made.proceeding(case, worker)
        accused = made.accused(proceeding, worker)
        decision = made.decision(proceeding, case, worker)
        ids: dict[str, object] = {
            "proceeding_id": proceeding.pk,
            "stage_id": proceeding.steps.get().pk,
            "accused_id": accused.pk,
            "charge_id": made.charge(accused, worker).pk,
            "testimony_id": decision.pk,
            "comprehension_id": made.finding(proceeding, worker).pk,
            "summons_id": made.summons(proceeding, worker).pk,
            "presentation_id": made.asked(proceeding, worker).pk,
            "hearing_id": made.hearing(proceeding, worker).pk,
            "court_visit_id": made.visit(proceeding, worker).pk,
            "rights_id": made.rights(case, worker).pk,
        }
    court = courts.court(world.staff[LEADER])
    with acting(worker):
        ids["court_referral_id"] = made.referral(proceeding, court, worker).pk
    return ids


_TEAM = (
    "list_proceedings", "open_proceeding", "show_proceeding", "change_proceeding", "add_step",
    "change_step", "add_accused", "change_accused", "add_charge", "change_charge", "add_decision",
    "withdraw_decision", "add_finding", "change_finding", "add_summons", "change_summons",
    "request_presentation", "list_hearing", "change_hearing", "arrange_hearing", "adjourn_hearing",
    "hold_hearing", "add_visit", "change_visit", "explain_rights", "change_rights", "print_court_letter", "print_legal_aid_letter", "refer_proceeding", "record_referral_outcome",
)  # fmt: skip

ROWS = AccessRows(
    file={
        **{f"proceedings:{name}": TEAM for name in _TEAM},
        "proceedings:decide_presentation": frozenset({LEADER}),
    },
    without_child=frozenset({"proceedings:list_hearings", "proceedings:print_hearings"}),
    steps={
        "proceedings:copy_charge": "proceedings/test_recording.py",
        "proceedings:withdraw_presentation": "proceedings/test_testimony.py",
        "proceedings:cancel_hearing": "proceedings/test_hearings.py",
    },
    records=records,
)
