"""The people who may open each address of `protection.decisions.orders`."""

from saathi.infra import clock
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.time_limits import shipped_time_limits
from saathi.protection.decisions.orders.vocabulary import (
    AuthorityKind,
    LimitTrigger,
    Safeguard,
)
from tests.access import TEAM, AccessRows, AccessWorld
from tests.factories.orders import record_order
from tests.roles import acting


def records(world: AccessWorld) -> dict[str, object]:
    """An order, a time limit and a broken safeguard."""
    case, worker = world.case, world.worker
    told = {"what": "Put on a bus", "body": "Committee"}
    with acting(worker):
        order = record_order(case.child, worker, case.opened_on)
        happening = orders.LimitTriggerInput(LimitTrigger.REMOVED, "NPL", clock.now())
        limits = orders.start_time_limits(
            case=case, data=happening, limits=shipped_time_limits(), actor=worker
        )
        safeguard = orders.record_broken_safeguard(
            case=case,
            data=orders.BrokenSafeguardInput(
                Safeguard.OTHER, case.opened_on, AuthorityKind.COURT, texts=told
            ),
            actor=worker,
        )
    return {"order_id": order.pk, "limit_id": limits[0].pk, "safeguard_id": safeguard.pk}


ROWS = AccessRows(
    file={
        "orders:show_orders": TEAM,
        "orders:record_order": TEAM,
        "orders:change_order": TEAM,
        "orders:record_status_decision": TEAM,
        "orders:record_limit_trigger": TEAM,
        "orders:record_limit_met": TEAM,
        "orders:record_safeguard": TEAM,
        "orders:record_alert_outcome": TEAM,
    },
    steps={"orders:confirm_order": "orders/test_confirmation.py"},
    records=records,
)
