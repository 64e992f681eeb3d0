"""Generates safety plans for children of the demo, those at high risk first.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_WITH = ("child", "child", "child_caregiver", "caregiver")


def add_safety_plan(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a current plan, and for some children an earlier one."""
    case = child.attached.get(SimulatedCase)
    own = random.Random(f"safety plans {child.file}")  # noqa: S311 - an invented world
    if not isinstance(case, SimulatedCase) or not child.is_demo or child.is_closed:
        return
    on = chunk.today - 3 - own.randrange(9)
    if on < child.opened or own.random() > (0.9 if case.risk == 0 else 0.3):
        return
    if on - 20 >= child.opened:
        _add(chunk, child, case, own, (on - 20, NULL, "superseded"))
    due, review = _new_id(own), chunk.today + own.randrange(-1, 20)
    chunk.rows.add_row(
        "cases_due", due, child.file, f"{iso_date(on)} 09:00:00+00", child.worker_id, "1", case.id,
        child.worker_id, "safety_plan", iso_date(review), NULL, "0",
    )  # fmt: skip
    _add(chunk, child, case, own, (on, due, "current"), review)


def _add(  # noqa: PLR0913, PLR0917 - a row has so many columns
    chunk: LoadChunk,
    child: SimulatedChild,
    case: SimulatedCase,
    own: random.Random,
    plan: tuple[int, str, str],
    review: int = 0,
) -> None:
    on, due, state = plan
    key = _new_id(own)
    texts = {
        name: own.choice(list(sentences))
        for name, sentences in name_lists.texts_beside(__file__)["plan"].items()
    }
    chunk.rows.add_row(
        "safety_plans_safetyplan", key, child.file, f"{iso_date(on)} 09:00:00+00", child.worker_id,
        "1", case.id, state, iso_date(on), own.choice(_WITH), NULL, iso_date(review or on + 20), due,
        chunk.seal(child.key, "safety_plans.plan", key, texts),
    )  # fmt: skip


def _new_id(own: random.Random) -> str:
    return f"{own.getrandbits(128):032x}"


SIMULATION = SimulationPart(
    tables={
        "safety_plans_safetyplan": f"{SCOPED_COLUMNS} case_id state made_on made_with reviewed_on "
        "review_on due sealed",
    },
    for_child=(SimulationStep("safety_plans", add_safety_plan, after=("cases",)),),
)
