"""Generates court proceedings at different stages, with decisions of the child and hearings.

Each child has random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Final

from saathi.policy.courts.simulation import DEMO_COURT_DISTRICT, court_id
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
_PENALTIES: Final = {
    "trafficking": "life", "forced_labour": "to_ten", "sexual_exploit": "over_ten",
}  # fmt: skip
_ROOM: Final = "{judge,prosecutor,defence,support_person,representative}"
_ROOM_WITHOUT: Final = "{judge,prosecutor,defence,accused,public}"
_BLANK: Final = ("",) * 3
_WEEKEND: Final = 5
_COURTS: Final = ("child_friendly", "ordinary", "ordinary", "fast_track", "not_known")
_TELLS: Final = ("child_evidence", "child_questions")
# Hearings that may follow, by the number of stages that were reached.
_AHEAD: Final = {
    1: ("protection", "other"), 2: ("bail", "protection"),
    3: ("charges", "bail", "child_evidence"),
    4: ("child_evidence", "child_questions", "other_evidence", "arguments", "judgment"),
}  # fmt: skip
_ADJOURNED: Final = (
    ("defence", "no_lawyer"), ("court", "no_judge"), ("court", "no_time"), ("defence", "no_accused"),
    ("prosecution", "no_papers"), ("court", "no_equipment"), ("child_side", "child_unwell"),
    ("court", "strike"), ("prosecution", "no_witness"),
)  # fmt: skip
_MODES: Final = ("screen", "judges_room", "child_room", "closed_court")
_RESULTS: Final = ("convicted", "convicted", "part_convicted", "acquitted", "discontinued")


@dataclass(frozen=True)
class SimulatedProceeding:
    """The proceedings of a child, for what follows from them: id, stages passed with their days."""

    key: str
    passed: dict[str, int]


@dataclass(frozen=True)
class _Court:
    """The proceedings of one child while their rows are made."""

    chunk: LoadChunk
    child: SimulatedChild
    own: random.Random
    key: str
    part: str  # how the child takes part in hearings at which they are heard
    answer: str  # the child's decision on testimony

    @property
    def part_planned(self) -> str:
        """How the child is to take part: not known unless the child agrees."""
        return self.part if self.answer in {"wants", "conditions"} else "not_known"

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
    pace = own.choice((0.6, 0.8, 1.0, 1.3, 1.7))  # some courts are faster
    passed = [(stage, child.opened + round(after * pace)) for stage, after in _STAGES]
    passed = [(stage, on) for stage, on in passed if on < chunk.today]
    if not is_chosen or not passed:
        return
    part = own.choice(("video", "video", "present"))
    court = _Court(chunk, child, own, f"{own.getrandbits(128):032x}", part, own.choice(_ANSWERS))
    kind = own.choice((*_COURTS, "child_friendly", "child_friendly") if child.is_demo else _COURTS)
    district, special = _place(court, kind)
    court.add(
        "proceeding", passed[0][1], child.id, "criminal", child.office.agency.country, kind,
        district, special,
        kind="proceeding", court=court.say("court"), number=f"{own.randrange(1, 900)}/26",
        law=court.say("law"),
    )  # fmt: skip
    for stage, on in passed:
        result = own.choice(_RESULTS) if stage == "judgment" else ""
        court.add("proceedingstep", on, court.key, stage, iso_date(on), result, kind="step")
    child.attach(SimulatedProceeding(court.key, dict(passed)))
    _accused(court, dict(passed))
    _testimony(court, passed[-1][1])
    _hearings(court, dict(passed))


def _place(court: _Court, kind: str) -> tuple[str, str]:
    """The district of the court, and its entry in the register if it has one."""
    if court.child.is_demo and kind == "child_friendly":
        return DEMO_COURT_DISTRICT, court_id(court.chunk.nation, 0)
    return court.child.office.district, NULL


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
        sentence, months, "", _PENALTIES[offence], kind="charge",
    )  # fmt: skip


def _testimony(court: _Court, on: int) -> None:
    own, answer = court.own, court.answer
    texts = {"child_words": court.say("words")}
    if answer == "conditions":
        texts["conditions"] = court.say("conditions")
    fears = own.choice(("{accused}", "{stigma,family}", "{none}", "{threats}"))
    court.add(
        "childtestimonydecision", on, court.key, iso_date(on), answer,
        own.choice(("representative", "worker", "counsellor")),
        own.choice(("{conversation}", "{conversation,pictures}", "{interpreter}", "{read_aloud}")),
        own.choice(("ne", "ne", "hi", "mai")),
        own.choice(("{own_words}", "{own_words,questions}", "{example}", "{shown}")),
        fears, "{none}", kind="testimony",
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
    """Hearings of each stage that was reached, and the next ones of an open case."""
    own, today = court.own, court.chunk.today
    if "charge" in passed:
        on = min(passed["charge"] + own.randrange(2, 20), today - 3)
        _hearing(court, _Listed(on, own.choice(("bail", "charges")), "held", "not_present"))
    if "trial" in passed:
        on = min(passed["trial"] + own.randrange(5, 60), today - 9)
        for _again in range(own.choice((0, 1, 1, 2))):
            gap = own.randrange(9, 50)
            _hearing(court, _Listed(on, "child_evidence", "adjourned", court.part, gap))
            on = min(on + gap, today - 2)
        purpose = own.choice(("child_evidence", "child_evidence", "child_questions"))
        _hearing(court, _Listed(on, purpose, "held", court.part))
    if "judgment" in passed:
        _hearing(court, _Listed(passed["judgment"], "judgment", "held", "not_present"))
    elif not court.child.is_closed:
        for purpose in own.sample(_AHEAD[min(len(passed), 4)], own.choice((1, 1, 2))):
            ahead = _court_day(today + own.choice((-4, 1, 2, 3, 5, 8, 9, 12, 16, 23, 34)))
            part = (
                court.part_planned
                if purpose in _TELLS
                else own.choice(("not_present", "not_known"))
            )
            _hearing(court, _Listed(ahead, purpose, "listed", part))
            _duty(court, "hearing", ahead)


def _court_day(on: int) -> int:
    """The day, or the next one on which courts sit."""
    while dt.date.fromisoformat(iso_date(on)).weekday() >= _WEEKEND:
        on += 1
    return on


@dataclass(frozen=True)
class _Listed:
    """A hearing to make; `gap`: days until the next one, if it was adjourned."""

    on: int
    purpose: str
    state: str
    part: str
    gap: int = 28


def _hearing(court: _Court, listed: _Listed) -> None:
    own, state = court.own, listed.state
    is_adjourned, is_held, is_there = (
        state == "adjourned",
        state == "held",
        listed.part in {"present", "video"},
    )
    text = {"held": "held" if is_there else "heard_without", "adjourned": "adjourned"}.get(state)
    court.add(
        "hearing", listed.on, court.key, iso_date(listed.on), listed.purpose, listed.part, state,
        *_arranged(court, listed), *(own.choice(_ADJOURNED) if is_adjourned else ("", "")),
        str(own.choice((45, 90, 180, 240))) if is_adjourned and is_there else NULL,
        iso_date(listed.on + listed.gap) if is_adjourned else NULL,
        *(_held(court, listed) if is_held else ("",) * 9),
        (_ROOM if is_there else _ROOM_WITHOUT) if is_held else "{}", kind="hearing",
        time_and_room=court.say("room"), **({"note": court.say(text)} if text else {}),
    )  # fmt: skip


def _arranged(court: _Court, listed: _Listed) -> tuple[str, ...]:
    if listed.part not in {"present", "video"}:
        return _BLANK
    if listed.state != "listed":
        return ("confirmed", "confirmed", "not_needed")
    return court.own.choice(
        (
            _BLANK,
            ("confirmed", "not_arranged", "not_needed"),
            ("confirmed", "confirmed", "not_needed"),
            ("not_arranged", "confirmed", "not_arranged"),
        )
    )


def _held(court: _Court, listed: _Listed) -> tuple[str, ...]:
    """How a hearing was held: without the child, or in camera with the child by one of several ways."""
    own = court.own
    if listed.part not in {"present", "video"}:
        access = own.choice(("open", "open", "not_known"))
        return ("not_present", access, "not_heard", "none", "not_known", "not_known",
                "not_known", "no", "not_known")  # fmt: skip
    mode = "video_link" if listed.part == "video" else own.choice(_MODES)
    return (
        listed.part, own.choice(("in_camera", "in_camera", "partly")), mode,
        own.choice(("judge", "judge", "intermediary", "counsel")),
        own.choice(("none_asked", "none_asked", "stopped", "not_stopped")),
        own.choice(("taken", "not_needed", "not_offered")),
        own.choice(("chosen", "chosen", "other", "not_wanted")), "no",
        own.choice(("yes", "yes", "no")),
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
        "proceedings_proceeding": f"{SCOPED_COLUMNS} child_id kind country court_kind "
        "district special_court_id sealed",
        "proceedings_proceedingstep": f"{_IN} stage reached_on result sealed",
        "proceedings_accused": f"{_IN} whereabouts sealed",
        "proceedings_charge": f"{SCOPED_COLUMNS} accused_id offence charged_on outcome decided_on "
        "sentence prison_months appeal maximum_penalty sealed",
        "proceedings_childtestimonydecision": f"{_IN} decided_on answer explained_by "
        "explained_how language understanding fears pressure "
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
