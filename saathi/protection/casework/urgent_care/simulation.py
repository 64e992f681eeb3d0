"""Generates the time-critical care of some children of the demo.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import datetime as dt
import random

from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

# Of every eight open demo cases, one has care after sexual violence, one the self-harm protocol.
_REASONS = ("sexual_violence", "self_harm")
_OF = 8
_FIRST_STEPS = {
    "sexual_violence": (("safety", "done"), ("injuries", "not_needed")),
    "self_harm": (("stay", "done"), ("ask", "done")),
}


def add_urgent_care(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds open time-critical care with its first steps."""
    draws = random.Random(f"urgent care {child.file}")  # noqa: S311 - an invented world, no secret
    place = draws.randrange(_OF)
    if not child.is_demo or child.is_closed or place >= len(_REASONS):
        return
    reason, yesterday = _REASONS[place], chunk.today - 1
    if child.opened > yesterday:
        return
    happened, is_hour_known = NULL, NULL
    if reason == "sexual_violence":
        is_hour_known = "t"
        happened = _moment(yesterday, dt.time(draws.randrange(3, 10), draws.randrange(60)))
    begun = _moment(yesterday, dt.time(10, draws.randrange(60)))
    care = _new_id(draws)
    base = (care, child.file, begun, child.worker_id, "1")
    chunk.rows.add_row(
        "urgent_care_urgentcare", *base, child.id, reason, happened, is_hour_known, NULL, begun, NULL, "",
        NULL,
    )  # fmt: skip
    for code, state in _FIRST_STEPS[reason]:
        chunk.rows.add_row(
            "urgent_care_urgentcarestep", _new_id(draws), *base[1:], care, code, state,
            iso_date(yesterday), NULL,
        )  # fmt: skip


def _moment(day: int, time: dt.time) -> str:
    return f"{iso_date(day)} {time.isoformat()}+00"


def _new_id(draws: random.Random) -> str:
    return f"{draws.getrandbits(128):032x}"


SIMULATION = SimulationPart(
    tables={
        "urgent_care_urgentcare": f"{SCOPED_COLUMNS} child_id reason happened_at is_hour_known corrected_at "
        "begun_at ended_on outcome sealed",
        "urgent_care_urgentcarestep": f"{SCOPED_COLUMNS} care_id code state taken_on sealed",
    },
    for_child=(SimulationStep("urgent_care", add_urgent_care, after=("identity",)),),
)
