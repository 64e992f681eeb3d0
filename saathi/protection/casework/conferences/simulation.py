"""Generates case conferences with decisions for some children of the demo.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_CHILD = ("whole", "heard_before", "represented", "not_there", "")


def add_conference(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a conference to a third of the demo's open cases: one decision done, one to do."""
    case = child.attached.get(SimulatedCase)
    own = random.Random(f"conferences {child.file}")  # noqa: S311 - an invented world
    if not isinstance(case, SimulatedCase) or not child.is_demo or child.is_closed:
        return
    on = chunk.today - 10 - own.randrange(8)
    if on < child.opened or own.random() > 0.35:
        return
    texts = name_lists.texts_beside(__file__)["conference"]
    key, next_due = _new_id(own), _new_id(own)
    base = (child.file, f"{iso_date(on)} 11:00:00+00", child.worker_id, "1")
    written = {name: own.choice(texts[name]) for name in ("purpose", "discussed", "others")}
    written |= {"child_said": own.choice(texts["said"])}
    supervisor = chunk.nation.demo["supervisor"].id.hex
    next_on = iso_date(chunk.today + own.randrange(5, 25))
    chunk.rows.add_row(
        "cases_due", next_due, *base, case.id, child.worker_id, "conference", next_on, NULL, "0"
    )
    chunk.rows.add_row(
        "conferences_conference", key, *base, case.id, iso_date(on), "in_person",
        "{" + f"{child.worker_id},{supervisor}" + "}", own.choice(_CHILD), next_on, next_due,
        chunk.seal(child.key, "conferences.conference", key, {n: t for n, t in written.items() if t}),
    )  # fmt: skip
    _decide(chunk, child, case, own, (key, on))


def _decide(
    chunk: LoadChunk,
    child: SimulatedChild,
    case: SimulatedCase,
    own: random.Random,
    held: tuple[str, int],
) -> None:
    conference, on = held
    texts = name_lists.texts_beside(__file__)["conference"]
    base = (child.file, f"{iso_date(on)} 11:05:00+00", child.worker_id, "1")
    due, until = _new_id(own), iso_date(chunk.today + own.randrange(-2, 6))
    chunk.rows.add_row(
        "cases_due", due, *base, case.id, child.worker_id, "decision", until, NULL, "0"
    )
    own_part = (child.worker_id, until, due, "open", NULL, "")
    others_part = (NULL, NULL, NULL, "done", iso_date(on + 3), own.choice(texts["other"]))
    for number, (to, day, duty, state, ended, other) in enumerate((own_part, others_part)):
        key = _new_id(own)
        words = {"text": texts["decision"][number]} | ({"other": other} if other else {})
        chunk.rows.add_row(
            "conferences_conferencedecision", key, *base, conference, to, day, duty, state, ended,
            chunk.seal(child.key, "conferences.decision", key, words),
        )  # fmt: skip


def _new_id(own: random.Random) -> str:
    return f"{own.getrandbits(128):032x}"


SIMULATION = SimulationPart(
    tables={
        "conferences_conference": f"{SCOPED_COLUMNS} case_id held_on setting attended child_part "
        "next_on due sealed",
        "conferences_conferencedecision": f"{SCOPED_COLUMNS} conference_id to_id until due state "
        "ended_on sealed",
    },
    for_child=(SimulationStep("conferences", add_conference, after=("cases",)),),
)
