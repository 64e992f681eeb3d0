"""The dated record of definitions: since when each has counted what it counts today (DAT-005).

`data/definition_history.csv` has a line for each definition and each step of the warehouse as first
recorded, and one for each change. `definition_changes` compares it with the code.
"""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

HISTORY: Final = Path(__file__).parent / "data" / "definition_history.csv"
FIELDS: Final = ("kind", "name", "since", "fingerprint", "affects")
INDICATOR, STEP = "indicator", "step"
NO_EFFECT: Final = "none: "  # why no number changes follows


@dataclass(frozen=True, slots=True)
class RecordedDefinition:
    """A definition or step as recorded on a certain day.

    `affects` is for changes: for a step the names of the indicators whose numbers change as a
    result, or "none: " and the reason.
    """

    kind: str
    name: str
    since: dt.date
    fingerprint: str
    affects: str = ""


@cache
def recorded_definitions() -> tuple[RecordedDefinition, ...]:
    """Every line, in the order of its recording."""
    with HISTORY.open(encoding="utf-8", newline="") as file:
        return tuple(
            RecordedDefinition(
                row["kind"],
                row["name"],
                dt.date.fromisoformat(row["since"]),
                row["fingerprint"],
                row["affects"],
            )
            for row in csv.DictReader(file)
        )


def first_recorded_on(indicator: str) -> dt.date | None:
    """The day since which this indicator's changes have been recorded; None if they have not."""
    days = (
        recorded.since
        for recorded in recorded_definitions()
        if (recorded.kind, recorded.name) == (INDICATOR, indicator)
    )
    return next(days, None)
