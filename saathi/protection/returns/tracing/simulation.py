"""Generates family tracing for some children of the demo, in each of its states.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from dataclasses import dataclass

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.returns.tracing.family_rules import CLAIM_DAYS
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_RELATIONS = ("mother", "mother", "father", "grandparent", "aunt_uncle")
_EVERY = 3  # one of so many open demo files has tracing


@dataclass(frozen=True)
class SimulatedTracing:
    """The tracing of one child: its rows, sealed with the child's key."""

    chunk: LoadChunk
    child: SimulatedChild
    case: SimulatedCase
    own: random.Random
    opened: int
    names: str  # of the person sought
    relation: str

    def add(self, table: str, on: int, *values: str, **texts: str) -> str:
        """Adds a record with its sealed texts last; returns its id."""
        key = f"{self.own.getrandbits(128):032x}"
        base = (key, self.child.file, f"{iso_date(on)} 10:00:00+00", self.child.worker_id, "1")
        sealed = self.chunk.seal(self.child.key, f"tracing.{texts.pop('kind')}", key, texts)
        self.chunk.rows.add_row(f"tracing_{table}", *base, *values, sealed)
        return key

    def say(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(__file__)["tracing"][name]))

    def due(self, duty: str, on: int) -> None:
        """Adds an open duty of the child's worker."""
        key = f"{self.own.getrandbits(128):032x}"
        self.chunk.rows.add_row(
            "cases_due", key, self.child.file, f"{iso_date(self.opened)} 10:00:00+00",
            self.child.worker_id, "1", self.case.id, self.child.worker_id, duty, iso_date(on), NULL, "0",
        )  # fmt: skip

    @property
    def supervisor(self) -> str:
        """The second person."""
        return self.chunk.nation.demo["supervisor"].id.hex


