"""Generates follow-ups after a return: contacts, mentors, answers to the outcome scale, signs.

Each child has random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import datetime as dt
import json
import random
from dataclasses import dataclass
from typing import Final

from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.casework.reintegration import rules
from saathi.protection.casework.reintegration.family_simulation import add_family_support
from saathi.protection.casework.reintegration.vocabulary import OutcomeDomain
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_DEMO: Final = 4  # one of so many open files of the demo
_SHARE: Final = 0.02  # of the children outside the demo
_LIVES_WITH: Final = ("family", "family", "family", "other_family", "alone", "not_known")
_FACES: Final = ("well", "mostly", "mostly", "hard", "very_hard", "declined")


@dataclass(frozen=True)
class SimulatedReturn:
    """The follow-up of one child, its rows sealed with the child's key. Days are ordinals."""

    chunk: LoadChunk
    child: SimulatedChild
    case: SimulatedCase
    own: random.Random
    key: str
    returned: int

    def new_id(self) -> str:
        """A new id from the child's own random numbers."""
        return f"{self.own.getrandbits(128):032x}"

    def add(self, table: str, on: int, *values: str, kind: str = "", **texts: str) -> None:
        """Adds a record with its sealed texts last; without texts, with none."""
        key = self.key if table == "reintegration" else self.new_id()
        day = iso_date(min(on, self.chunk.today - 1))
        base = (key, self.child.file, f"{day} 10:00:00+00", self.child.worker_id, "1")
        sealed = (
            self.chunk.seal(self.child.key, f"reintegration.{kind}", key, texts) if texts else NULL
        )
        self.chunk.rows.add_row(f"reintegration_{table}", *base, *values, sealed)

    def say(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(__file__)["reintegration"][name]))

    def due(self, duty: str, on: int) -> None:
        """Adds an open duty of the child's worker."""
        self.chunk.rows.add_row(
            "cases_due", self.new_id(), self.child.file, f"{iso_date(self.returned)} 10:00:00+00",
            self.child.worker_id, "1", self.case.id, self.child.worker_id, duty, iso_date(on), NULL,
            "0",
        )  # fmt: skip


