"""Generates court proceedings at different stages, with decisions of the child and hearings.

Each child has random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from dataclasses import dataclass
from typing import Final

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_SHARE: Final = 0.03  # of the children outside the demo
# The stages, each so many days after the case was opened.
_STAGES: Final = (
    ("complaint", 1),
    ("investigation", 3),
    ("charge", 70),
    ("trial", 110),
    ("judgment", 420),
)
_ANSWERS: Final = ("wants", "conditions", "conditions", "does_not_want", "undecided")
_ROOM: Final = "{judge,prosecutor,defence,support_person,representative}"
_BLANK: Final = ("",) * 3


@dataclass(frozen=True)
class _Court:
    """The proceedings of one child while their rows are made."""

    chunk: LoadChunk
    child: SimulatedChild
    own: random.Random
    key: str

    def add(self, table: str, on: int, *values: str, kind: str, **texts: str) -> str:
        """Adds a record with its sealed texts last; returns its id."""
        key = self.key if table == "proceeding" else f"{self.own.getrandbits(128):032x}"
        day = iso_date(min(on, self.chunk.today - 1))
        base = (key, self.child.file, f"{day} 10:00:00+00", self.child.worker_id, "1")
        sealed = self.chunk.seal(self.child.key, f"proceedings.{kind}", key, texts)
        self.chunk.rows.add_row(f"proceedings_{table}", *base, *values, sealed)
        return key

    def say(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(__file__)["court"][name]))


def add_proceedings(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds criminal proceedings to some children: of the demo's open files each third."""
    own = random.Random(f"proceedings {child.file}")  # noqa: S311 - an invented world
    is_chosen = child.index % 3 == 1 if child.is_demo else own.random() < _SHARE
    passed = [(stage, child.opened + after) for stage, after in _STAGES]
    passed = [(stage, on) for stage, on in passed if on < chunk.today]
    if not is_chosen or not passed:
        return
    court = _Court(chunk, child, own, f"{own.getrandbits(128):032x}")
    kinds = own.choice(("child_friendly", "ordinary", "ordinary", "fast_track"))
    court.add(
        "proceeding", passed[0][1], child.id, "criminal", child.office.agency.country, kinds,
        kind="proceeding", court=court.say("court"), number=f"{own.randrange(1, 900)}/26",
        law=court.say("law"),
    )  # fmt: skip
    for stage, on in passed:
        result = own.choice(("convicted", "acquitted")) if stage == "judgment" else ""
        court.add("proceedingstep", on, court.key, stage, iso_date(on), result, kind="step")
    _accused(court, dict(passed))
    _testimony(court, passed[-1][1])
    _hearings(court, dict(passed))


def _accused(court: _Court, passed: dict[str, int]) -> None:
    first, own = min(passed.values()), court.own
    where = own.choice(("detained", "bail", "free", "not_known"))
    accused = court.add(
        "accused", first, court.key, where, kind="accused", name=court.say("accused")
    )
    if "charge" not in passed:
        return
    outcome, decided, sentence, months = "pending", NULL, "{}", NULL
    if "judgment" in passed:
        outcome = own.choice(("convicted", "acquitted"))
        decided = iso_date(passed["judgment"])
        if outcome == "convicted":
            sentence, months = "{prison,fine}", str(own.choice((18, 36, 84, 120)))
    offence = own.choice(("trafficking", "trafficking", "forced_labour", "sexual_exploit"))
    court.add(
        "charge", passed["charge"], accused, offence, iso_date(passed["charge"]), outcome, decided,
        sentence, months, "", kind="charge",
    )  # fmt: skip