def add_tracing(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a search to a third of the demo's open files, each further on than the one before."""
    case = child.attached.get(SimulatedCase)
    if not isinstance(case, SimulatedCase) or not child.is_demo or child.is_closed:
        return
    own = random.Random(f"tracing {child.file}")  # noqa: S311 - an invented world
    opened = max(child.opened, chunk.today - 20 - own.randrange(100))
    if own.randrange(_EVERY) or opened > chunk.today - 12:
        return
    names = own.choice(list(name_lists.texts_beside(__file__)["tracing"]["names"]))
    tracing = SimulatedTracing(chunk, child, case, own, opened, names, own.choice(_RELATIONS))
    stage = own.randrange(8)
    request = _request(tracing, "reunified" if stage == 7 else "found" if stage > 2 else "open")
    _view(tracing, request, "tracing", "not_now" if stage == 0 else "wants", opened + 1)
    if stage == 0:
        return
    for number in range(1 + own.randrange(2)):
        _enquiry(tracing, request, opened + 3 + number, is_last=stage > 2)
    if stage != 7:
        tracing.due("tracing_review", chunk.today + own.randrange(-2, 25))
    if stage == 2:
        _claim(tracing)
    if stage > 2:
        _found(tracing, request, stage)


def _request(tracing: SimulatedTracing, state: str) -> str:
    ended = iso_date(tracing.chunk.today - 2) if state == "reunified" else NULL
    is_old = tracing.opened < tracing.chunk.today - 91
    return tracing.add(
        "tracingrequest", tracing.opened, tracing.child.id, tracing.relation, NULL,
        iso_date(tracing.opened), "{}", state, ended, NULL,
        iso_date(tracing.opened + 90) if is_old else NULL,
        kind="request", names=tracing.names, places=tracing.say("places"),
        about=tracing.say("about"), keep_from=tracing.say("keep_from"),
        **({"solution": "Kinship care with an aunt was assessed."} if is_old else {}),
    )  # fmt: skip


def _view(tracing: SimulatedTracing, request: str, subject: str, wish: str, on: int) -> None:
    tracing.add(
        "childtracingview", on, request, subject, iso_date(on), wish, NULL, "", "",
        kind="view", child_words=tracing.say("words"),
    )  # fmt: skip


def _enquiry(tracing: SimulatedTracing, request: str, on: int, *, is_last: bool) -> None:
    result = "found" if is_last else tracing.own.choice(("", "no_answer", "partly", "not_found"))
    way = tracing.own.choice(("phone", "village_head", "school", "red_cross"))
    asked = {"phone": "family", "red_cross": "organisation"}.get(way, way)
    facts = postgres_array(tracing.own.choice((["age", "home"], ["family_names"], [])))
    tracing.add(
        "tracingenquiry", on, request, iso_date(on), way, asked,
        "NPL", "ours", facts, NULL, result,
        iso_date(on + 2) if result else NULL, iso_date(on + 9) if result == "no_answer" else NULL,
        kind="enquiry", to_whom=tracing.say("to_whom"), cover_text=tracing.say("cover_text"),
        **({"answer": tracing.say("answer")} if result else {}),
    )  # fmt: skip


def _claim(tracing: SimulatedTracing) -> None:
    on = tracing.opened + 4
    signs = postgres_array(["before_asked", "third_person"])
    tracing.add(
        "familyclaim", on, tracing.child.id, iso_date(on), "aunt_uncle", "unrelated", "{}", "seen",
        signs, "explained", "open",
        kind="claim", name=tracing.names.splitlines()[0], unasked=tracing.say("unasked"),
        said=tracing.say("said"),
    )  # fmt: skip
    tracing.due("family_claim", on + CLAIM_DAYS)


def _found(tracing: SimulatedTracing, request: str, stage: int) -> None:
    """A person who was found: from an open verification to the return."""
    today = tracing.chunk.today
    on = tracing.opened + 5
    state = "open" if stage == 3 else "submitted" if stage == 4 else "confirmed"
    is_decided = state == "confirmed"
    verification = tracing.add(
        "relationshipverification", on, request, NULL, tracing.relation, iso_date(on),
        postgres_array(["questions", "photos"]), tracing.child.worker_id, NULL, "yes",
        "" if state == "open" else "verified", state,
        NULL if state == "open" else tracing.child.worker_id, "{}",
        tracing.supervisor if is_decided else NULL, iso_date(on + 2) if is_decided else NULL,
        kind="verification", name=tracing.names.splitlines()[0],
        other_worker=tracing.say("assessor"), reasons=tracing.say("reasons"),
    )  # fmt: skip
    texts = name_lists.texts_beside(__file__)["tracing"]
    for number in range(3):
        answers = {
            name: texts[name][number] for name in ("question", "child_answer", "family_answer")
        }
        tracing.add(
            "verificationitem", on, verification, "agrees", "written" if number == 2 else "kept_back",
            kind="item", **answers,
        )  # fmt: skip
    if stage < 5:
        return
    _home(tracing, verification, on + 3, is_suitable=stage > 5)
    _view(tracing, request, "contact", "wants", on + 3)
    tracing.add(
        "familycontact", on + 5, verification, "accompanied" if stage == 5 else "visit",
        iso_date(on + 5), "ours", "none", "", "safe", "took_place",
        kind="contact", safety_words=tracing.say("safety_words"), words_before=tracing.say("words"),
        words_after=tracing.say("after"),
    )  # fmt: skip
    if stage > 5:
        _view(tracing, request, "reunification", "wants", today - 5)
        _reunification(tracing, verification, is_carried_out=stage == 7)


def _home(tracing: SimulatedTracing, verification: str, on: int, *, is_suitable: bool) -> None:
    tracing.add(
        "homeassessment", on, verification, iso_date(on), "2", postgres_array(["carer", "children"]),
        tracing.own.choice(("deceived", "none" if is_suitable else "took_money", "unaware")),
        postgres_array(["debt", "livelihood"]),
        "none" if is_suitable else "present", "no", "not_known",
        "conditions" if is_suitable else "contact_only",
        kind="home", assessor=tracing.say("assessor"), household=tracing.say("household"),
        family_role=tracing.say("family_role"), support=tracing.say("support"),
        reasons=tracing.say("reasons"),
        **({"conditions": tracing.say("conditions")} if is_suitable else {}),
    )  # fmt: skip


def _reunification(tracing: SimulatedTracing, verification: str, *, is_carried_out: bool) -> None:
    today = tracing.chunk.today
    done = (tracing.supervisor, iso_date(today - 4), iso_date(today - 2), "", iso_date(today + 3))
    tracing.add(
        "reunification", today - 6, tracing.child.id, verification,
        "carried_out" if is_carried_out else "proposed", iso_date(today + 10), "none",
        tracing.child.worker_id, "{}",
        *(done if is_carried_out else (NULL, NULL, NULL, "", NULL)), NULL,
        "", "", NULL, tracing.child.office.agency.country,
        kind="reunification", carer=tracing.names.splitlines()[0],
        conditions=tracing.say("conditions"),
        **({"handover": tracing.say("handover")} if is_carried_out else {}),
    )  # fmt: skip
    if is_carried_out:
        tracing.due("family_visit", today + 3)


SIMULATION = SimulationPart(
    tables={
        "tracing_tracingrequest": f"{SCOPED_COLUMNS} child_id relation person_id opened_on clues "
        "state ended_on reviewed_on solution_on sealed",
        "tracing_childtracingview": f"{SCOPED_COLUMNS} request_id subject asked_on wish wait_until "
        "why_not_asked heard_for_child sealed",
        "tracing_tracingenquiry": f"{SCOPED_COLUMNS} request_id made_on way asked country made_through facts "
        "cross_border_id result result_on next_on sealed",
        "tracing_familyclaim": f"{SCOPED_COLUMNS} child_id claimed_on relation brought_by papers "
        "assessed signs explained state sealed",
        "tracing_relationshipverification": f"{SCOPED_COLUMNS} request_id claim_id relation "
        "began_on methods child_worker_id family_worker_id recognises outcome state submitted_by "
        "editors decided_by decided_on sealed",
        "tracing_verificationitem": f"{SCOPED_COLUMNS} verification_id match use sealed",
        "tracing_homeassessment": f"{SCOPED_COLUMNS} verification_id visited_on visits seen_alone "
        "family_part factors violence others_at_risk alleged_near result sealed",
        "tracing_familycontact": f"{SCOPED_COLUMNS} verification_id step contact_on made_through "
        "officials origin_country safety state sealed",
        "tracing_reunification": f"{SCOPED_COLUMNS} child_id verification_id state planned_on "
        "order_check submitted_by editors decided_by decided_on handed_over_on "
        "handed_over_by first_visit_on visited_on visit_seen visit_safety next_visit_on country sealed",
    },
    for_child=(SimulationStep("tracing", add_tracing, after=("cases",)),),
)