def add_return(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a follow-up to a quarter of the demo's open files, and to one in fifty of the others."""
    case = child.attached.get(SimulatedCase)
    own = random.Random(f"reintegration {child.file}")  # noqa: S311 - an invented world
    if not isinstance(case, SimulatedCase) or child.is_closed:
        return
    is_chosen = child.index % _DEMO == 1 if child.is_demo else own.random() < _SHARE
    returned = max(child.opened + 1, chunk.today - 5 - own.randrange(500))
    if not is_chosen or returned > chunk.today - 5:
        return
    key = f"{own.getrandbits(128):032x}"
    simulated = SimulatedReturn(chunk, child, case, own, key, returned)
    next_on = _contacts(simulated)
    simulated.add(
        "reintegration", returned, child.id, iso_date(returned), own.choice(_LIVES_WITH), "agreed",
        "active", iso_date(next_on), NULL, "",
        kind="reintegration", cover=simulated.say("cover"), keep_in_mind=simulated.say("keep_in_mind"),
    )  # fmt: skip
    simulated.due("return_contact", next_on)
    _mentor(simulated)
    _answers(simulated)
    if own.random() < 0.3:
        _sign(simulated)
    add_family_support(simulated)


def _contacts(simulated: SimulatedReturn) -> int:
    """Adds the contacts of the schedule; returns the day of the earliest that is still planned."""
    own, today = simulated.own, simulated.chunk.today
    schedule = rules.contact_schedule(dt.date.fromordinal(simulated.returned), Procedure())
    days = [day.toordinal() for day in schedule]
    past = [day for day in days if day < today]
    is_late = len(past) > 1 and own.random() < 0.25
    planned = [*(past[-1:] if is_late else ()), *(day for day in days if day >= today)]
    for day in past[: len(past) - is_late]:
        _past_contact(simulated, day, own.random())
    for day in planned:
        blank = ("", "", "", "", "", "", "", "")
        simulated.add(
            "monitoringcontact", simulated.returned, simulated.key, iso_date(day), "planned", NULL,
            *blank, NULL, NULL, "",
        )  # fmt: skip
    if planned:
        return int(planned[0])
    further: int = today + 20
    simulated.add(
        "monitoringcontact", simulated.returned, simulated.key, iso_date(further), "planned", NULL,
        "", "", "", "", "", "", "", "", NULL, NULL, "",
    )  # fmt: skip
    return further


def _past_contact(simulated: SimulatedReturn, day: int, chance: float) -> None:
    own, on = simulated.own, iso_date(day)
    if chance < 0.1:
        simulated.add(
            "monitoringcontact", day, simulated.key, on, "missed", NULL, "", "", "", "", "", "", "",
            "", NULL, NULL, "",
        )  # fmt: skip
        return
    if chance < 0.2:
        simulated.add(
            "monitoringcontact", day, simulated.key, on, "not_held", on, "home", "not_reached",
            own.choice(("nobody_there", "child_away")), "", "", "", "", "", NULL, NULL, "worker",
        )  # fmt: skip
        return
    is_concern = own.random() < 0.15
    texts = {"child_words": simulated.say("child_words")}
    if own.random() < 0.5:
        texts["caregiver_words"] = simulated.say("caregiver_words")
    if is_concern:
        texts["risks"] = simulated.say("risks")
    way = own.choice(("home", "home", "neutral", "call"))
    simulated.add(
        "monitoringcontact", day, simulated.key, on, "held", on, way,
        own.choice(("alone", "alone", "with_others")), "", "child" if way == "call" else "",
        "concern" if is_concern else "fine", own.choice(("", *_LIVES_WITH)),
        own.choice(("school", "school", "course", "no", "")),
        own.choice(("none", "none", "suitable", "harmful", "")), NULL, NULL, "worker",
        kind="contact", **texts,
    )  # fmt: skip


def _mentor(simulated: SimulatedReturn) -> None:
    own, on = simulated.own, simulated.returned + 2
    leader = simulated.child.office.supervisor or simulated.chunk.nation.demo["supervisor"]
    is_approved = own.random() < 0.6
    decided = (leader.id.hex, iso_date(on + 1)) if is_approved else (NULL, NULL)
    rated = ("helps", "yes", iso_date(on + 2)) if is_approved else ("", "", NULL)
    screened = ("passed", iso_date(on - 5)) if is_approved else ("not_done", NULL)
    simulated.add(
        "mentor", on, simulated.key, "approved" if is_approved else "proposed", "chosen", *screened,
        "none", "safe", "", simulated.child.worker_id, "{}", *decided, *rated, NULL, "",
        kind="mentor", name=simulated.say("mentors"), known_from=simulated.say("known_from"),
        contact=simulated.say("contact"),
        **({"screened_by": simulated.say("screened_by")} if is_approved else {}),
    )  # fmt: skip


def _answers(simulated: SimulatedReturn) -> None:
    """Adds waves of the child, and the worker's after the first; children under 6 are not asked."""
    own, today = simulated.own, simulated.chunk.today
    if simulated.child.age < 8:
        return
    for wave, days in (("leaving", 1), ("month_1", 33), ("month_3", 95), ("month_6", 186)):
        day = simulated.returned + days
        if day >= today:
            return
        for respondent, method in (("child", "child_view"), ("worker", "observed")):
            if respondent == "worker" and wave != "leaving":
                continue
            faces = {domain: own.choice(_FACES) for domain in OutcomeDomain.values}
            simulated.add(
                "outcomeanswer", day, simulated.key, wave, respondent, iso_date(day), method,
                json.dumps(faces),
            )  # fmt: skip


def _sign(simulated: SimulatedReturn) -> None:
    own, today = simulated.own, simulated.chunk.today
    noticed = max(simulated.returned, today - 2 - own.randrange(20))
    is_open = own.random() < 0.5
    texts = {"source": simulated.say("source"), "details": simulated.say("details")}
    if not is_open:
        texts["steps"] = simulated.say("steps")
    checked = (NULL, NULL) if is_open else (iso_date(noticed + 1), simulated.child.worker_id)
    simulated.add(
        "retraffickingsign", noticed, simulated.child.id, own.choice(("debt", "recruiter", "gifts")),
        iso_date(noticed), "open" if is_open else "not_confirmed", *checked, NULL,
        kind="sign", **texts,
    )  # fmt: skip
    if is_open:
        simulated.due("return_sign", noticed + 1)


_OF_RETURN: Final = f"{SCOPED_COLUMNS} reintegration_id"
SIMULATION = SimulationPart(
    tables={
        "reintegration_reintegration": f"{SCOPED_COLUMNS} child_id returned_on lives_with "
        "cover_agreement state next_on ended_on end_reason sealed",
        "reintegration_monitoringcontact": f"{_OF_RETURN} planned_on state contact_on way result "
        "not_held_because replaced finding lives_with school work visit_id escalated_at made_by sealed",
        "reintegration_mentor": f"{_OF_RETURN} state child_choice screening screened_on ties reach "
        "earlier_finding submitted_by editors decided_by decided_on rating reached rated_on ended_on "
        "end_reason sealed",
        "reintegration_outcomeanswer": f"{_OF_RETURN} wave respondent answered_on method faces "
        "sealed",
        "reintegration_committeesupport": f"{_OF_RETURN} committee_id state began_on family_agreed "
        "child_agreed kinds ended_on end_reason effect sealed",
        "reintegration_livelihoodeffect": f"{_OF_RETURN} livelihood_id reviewed_on income debt "
        "school child_work safety made_worse sealed",
        "reintegration_aftercareplan": f"{SCOPED_COLUMNS} child_id planned_on youth_agrees settled "
        "lacking next_on sealed",
        "reintegration_retraffickingsign": f"{SCOPED_COLUMNS} child_id kind noticed_on state "
        "checked_on checked_by episode_id sealed",
    },
    for_child=(
        SimulationStep("reintegration", add_return, after=("cases", "services", "tracing")),
    ),
)