def _testimony(court: _Court, on: int) -> None:
    own, answer = court.own, court.own.choice(_ANSWERS)
    texts = {"child_words": court.say("words")}
    if answer == "conditions":
        texts["conditions"] = court.say("conditions")
    fears = own.choice(("{accused}", "{stigma,family}", "{none}", "{threats}"))
    court.add(
        "childtestimonydecision", on, court.key, iso_date(on), answer,
        own.choice(("representative", "worker", "counsellor")), fears, "{none}", kind="testimony",
        **texts,
    )  # fmt: skip
    if own.random() < 0.5:
        court.add(
            "comprehensionfinding", on, court.key, iso_date(on), "psychologist", "yes",
            own.choice(("yes", "with_support")), "{conversation,aids}", kind="comprehension",
        )  # fmt: skip
    if own.random() < 0.4:
        court.add(
            "courtvisit", on, court.key, iso_date(on), "{courtroom,entrance}", "yes", "yes",
            "{representative}", kind="visit", child_words=court.say("visit"),
        )  # fmt: skip


def _hearings(court: _Court, passed: dict[str, int]) -> None:
    own, today = court.own, court.chunk.today
    if "trial" in passed:
        on = min(passed["trial"] + own.randrange(5, 40), today - 2)
        _hearing(court, on, "adjourned")
        _hearing(court, min(on + 28, today - 1), "held")
    if "judgment" not in passed and not court.child.is_closed:
        ahead = today + own.randrange(1, 28)
        _hearing(court, ahead, "listed")
        _duty(court, "hearing", ahead)


def _hearing(court: _Court, on: int, state: str) -> None:
    own = court.own
    adjourned = (
        own.choice(("defence", "court", "prosecution")),
        own.choice(("no_lawyer", "no_judge")),
    )
    is_held, is_adjourned = state == "held", state == "adjourned"
    held = (
        "video",
        "in_camera",
        "video_link",
        "judge",
        "none_asked",
        "taken",
        "chosen",
        "no",
        "yes",
    )
    text = {"held": "held", "adjourned": "adjourned"}.get(state)
    arranged = ("confirmed", "confirmed", "not_needed") if is_held else _BLANK
    court.add(
        "hearing", on, court.key, iso_date(on), "child_evidence", "video", state, *arranged,
        *(adjourned if is_adjourned else ("", "")), "180" if is_adjourned else NULL,
        iso_date(on + 28) if is_adjourned else NULL, *(held if is_held else ("",) * 9),
        _ROOM if is_held else "{}", kind="hearing", time_and_room=court.say("room"),
        **({"note": court.say(text)} if text else {}),
    )  # fmt: skip


def _duty(court: _Court, duty: str, on: int) -> None:
    """The reminder of a hearing, which the database adds for those that staff record."""
    child, case = court.child, court.child.result(SimulatedCase)
    if case.closed:
        return
    at = f"{iso_date(court.chunk.today - 1)} 10:00:00+00"
    court.chunk.rows.add_row(
        "cases_due", f"{court.own.getrandbits(128):032x}", child.file, at, child.worker_id, "1",
        case.id, child.worker_id, duty, iso_date(on), NULL, "0",
    )  # fmt: skip


_IN = f"{SCOPED_COLUMNS} proceeding_id"
SIMULATION = SimulationPart(
    tables={
        "proceedings_proceeding": f"{SCOPED_COLUMNS} child_id kind country court_kind sealed",
        "proceedings_proceedingstep": f"{_IN} stage reached_on result sealed",
        "proceedings_accused": f"{_IN} whereabouts sealed",
        "proceedings_charge": f"{SCOPED_COLUMNS} accused_id offence charged_on outcome decided_on "
        "sentence prison_months appeal sealed",
        "proceedings_childtestimonydecision": f"{_IN} decided_on answer explained_by fears pressure "
        "sealed",
        "proceedings_comprehensionfinding": f"{_IN} found_on found_by understood coherent grounds "
        "sealed",
        "proceedings_courtvisit": f"{_IN} visited_on seen knows_refusal knows_breaks companions "
        "sealed",
        "proceedings_hearing": f"{_IN} listed_on purpose child_expected state support_arranged "
        "transport_arranged interpreter_arranged adjourned_by cause waited_minutes next_on child_part "
        "public mode questions questions_stopped breaks support faced_accused child_room in_room "
        "sealed",
    },
    for_child=(SimulationStep("proceedings", add_proceedings, after=("cases", "transfers")),),
)
