"""Generates verifications, permits and a court's need for children of the demo with a contact abroad.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.returns.protection_screening.simulation import SimulatedContact
from saathi.protection.returns.verifications import rules
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_ANSWERS = (
    "waiting",
    "waiting",
    "waiting",
    "confirmed",
    "in_part",
    "not_known",
    "denied",
    "declined",
)


def add_verification(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a verification on top of the contact; for some a permit and what a court needs."""
    contact, case = child.attached.get(SimulatedContact), child.attached.get(SimulatedCase)
    if not isinstance(contact, SimulatedContact) or not isinstance(case, SimulatedCase):
        return
    own = random.Random(f"verifications {child.file}")  # noqa: S311 - an invented world
    _verification(chunk, child, case, contact, own)
    if own.random() < 0.5:
        _permit(chunk, child, contact.on, own)
    if own.random() < 0.4:
        _court(chunk, child, contact.on, own)


def _verification(
    chunk: LoadChunk,
    child: SimulatedChild,
    case: SimulatedCase,
    contact: SimulatedContact,
    own: random.Random,
) -> None:
    texts = name_lists.texts_beside(__file__)["verification"]
    key, answer = _new_id(own), own.choice(_ANSWERS)
    base = (key, child.file, f"{iso_date(contact.on)} 12:00:00+00", child.worker_id, "1")
    is_waiting = answer == "waiting"
    answered = NULL if is_waiting else iso_date(min(contact.on + 25, chunk.today - 1))
    next_on = chunk.today + own.randrange(2, 20)
    is_late = is_waiting and chunk.today - contact.on >= rules.SOLUTION_DAYS
    needs_solution = is_late or answer in {"denied", "declined"}
    is_solved = needs_solution and own.random() < 0.3
    solutions_on = chunk.today + own.randrange(3, 25)
    due = _due(chunk, child, case, ("verification", next_on), own) if is_waiting else NULL
    waits = needs_solution and not is_solved
    solutions = _due(chunk, child, case, ("solutions", solutions_on), own) if waits else NULL
    words = {"asked_of": own.choice(texts["asked_of"])}
    if not is_waiting:
        words["answer_words"] = own.choice(texts["answer"])
    chunk.rows.add_row(
        "verifications_originverification", *base, child.id, NULL, contact.id,
        "{nationality,address}", contact.country, iso_date(contact.on),
        own.choice(("agency", "ministry", "committee", "partner")), answer, answered,
        iso_date(next_on) if is_waiting else NULL,
        iso_date(solutions_on) if waits else NULL, "stay" if is_solved else "",
        iso_date(chunk.today - 1) if is_solved else NULL, due, solutions,
        chunk.seal(child.key, "verifications.verification", key, words),
    )  # fmt: skip
    for days, event in ((6, "acknowledged"), (31, "asked_again"), (61, "asked_again")):
        if contact.on + days < chunk.today and (is_waiting or days < 25):
            _step(chunk, child, (key, contact.on + days, event), own)


def _step(
    chunk: LoadChunk, child: SimulatedChild, of: tuple[str, int, str], own: random.Random
) -> None:
    (verification, on, event), key = of, _new_id(own)
    texts = name_lists.texts_beside(__file__)["verification"]
    base = (key, child.file, f"{iso_date(on)} 12:00:00+00", child.worker_id, "1")
    chunk.rows.add_row(
        "verifications_verificationstep", *base, verification, event, iso_date(on),
        chunk.seal(child.key, "verifications.step", key, {"by": own.choice(texts["by"])}),
    )  # fmt: skip


def _due(
    chunk: LoadChunk,
    child: SimulatedChild,
    case: SimulatedCase,
    duty: tuple[str, int],
    own: random.Random,
) -> str:
    key, at = _new_id(own), f"{iso_date(chunk.today - 1)} 12:00:00+00"
    chunk.rows.add_row(
        "cases_due", key, child.file, at, child.worker_id, "1", case.id, child.worker_id, duty[0],
        iso_date(duty[1]), NULL, "0",
    )  # fmt: skip
    return key


def _permit(chunk: LoadChunk, child: SimulatedChild, on: int, own: random.Random) -> None:
    texts = name_lists.texts_beside(__file__)["verification"]
    key, state = _new_id(own), own.choice(("asked", "received", "received", "refused"))
    base = (key, child.file, f"{iso_date(on)} 13:00:00+00", child.worker_id, "1")
    received = NULL if state == "asked" else iso_date(min(on + 20, chunk.today - 1))
    until = iso_date(chunk.today + own.randrange(-10, 60)) if state == "received" else NULL
    chunk.rows.add_row(
        "verifications_travelpermit", *base, child.id, own.choice(("travel", "exit", "court")),
        iso_date(on), state, received, until,
        chunk.seal(
            child.key, "verifications.permit", key, {"asked_of": own.choice(texts["asked_of"])}
        ),
    )  # fmt: skip


def _court(chunk: LoadChunk, child: SimulatedChild, on: int, own: random.Random) -> None:
    texts = name_lists.texts_beside(__file__)["verification"]
    key = _new_id(own)
    base = (key, child.file, f"{iso_date(on)} 14:00:00+00", child.worker_id, "1")
    chunk.rows.add_row(
        "verifications_courtneed", *base, child.id,
        own.choice(("yes", "video", "statement", "no", "not_known")),
        own.choice(("court", "prosecution", "police")), iso_date(on),
        iso_date(chunk.today + own.randrange(20, 90)),
        chunk.seal(
            child.key, "verifications.court", key, {"court_case": own.choice(texts["court"])}
        ),
    )  # fmt: skip


def _new_id(own: random.Random) -> str:
    return f"{own.getrandbits(128):032x}"


SIMULATION = SimulationPart(
    tables={
        "verifications_originverification": f"{SCOPED_COLUMNS} child_id enquiry_id contact_id "
        "subjects country asked_on route answer answered_on next_on solutions_on solution "
        "solved_on due solutions_due sealed",
        "verifications_verificationstep": f"{SCOPED_COLUMNS} verification_id event happened_on "
        "sealed",
        "verifications_travelpermit": f"{SCOPED_COLUMNS} child_id kind asked_on state received_on "
        "valid_until sealed",
        "verifications_courtneed": f"{SCOPED_COLUMNS} child_id need source said_on until sealed",
    },
    for_child=(SimulationStep("verifications", add_verification, after=("protection_screening",)),),
)
