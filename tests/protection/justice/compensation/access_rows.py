"""The people who may open each address of `protection.justice.compensation`."""

from tests.access import LEADER, TEAM, AccessRows, AccessWorld
from tests.factories import remedies as made
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """A claim with a decision, a payment, and who controls the money."""
    with acting(world.worker):
        measure = made.measure(world.case, world.worker)
        return {
            "measure_id": measure.pk,
            "claim_decision_id": made.decision(measure, world.worker).pk,
            "payment_id": made.payment(measure, world.worker, 20_000).pk,
            "control_id": made.control(measure, world.worker, controller="guardian").pk,
        }


_TEAM = (
    "list_measures", "add_measure", "show_measure", "change_measure", "add_decision",
    "change_decision", "add_payment", "change_payment", "add_control", "change_control",
    "print_claim_letter",
)  # fmt: skip

ROWS = AccessRows(
    file={f"legal_measures:{name}": TEAM for name in _TEAM}
    | {"legal_measures:decide_control": frozenset({LEADER})},
    without_child=frozenset({"legal_measures:list_remedies"}),
    records=records,
)
