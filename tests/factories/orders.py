"""Orders and findings about a child, through the actions."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.actions import add_record
from saathi.people.models import Child
from saathi.protection.decisions.orders import actions
from saathi.protection.decisions.orders.models import Order, StatusDecision
from saathi.protection.decisions.orders.vocabulary import (
    AuthorityKind,
    OrderKind,
    StatusDecisionMove,
    StatusLayer,
    TraffickingFinding,
)


def record_order(child: Child, actor: Staff, made_on: dt.date, *, body: str = "") -> Order:
    """A placement that a court ordered."""
    order = Order(
        file_id=child.file_id,
        child=child,
        authority=AuthorityKind.COURT,
        kind=OrderKind.PLACEMENT,
        made_on=made_on,
    )
    order.body = body
    return actions.record_order(order=order, actor=actor)


def record_finding(
    child: Child, actor: Staff, layer: StatusLayer, finding: TraffickingFinding, **more: Any
) -> StatusDecision:
    """A finding whether the child was trafficked."""
    usual = {"move": StatusDecisionMove.DECIDED, "decided_on": dt.date(2026, 3, 9)} | more
    decision = StatusDecision(
        file_id=child.file_id, child=child, layer=layer, finding=finding, **usual
    )
    return add_record(record=decision, actor=actor)
