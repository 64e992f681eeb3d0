"""The rows of a simulated transfer: each step that its stage has passed, on a day of its own."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from saathi.agencies.sections import Section
from saathi.people.languages import Language
from saathi.policy.agreements.simulation import agreement_id, national_focal_point_id
from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.decisions.best_interests.simulation import add_determination_in_force
from saathi.protection.returns.transfers.paper_rules import DATED_PAPERS
from saathi.protection.returns.transfers.vocabulary import REQUIRED_PAPERS
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.nation import SimulatedWorker
from saathi.synthetic.tables import NULL

REQUESTED, ACCEPTED, SUBMITTED, AUTHORISED, TRAVELLING, HANDED_OVER, RECEIVED, FOLLOWED = range(
    1, 9
)
_BESIDE: Final = str(Path(__file__).with_name("simulation.py"))
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_REPORTS: Final = (("first_visit", 2), ("month_1", 30), ("month_3", 91), ("month_6", 182),
                   ("month_12", 365))  # fmt: skip
_NEXT: Final = {"month_1": 30, "month_3": 91, "month_6": 182, "month_12": 365}


@dataclass(frozen=True)
class SimulatedTransfer:
    """One child's transfer: who, where, how far, and its days as ordinals."""

    chunk: LoadChunk
    child: SimulatedChild
    own: random.Random
    key: str
    state: str
    direction: str
    kind: str
    here: str
    there: str
    opened: int
    passed: int  # the position of its stage; -1 if it was refused or stopped
    receiver: SimulatedWorker | None
    group: str

    def add(self, table: str, on: int, *values: str, kind: str, **texts: str) -> str:
        """Adds a record with its sealed texts last; returns its id."""
        key = self.key if table == "transfer" else f"{self.own.getrandbits(128):032x}"
        recorder = self.child.worker_id
        if kind in {"answer", "placement"} and self.receiver is not None:
            recorder = self.receiver.id.hex
        base = (key, self.child.file, f"{iso_date(on)} 10:00:00+00", recorder, "1")
        sealed = self.chunk.seal(self.child.key, f"transfers.{kind}", key, texts)
        self.chunk.rows.add_row(f"transfers_{table}", *base, *values, sealed)
        return key

    def say(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(_BESIDE)["transfers"][name]))

    def say_of(self, name: str, country: str) -> str:
        """One of the sentences of this name about a country; of any other country if it has none."""
        known = name_lists.texts_beside(_BESIDE)["transfers"]
        return self.say(f"{name}_{country}" if f"{name}_{country}" in known else f"{name}_far")

    @property
    def receiving(self) -> str:
        """The country that receives the child."""
        return self.there if self.is_outgoing else self.here

    @property
    def departs(self) -> int:
        """The day of the journey, as it is planned or was."""
        return self.day(TRAVELLING) if self.has(TRAVELLING) else self.chunk.today + 20

    @property
    def received_on(self) -> int:
        """The day on which the child was received: that of the handover, or a little later."""
        later = self._drawn("receipt").choice((0, 0, 1, 3))
        return min(self.day(HANDED_OVER) + later, self.chunk.today - 1)

    @property
    def visited_on(self) -> int:
        """The day of the first visit, within 72 hours of the receipt."""
        return min(self.received_on + self._drawn("visit").randrange(1, 4), self.chunk.today - 1)

    def _drawn(self, what: str) -> random.Random:
        """Random numbers of one fact, the same wherever it is asked."""
        return random.Random(f"{what} {self.key}")  # noqa: S311 - an invented world

    @property
    def since(self) -> int:
        """The day on which the present stage was reached."""
        if self.state in {"stopped", "ended"}:
            return self.chunk.today - 2
        if self.state == "refused":
            return self.day(ACCEPTED)
        reached = {RECEIVED: self.received_on, FOLLOWED: self.visited_on}
        return reached.get(self.passed) or self.day(max(self.passed, 0))

    def has(self, step: int) -> bool:
        """Whether the transfer passed this step; a stopped one was accepted before."""
        if self.state == "refused":
            return step == REQUESTED
        return step <= (ACCEPTED if self.state == "stopped" else self.passed)

    @property
    def is_outgoing(self) -> bool:
        """Whether the child leaves our care."""
        return self.direction == "outgoing"

    @property
    def supervisor(self) -> str:
        """The second person of the office."""
        leader = self.child.office.supervisor or self.chunk.nation.demo["supervisor"]
        return leader.id.hex

    def day(self, step: int) -> int:
        """The day of a step; its present stage began two days ago, a follow-up that ended long ago."""
        step = HANDED_OVER if step == TRAVELLING and self.has(HANDED_OVER) else step
        length = 40 if self.state == "ended" else self.chunk.today - 2 - self.opened
        steps = 9 if self.passed > RECEIVED else max(self.passed, 2)
        return min(self.opened + length * step // steps, self.chunk.today - 1)

    @property
    def asked_on(self) -> int:
        """The day on which safety was assessed and the child asked: just before the decision."""
        return self.day(AUTHORISED) - 3 if self.has(AUTHORISED) else self.chunk.today - 4

    def due(self, duty: str, on: int) -> None:
        """Adds an open duty of the child's worker, in an open case."""
        case = self.child.attached.get(SimulatedCase)
        if not isinstance(case, SimulatedCase) or self.child.is_closed:
            return
        key = f"{self.own.getrandbits(128):032x}"
        self.chunk.rows.add_row(
            "cases_due", key, self.child.file, f"{iso_date(self.opened)} 10:00:00+00",
            self.child.worker_id, "1", case.id, self.child.worker_id, duty, iso_date(on), NULL, "0",
        )  # fmt: skip


def add_steps(transfer: SimulatedTransfer) -> None:
    """Adds the row of the transfer and those of its steps."""
    _transfer(transfer)
    if transfer.is_outgoing:
        _outgoing(transfer)
    elif transfer.has(ACCEPTED):
        _answer(transfer, "accepted")
        _placement(transfer)
    if transfer.has(RECEIVED):
        _receipt(transfer)
    if transfer.has(FOLLOWED):
        _reports(transfer)


def _outgoing(transfer: SimulatedTransfer) -> None:
    if transfer.has(REQUESTED):
        _request(transfer)
    if transfer.has(ACCEPTED):
        _answer(transfer, transfer.own.choice(("accepted", "accepted", "accepted_if")))
        _placement(transfer)
        _safety(transfer)
        _view(transfer, "preparation", _wish(transfer), transfer.asked_on + 1)
        _papers(transfer)
    elif transfer.state == "refused":
        _answer(transfer, "refused")
    elif transfer.has(REQUESTED) and transfer.own.random() < 0.5:
        _answer(transfer, "no_answer")
    if transfer.has(SUBMITTED):
        _journey(transfer)
    if transfer.has(TRAVELLING):
        _view(transfer, "departure", "goes", transfer.day(TRAVELLING) - 1)
    if transfer.has(HANDED_OVER):
        _handover(transfer)


def _wish(transfer: SimulatedTransfer) -> str:
    if transfer.state == "stopped":
        return "does_not" if _is_stopped_by_child(transfer) else "goes"
    return transfer.own.choice(("goes", "goes", "goes", "doubts", "chose_not"))


def _is_stopped_by_child(transfer: SimulatedTransfer) -> bool:
    return transfer.child.index % 3 != 0


def _reference(transfer: SimulatedTransfer) -> str:
    drawn = "".join(transfer.own.choice(_LETTERS) for _ in range(12))
    return "-".join((drawn[:4], drawn[4:8], drawn[8:]))


def _transfer(transfer: SimulatedTransfer) -> None:
    """Adds the row itself, and the right of whoever receives the child."""
    start, end = (transfer.here, transfer.there) if transfer.is_outgoing else (
        transfer.there, transfer.here
    )  # fmt: skip
    is_decided = transfer.is_outgoing and transfer.has(AUTHORISED)
    is_over = transfer.state in {"stopped", "ended"}
    since = transfer.since
    texts = {"partner": transfer.say_of("partner", transfer.there)}
    stopped_by = ""
    if transfer.state == "stopped":
        by_child = _is_stopped_by_child(transfer)
        stopped_by = "child" if by_child else transfer.own.choice(("authority", "focal_point"))
        texts |= {
            "stop_reason": transfer.say("stopped" if by_child else "stopped_other"),
            "place_tonight": transfer.say("tonight"),
            "next_step": transfer.say("what_next"),
        }
    receiver, access = _share(transfer)
    planned = transfer.chunk.today + 5 + transfer.own.randrange(20)
    if transfer.has(SUBMITTED):
        planned = transfer.departs
    transfer.add(
        "transfer", transfer.opened, transfer.child.id, _reference(transfer), "1",
        transfer.direction, transfer.kind, start, end, postgres_array([start, end]), "agreement",
        *_basis(transfer), transfer.group if end == "IND" else NULL, iso_date(transfer.opened),
        iso_date(planned),
        transfer.state, iso_date(since), receiver, access,
        transfer.child.worker_id if transfer.is_outgoing and transfer.has(SUBMITTED) else NULL,
        "{}", transfer.supervisor if is_decided else NULL,
        iso_date(transfer.day(AUTHORISED)) if is_decided else NULL, NULL,
        f"{iso_date(transfer.day(TRAVELLING))} 03:00:00+00"
        if transfer.is_outgoing and transfer.has(TRAVELLING) else NULL,
        stopped_by, iso_date(since) if is_over else NULL, _determination(transfer), kind="transfer",
        **texts,
    )  # fmt: skip


def _basis(transfer: SimulatedTransfer) -> tuple[str, str, str]:
    """The agreement and both focal points, once the other country accepted; NULL before."""
    if not transfer.has(ACCEPTED):
        return NULL, NULL, NULL
    nation = transfer.chunk.nation
    ours, theirs = (
        national_focal_point_id(nation, each) for each in (transfer.here, transfer.there)
    )
    return agreement_id(nation), ours, theirs


def _determination(transfer: SimulatedTransfer) -> str:
    """The determination on which a submitted transfer of the demo is based; NULL for any other."""
    if not (transfer.child.is_demo and transfer.is_outgoing and transfer.has(SUBMITTED)):
        return NULL
    solution = "relatives" if transfer.kind == "relatives" else "return"
    on = max(transfer.day(ACCEPTED) - 9, transfer.opened)
    return add_determination_in_force(
        transfer.chunk, transfer.child, solution=solution, country=transfer.there, on=on
    )


def _share(transfer: SimulatedTransfer) -> tuple[str, str]:
    """The colleague who receives the child, and the id of the right, which ends with the transfer."""
    if transfer.receiver is None or not transfer.has(REQUESTED):
        return NULL, NULL
    key, bits = f"{transfer.own.getrandbits(128):032x}", str(int(Section.TRANSFER))
    is_over = transfer.state in {"stopped", "refused", "ended"}
    starts = f"{iso_date(transfer.day(REQUESTED))} 10:00:00+00"
    ends = transfer.chunk.today - 1 if is_over else transfer.chunk.today + 300
    transfer.chunk.rows.add_row(
        "agencies_grant", key, transfer.child.file, transfer.receiver.id.hex, "share", bits, bits,
        starts, f"{iso_date(max(ends, transfer.day(REQUESTED) + 1))} 10:00:00+00",
        transfer.supervisor,
    )  # fmt: skip
    return transfer.receiver.id.hex, key


def _request(transfer: SimulatedTransfer) -> None:
    on = transfer.day(REQUESTED)
    answer_by = on + 14
    channel = "here" if transfer.receiver else "focal_point"
    transfer.add(
        "transferrequest", on, transfer.key, iso_date(on), channel, "", NULL,
        postgres_array(["gender", "age", "languages"]), iso_date(answer_by), _addressee(transfer),
        kind="request",
        needs=transfer.say("needs"), asks=transfer.say("asks"), shared=_shared(transfer.child),
    )  # fmt: skip
    if transfer.state == "requested":
        transfer.due("transfer_answer", answer_by)


def _addressee(transfer: SimulatedTransfer) -> str:
    """The receiver in the system, for whom requests, placements and plans are recorded."""
    return transfer.receiver.id.hex if transfer.receiver and transfer.has(REQUESTED) else NULL


def _shared(child: SimulatedChild) -> str:
    who = "girl" if child.is_girl else "boy"
    return f"A {who} of about {child.age} who speaks {Language(child.language).label}."


def _answer(transfer: SimulatedTransfer, answer: str) -> None:
    on = transfer.day(ACCEPTED)
    words = transfer.say("refusal" if answer == "refused" else "conditions")
    next_on = iso_date(transfer.chunk.today + 7) if answer == "no_answer" else NULL
    transfer.add(
        "transferanswer", on, transfer.key, iso_date(on), answer, next_on, kind="answer",
        answered_by=transfer.say_of("answered_by", transfer.receiving),
        **({"conditions": words} if answer in {"refused", "accepted_if"} else {}),
    )  # fmt: skip


def _placement(transfer: SimulatedTransfer) -> None:
    on = transfer.day(ACCEPTED)
    care = transfer.own.choice(("relatives", "relatives", "foster", "kafala"))
    transfer.add(
        "receivingplacement", on, transfer.key, care,
        transfer.own.choice(("meets", "with_support")), iso_date(on - 1),
        iso_date(transfer.departs + 2), "f", _addressee(transfer), kind="placement",
        place=transfer.say("place"), worker=transfer.say_of("worker", transfer.receiving),
        visited_by=transfer.say_of("worker", transfer.receiving), support=transfer.say("support"),
    )  # fmt: skip


def _safety(transfer: SimulatedTransfer) -> None:
    on = transfer.asked_on
    for subject in ("origin", "movement", "destination"):
        result = transfer.own.choice(("safe", "with_measures"))
        if (subject, transfer.state) == ("destination", "accepted") and transfer.child.is_demo:
            result = "not_safe"
        texts = {"measures": transfer.say("measures")} if result == "with_measures" else {}
        transfer.add(
            "transfersafetyassessment", on, transfer.key, subject, iso_date(on),
            postgres_array(["visit", "child"]), result, kind="safety",
            threats=transfer.say("threats"), assessor="Ms Rai", **texts,
        )  # fmt: skip


def _view(transfer: SimulatedTransfer, moment: str, wish: str, on: int) -> None:
    texts = {"words": transfer.say("no" if wish == "does_not" else "words")}
    if wish == "doubts":
        texts["reply"] = transfer.say("reply")
    transfer.add(
        "transferview", on, transfer.key, moment, f"{iso_date(on)} 05:00:00+00", wish,
        "t" if wish == "doubts" else "f", kind="view", asked_by=transfer.say("given_by"), **texts,
    )  # fmt: skip


def _papers(transfer: SimulatedTransfer) -> None:
    """The checklist: complete once the transfer was submitted, else with gaps."""
    for paper in REQUIRED_PAPERS:
        is_here = transfer.has(SUBMITTED) or transfer.own.random() < 0.6
        state = "held" if is_here else transfer.own.choice(("missing", "requested"))
        until = iso_date(transfer.departs + 30) if is_here and paper in DATED_PAPERS else NULL
        on, issuer, form = transfer.day(ACCEPTED), transfer.say("issuer"), "original" * is_here
        values = (transfer.key, "travel", paper.value, state, form, until, "f")
        transfer.add("transferdocument", on, *values, kind="paper", issuer=issuer)


def _journey(transfer: SimulatedTransfer) -> None:
    day = transfer.departs
    transfer.add(
        "transferjourney", transfer.day(SUBMITTED), transfer.key, f"{iso_date(day)} 02:00:00+00",
        f"{iso_date(day)} 05:00:00+00", f"{iso_date(day)} 10:00:00+00", "land", "chosen", "screened",
        "shared", "fit", iso_date(transfer.day(SUBMITTED)), _addressee(transfer), kind="journey",
        escort=transfer.say("escort"), route=transfer.say("route"), telephone="+977 1 000 000",
    )  # fmt: skip


def _handover(transfer: SimulatedTransfer) -> None:
    on = transfer.day(HANDED_OVER)
    texts = {name: transfer.say(name) for name in ("given_by", "condition")}
    texts["received_by"] = transfer.say_of("received_by", transfer.receiving)
    transfer.add(
        "transferhandover", on, transfer.key, f"{iso_date(on)} 06:00:00+00", "both",
        postgres_array(["family"]) if transfer.own.random() < 0.5 else "{}", kind="handover",
        place="Border bridge", **texts,
    )  # fmt: skip
    if transfer.state == "handed_over":
        transfer.due("transfer_receipt", on + 1)


def _receipt(transfer: SimulatedTransfer) -> None:
    on = transfer.received_on
    texts = {name: transfer.say_of(name, transfer.receiving) for name in ("received_by", "worker")}
    texts["condition"] = transfer.say("condition")
    transfer.add(
        "transferreceipt", on, transfer.key, iso_date(on), iso_date(on + 2), kind="receipt", **texts
    )
    if transfer.state == "received":
        transfer.due("transfer_visit", on + 2)


def _reports(transfer: SimulatedTransfer) -> None:
    """The first visit and the reports so far; the next one is due."""
    since = transfer.received_on
    for kind, days in _REPORTS:
        on = since + days if days >= 30 else transfer.visited_on
        if on >= transfer.chunk.today:
            if transfer.state == "followed_up" and kind in _NEXT:
                transfer.due("transfer_report", since + _NEXT[kind])
            return
        situation = transfer.own.choice(("well", "well", "well", "needs_help"))
        said = transfer.say("said")
        texts = {"said": said, "reporter": transfer.say_of("received_by", transfer.receiving)}
        values = (transfer.key, kind, iso_date(on), situation)
        transfer.add("transferreport", on, *values, kind="report", **texts)
