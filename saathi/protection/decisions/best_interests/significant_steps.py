"""The latest significant step of a file after which best interests were not assessed (BID-001)."""

import datetime as dt
from typing import Final

from saathi.agencies.access import FileRights
from saathi.consent.acts import RecordedSignificantAct, list_acts
from saathi.protection.decisions.orders.vocabulary import OrderKind

# Each of these changes where the child lives or who with, or who is responsible.
_ORDERS: Final = frozenset({OrderKind.PLACEMENT, OrderKind.RESTORATION, OrderKind.REPATRIATION})
_ACTS: Final = frozenset({"closing", "transfer"})


def find_step_since(
    rights: FileRights, assessed_on: dt.date | None
) -> RecordedSignificantAct | None:
    """The latest such step that the reader may read, if it is later than the last approved assessment."""
    steps = [act for act in list_acts(rights) if _is_step(act)]
    if not steps or (assessed_on is not None and steps[0].on <= assessed_on):
        return None
    return steps[0]


def _is_step(act: RecordedSignificantAct) -> bool:
    return act.kind.name in _ACTS or (act.kind.name == "order" and act.code in _ORDERS)
