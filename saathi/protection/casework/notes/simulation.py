"""Generates case notes, a task, a flag and a supervision for the children of the demo.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from dataclasses import dataclass

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

# The contact and who was present, for each sentence of what happened.
_CONTACTS = (("school", "{teacher}"), ("telephone", "{}"), ("service", "{service}"),
             ("office", "{child}"), ("service", "{child,service}"))  # fmt: skip
NOTES = 4  # of one child


@dataclass(frozen=True)
class _Row:
    """What differs between the notes."""

    kind: str
    texts: dict[str, str]
    on: int
    audience: str = "team"
    contact: str = ""
    present: str = "{}"
    to: str = NULL
    until: int = 0
    adds_to: str = NULL
    duty: str = ""  # that is due by `until`


def add_notes(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds notes to the demo's open cases."""
    case = child.attached.get(SimulatedCase)
    if not child.is_demo or child.is_closed or not isinstance(case, SimulatedCase):
        return
    own = random.Random(f"notes {child.file}")  # noqa: S311 - an invented world
    texts = name_lists.texts_beside(__file__)
    first = NULL
    for back in range(NOTES, 0, -1):
        on = chunk.today - back * 6 - own.randrange(4)
        if on >= child.opened:
            first = _add(chunk, child, case, own, _case_note(own, texts, on, chunk.today))
    if first != NULL and own.random() < 0.4:
        added = {"text": own.choice(texts["note"]["addendum"])}
        _add(chunk, child, case, own, _Row("note", added, chunk.today - 1, adds_to=first))
    if own.random() < 0.2:
        flag = {"text": own.choice(texts["flag"]["text"])}
        _add(chunk, child, case, own, _Row("flag", flag, max(child.opened, chunk.today - 8)))
    if own.random() < 0.2:
        _supervise(chunk, child, case, own, texts)


def _case_note(
    own: random.Random, texts: dict[str, dict[str, list[str]]], on: int, today: int
) -> _Row:
    written = {name: own.choice(texts["note"][name]) for name in ("judgement", "next_step")}
    number = own.randrange(len(_CONTACTS))
    written["text"], (contact, present) = texts["note"]["happened"][number], _CONTACTS[number]
    is_due = bool(written["next_step"]) and on >= today - 9
    return _Row(
        "note",
        {name: text for name, text in written.items() if text},
        on,
        contact=contact,
        present=present,
        until=today + own.randrange(6) if is_due else 0,
        duty="task" if is_due else "",
    )


def _supervise(
    chunk: LoadChunk,
    child: SimulatedChild,
    case: SimulatedCase,
    own: random.Random,
    texts: dict[str, dict[str, list[str]]],
) -> None:
    supervisor = chunk.nation.demo["supervisor"].id.hex
    written = {
        "text": own.choice(texts["supervision"]["happened"]),
        "next_step": own.choice(texts["supervision"]["agreed"]),
    }
    on = max(child.opened, chunk.today - 5)
    row = _Row(
        "note", written, on, "supervision", to=supervisor, until=chunk.today + 9, duty="supervision"
    )
    _add(chunk, child, case, own, row)


def _add(
    chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, own: random.Random, row: _Row
) -> str:
    """Adds the note with its duty, and returns its id."""
    key, at = (
        _new_id(own),
        f"{iso_date(min(row.on, chunk.today - 1))} 10:{own.randrange(60):02}:00+00",
    )
    due = NULL
    if row.duty:
        due = _new_id(own)
        chunk.rows.add_row(
            "cases_due", due, child.file, at, child.worker_id, "1", case.id, child.worker_id,
            row.duty, iso_date(row.until), NULL, "0",
        )  # fmt: skip
    is_contact = row.kind == "note" and row.adds_to == NULL
    chunk.rows.add_row(
        "notes_note", key, child.file, at, child.worker_id, "1", case.id, row.kind, row.audience,
        row.adds_to, iso_date(row.on) if is_contact else NULL, row.contact, row.present, "stands",
        row.to, iso_date(row.until) if row.until else NULL, due, NULL, NULL,
        chunk.seal(child.key, "notes.note", key, row.texts),
    )  # fmt: skip
    return key


def _new_id(own: random.Random) -> str:
    return f"{own.getrandbits(128):032x}"


SIMULATION = SimulationPart(
    tables={
        "notes_note": f"{SCOPED_COLUMNS} case_id kind audience adds_to happened_on contact present "
        "state to_id until due ended_on corrected_at sealed",
    },
    for_child=(SimulationStep("notes", add_notes, after=("cases",)),),
)
