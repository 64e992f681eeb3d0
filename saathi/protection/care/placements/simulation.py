"""Generates placements: in families and facilities, with reviews, moves, exceptions and children who left.

Each child has random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from dataclasses import dataclass
from typing import Final

from saathi.protection.care.facilities import simulation as facilities
from saathi.protection.care.inspections.simulation import inspection_id
from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_DEMO: Final = 2  # one of so many open files of the demo
_SHARE: Final = 0.12  # of the children outside the demo
_COLUMNS: Final = (
    "child_id kind basis state country facility_id assessment_id counted_as started_on ended_on end_reason "
    "move_reason planned_end back_on parents_option kin_option foster_option view siblings "
    "siblings_apart unmet exception_state exception_until submitted_by editors decided_by "
    "decided_on next_review_on end_authors"
)
_DEFAULTS: Final = {
    "basis": "ours", "state": "current", "end_reason": "", "move_reason": "", "parents_option": "",
    "kin_option": "", "foster_option": "", "view": "accepts", "siblings": "no_siblings",
    "siblings_apart": "", "unmet": "{}", "exception_state": "", "editors": "{}",
    "end_authors": "{}",
}  # fmt: skip
_EXAMINED: Final = {
    "parents_option": "unsafe", "kin_option": "no_person", "foster_option": "no_person",
}  # fmt: skip
# What becomes of the children of the demo, in turn; of others, by chance.
_STORIES: Final = (
    "residential", "foster", "left", "suspended", "exception", "moved", "requested", "order",
    "kinship", "transit", "back", "expired", "independent",
)  # fmt: skip


@dataclass(frozen=True)
class SimulatedPlacements:
    """The placements of one child, sealed with the child's key. Days are ordinals."""

    chunk: LoadChunk
    child: SimulatedChild
    case: SimulatedCase
    own: random.Random

    def new_id(self) -> str:
        """A new id from the child's own random numbers."""
        return f"{self.own.getrandbits(128):032x}"

    def say(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(__file__)["placements"][name]))

    def add(
        self, table: str, on: int, values: tuple[str, ...], kind: str, texts: dict[str, str]
    ) -> str:
        """Adds a record with its sealed texts last; returns its id."""
        key, day = self.new_id(), iso_date(min(on, self.chunk.today - 1))
        base = (key, self.child.file, f"{day} 10:00:00+00", self.child.worker_id, "1")
        field_id = f"placements.{kind}"
        sealed = self.chunk.seal(self.child.key, field_id, key, texts) if texts else NULL
        self.chunk.rows.add_row(f"placements_{table}", *base, *values, sealed)
        return key

    def place(self, started: int, texts: dict[str, str] | None = None, **known: str) -> str:
        """Adds a placement that began on this day."""
        given = {
            **_DEFAULTS,
            "child_id": self.child.id,
            "counted_as": "girl" if self.child.is_girl else "boy",
            "country": self.child.office.agency.country,
            "started_on": iso_date(started),
            **known,
        }
        values = tuple(given.get(name, NULL) for name in _COLUMNS.split())
        words = {"reasons": self.say("reasons"), "child_words": self.say("child_words")}
        return self.add("placement", started, values, "placement", words | (texts or {}))

    def due(self, duty: str, on: int) -> None:
        """Adds an open duty of the child's worker."""
        self.chunk.rows.add_row(
            "cases_due", self.new_id(), self.child.file,
            f"{iso_date(min(on, self.chunk.today - 1))} 10:00:00+00", self.child.worker_id, "1",
            self.case.id, self.child.worker_id, duty, iso_date(on), NULL, "0",
        )  # fmt: skip

    def review(
        self, placement: str, on: int, occasion: str = "planned", *, held: bool, source: str = NULL
    ) -> None:
        """Adds a review that was held, or that is due because of `source`."""
        answers = (iso_date(on), "alone", "stay", "stay") if held else (NULL, "", "", "")
        texts = {"reasons": self.say("review_reasons"), "child_words": self.say("child_words")}
        values = (placement, occasion, "held" if held else "due", iso_date(on), source, *answers)
        self.add("placementreview", on, values, "review", texts if held else {})

    def facility(self, number: int | None = None) -> str:
        """The id of a facility: a licensed one of the demo's district, or any."""
        nation = self.chunk.nation
        if number is None:
            low, high = (0, 2) if self.child.is_demo else (4, facilities.count_facilities(nation))
            number = self.own.randrange(low, high)
        return facilities.facility_id(nation, number)

    @property
    def leader(self) -> str:
        """The id of the supervisor of the child's office."""
        leader = self.child.office.supervisor or self.chunk.nation.demo["supervisor"]
        return leader.id.hex


def add_placements(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds placements to half of the demo's open files, and to one in eight of the others."""
    case = child.attached.get(SimulatedCase)
    own = random.Random(f"placements {child.file}")  # noqa: S311 - an invented world
    if not isinstance(case, SimulatedCase) or child.is_closed:
        return
    is_chosen = child.index % _DEMO == 0 if child.is_demo else own.random() < _SHARE
    if not is_chosen or child.opened > chunk.today - 12:
        return
    story = (
        _STORIES[child.index // _DEMO % len(_STORIES)] if child.is_demo else own.choice(_STORIES)
    )
    simulated = SimulatedPlacements(chunk, child, case, own)
    _TOLD.get(story, _simple)(simulated, story)


def _start(simulated: SimulatedPlacements) -> int:
    """A day between the opening of the case and ten days ago."""
    last = simulated.chunk.today - 10
    return simulated.own.randrange(max(simulated.child.opened, last - 300), last + 1)


def _options(simulated: SimulatedPlacements) -> dict[str, str]:
    return {"options_words": simulated.say("options")}


def _reviews(simulated: SimulatedPlacements, placement: str, started: int, next_on: int) -> None:
    """Adds the reviews that were held every three months, and the one that is due."""
    today = simulated.chunk.today
    for day in range(started + 30, min(today, next_on) - 14, 91):
        simulated.review(placement, day, held=True)
    simulated.review(placement, next_on, held=False)
    simulated.due("placement_review", next_on)


def _next_review(simulated: SimulatedPlacements) -> int:
    """A day of the next review: of one in five placements it has passed."""
    is_late = simulated.own.random() < 0.2
    days = -simulated.own.randrange(1, 9) if is_late else simulated.own.randrange(3, 60)
    return simulated.chunk.today + days


def _simple(simulated: SimulatedPlacements, story: str) -> None:
    """A current placement of one type."""
    started, next_on = _start(simulated), _next_review(simulated)
    if story == "transit":  # a short stay, within its limit
        started = max(started, simulated.chunk.today - 12)
    known = {"kind": story, "next_review_on": iso_date(next_on)}
    texts: dict[str, str] = {}
    if story in {"residential", "transit"}:
        known |= {"facility_id": simulated.facility(), **_EXAMINED}
        texts = _options(simulated)
    if story == "transit":
        known["planned_end"] = iso_date(simulated.chunk.today + 10)
        simulated.due("placement_ends", simulated.chunk.today + 10)
    if story in {"foster", "kinship"}:
        known["assessment_id"] = _family(simulated, story, started - 3)
    if story == "independent":
        texts = {"place": simulated.say("places")}
        known["basis"] = "family"
    if simulated.own.random() < 0.2:
        known |= {"siblings": "apart", "siblings_apart": "no_place"}
    placement = simulated.place(started, texts, **known)
    _reviews(simulated, placement, started, next_on)


def _family(simulated: SimulatedPlacements, care: str, on: int) -> str:
    """Adds the assessment of a family; returns its id."""
    is_supported = simulated.own.random() < 0.5
    values = (
        simulated.child.id, care, iso_date(on), "none",
        "with_support" if is_supported else "safe", "{school,money}" if is_supported else "{}",
        simulated.child.office.agency.country, "ours",
    )  # fmt: skip
    names = {"caregiver": "caregivers", "relation": "relations", "assessor": "assessors"}
    texts = {name: simulated.say(source) for name, source in names.items()}
    if is_supported:
        texts["support_plan"] = simulated.say("supports")
    return simulated.add("familyassessment", on, values, "family", texts)


def _left(simulated: SimulatedPlacements, story: str) -> None:
    """A child who left without notice, and in the story "back" came back to a new place."""
    started, today = _start(simulated), simulated.chunk.today
    left = max(started, today - simulated.own.randrange(2, 9))
    known = {"kind": "residential", "facility_id": simulated.facility(), **_EXAMINED}
    texts = _options(simulated) | {"end_note": simulated.say("end_notes")}
    known |= {"state": "ended", "ended_on": iso_date(left), "end_reason": "left"}
    if story == "back":
        back = min(left + 1, today - 1)
        known["back_on"] = iso_date(max(back, left))
        texts["back_words"] = simulated.say("back_words")
    simulated.place(started, texts, **known)
    if story == "left":
        simulated.due("missing_care", left)
        return
    next_on = today + 12
    placement = simulated.place(
        max(left, today - 1), kind="kinship", assessment_id=_family(simulated, "kinship", today - 1),
        next_review_on=iso_date(next_on),
    )  # fmt: skip
    _reviews(simulated, placement, today, next_on)


def _suspended(simulated: SimulatedPlacements, _story: str) -> None:
    """A resident of the facility that failed its inspection and lost its licence: the reviews are due."""
    started, due = _start(simulated), simulated.chunk.today + 2
    number = facilities.SUSPENDED
    placement = simulated.place(
        started, _options(simulated), kind="residential", facility_id=simulated.facility(number),
        next_review_on=iso_date(due), **_EXAMINED,
    )  # fmt: skip
    failed = inspection_id(simulated.chunk.nation, number)
    simulated.review(placement, due, "failed", held=False, source=failed)
    simulated.review(placement, due + 1, "licence", held=False)
    simulated.due("placement_review", due)


def _exception(simulated: SimulatedPlacements, story: str) -> None:
    """A placement by an exception that runs or has expired, or a request for one."""
    today = simulated.chunk.today
    started = today - (9 if story == "expired" else 2)
    until = started + 6
    known = {
        "kind": "emergency", "facility_id": simulated.facility(facilities.UNLICENSED),
        "planned_end": iso_date(until), "unmet": "{unregistered}", "exception_until": iso_date(until),
        "submitted_by": simulated.child.worker_id, **_EXAMINED,
    }  # fmt: skip
    texts = _options(simulated) | {"exception_why": simulated.say("exception_why")}
    if story == "requested":
        simulated.place(started, texts, state="proposed", exception_state="requested", **known)
        return
    next_on = started + 7
    placement = simulated.place(
        started, texts, exception_state="approved", decided_by=simulated.leader,
        decided_on=iso_date(started), next_review_on=iso_date(next_on), **known,
    )  # fmt: skip
    simulated.review(placement, next_on, held=False)
    simulated.due("exception_ends", until)
    simulated.due("placement_review", next_on)


def _moved(simulated: SimulatedPlacements, _story: str) -> None:
    """A move from a facility to a foster family."""
    started, today = _start(simulated), simulated.chunk.today
    moved = simulated.own.randrange(started, today - 5)
    simulated.place(
        started, _options(simulated), kind="residential", facility_id=simulated.facility(),
        state="ended", ended_on=iso_date(moved), end_reason="moved", **_EXAMINED,
    )  # fmt: skip
    next_on = _next_review(simulated)
    placement = simulated.place(
        moved, kind="foster", assessment_id=_family(simulated, "foster", moved - 2), view="wants",
        move_reason="to_family", next_review_on=iso_date(next_on),
    )  # fmt: skip
    _reviews(simulated, placement, moved, next_on)


def _order(simulated: SimulatedPlacements, _story: str) -> None:
    """A placement by an order in a facility without a licence: a fact with what was missing."""
    started, next_on = _start(simulated), _next_review(simulated)
    placement = simulated.place(
        started, kind="residential", basis="order", view="not_asked", siblings="not_known",
        facility_id=simulated.facility(facilities.UNLICENSED), unmet="{unregistered}",
        next_review_on=iso_date(next_on),
    )  # fmt: skip
    _reviews(simulated, placement, started, next_on)


_TOLD: Final = {
    "left": _left, "back": _left, "suspended": _suspended, "exception": _exception,
    "expired": _exception, "requested": _exception, "moved": _moved, "order": _order,
}  # fmt: skip
SIMULATION = SimulationPart(
    tables={
        "placements_familyassessment": f"{SCOPED_COLUMNS} child_id care assessed_on violence result "
        "support country asked_by sealed",
        "placements_placement": f"{SCOPED_COLUMNS} {_COLUMNS} sealed",
        "placements_placementreview": f"{SCOPED_COLUMNS} placement_id occasion state due_on "
        "source_id held_on seen wish outcome sealed",
    },
    for_child=(SimulationStep("placements", add_placements, after=("cases",)),),
)
