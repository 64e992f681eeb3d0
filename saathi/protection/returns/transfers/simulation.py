"""Generates transfers to and from another country in every stage.

Each child has random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from typing import Final

from saathi.protection.returns.protection_screening.simulation import ScreenedWithoutSign
from saathi.protection.returns.transfers import simulated_steps
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk
from saathi.synthetic.nation import SimulatedNation, SimulatedWorker
from saathi.synthetic.parts import Day, SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS, CopyRows

# The stage of the transfer of each second open file of the demo, from the newest file to the oldest.
_OUTGOING: Final = (
    "considered", "considered", "requested", "requested", "refused", "accepted", "submitted",
    "authorised", "travelling", "handed_over", "received", "followed_up", "stopped",
)  # fmt: skip
_INCOMING: Final = {2: "considered", 6: "accepted", 12: "received", 18: "followed_up"}
_ENDED_AT: Final = 27  # a closed file of the demo, two years old
_GROUPED: Final = {"accepted", "submitted", "authorised", "stopped"}
_SHARE: Final = 0.01  # of the children outside the demo
_NEAR: Final = {"IND": "IN-BR-SIT", "BGD": "BD-JAS"}
_PASSED: Final = (
    "considered", "requested", "accepted", "submitted", "authorised", "travelling", "handed_over",
    "received", "followed_up", "ended",
)  # fmt: skip


def add_transfers(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a transfer to some children of the demo, each at another stage, and to one in a hundred."""
    own = random.Random(f"transfers {child.file}")  # noqa: S311 - an invented world
    state, direction = _choose(child, own)
    if not state:
        return
    length = 420 if state == "ended" else 90 + own.randrange(20)
    opened = max(child.opened + 1, chunk.today - length)
    if opened >= chunk.today - 8:
        opened, state = child.opened, "considered"
    simulated = start(chunk, child, own, state=state, direction=direction, opened=opened)
    simulated_steps.add_steps(simulated)
    if simulated.is_outgoing and simulated.has(simulated_steps.SUBMITTED):
        child.attach(ScreenedWithoutSign(simulated.day(simulated_steps.REQUESTED)))


def _choose(child: SimulatedChild, own: random.Random) -> tuple[str, str]:
    if child.is_demo:
        if child.index in _INCOMING:
            return _INCOMING[child.index], "incoming"
        if child.index == _ENDED_AT:
            return "ended", "outgoing"
        if child.is_closed or not child.index % 2:
            return "", ""
        return _OUTGOING[child.index // 2 % len(_OUTGOING)], "outgoing"
    if own.random() > _SHARE:
        return "", ""
    state = own.choice((*_OUTGOING, "ended", "ended", "received"))
    return state, "outgoing" if own.random() < 0.8 else "incoming"


def start(  # noqa: PLR0913 - one call
    chunk: LoadChunk,
    child: SimulatedChild,
    own: random.Random,
    *,
    state: str,
    direction: str,
    opened: int,
) -> simulated_steps.SimulatedTransfer:
    """The transfer of one child; its row follows when its stage is known."""
    here = child.office.agency.country
    is_home_abroad = child.home_country != here
    there = child.home_country if is_home_abroad else ("IND" if here != "IND" else "NPL")
    kind = "return" if is_home_abroad or direction == "incoming" else "relatives"
    if direction == "incoming" and state not in {"considered", "accepted", "received"}:
        state = "followed_up"
    return simulated_steps.SimulatedTransfer(
        chunk=chunk,
        child=child,
        own=own,
        key=f"{own.getrandbits(128):032x}",
        state=state,
        direction=direction,
        kind="ordered" if own.random() < 0.1 and kind == "return" else kind,
        here=here,
        there=there,
        opened=opened,
        passed=_PASSED.index(state) if state in _PASSED else -1,
        receiver=_receiver(chunk, child, there) if direction == "outgoing" else None,
        group=group_id(chunk.nation) if child.is_demo and state in _GROUPED else NULL,
    )


def _receiver(chunk: LoadChunk, child: SimulatedChild, there: str) -> SimulatedWorker | None:
    """A colleague of the other country, if the demo's agency works with one there."""
    if not child.is_demo or there not in _NEAR:
        return None
    return chunk.nation.holders[_NEAR[there]][0].workers[0]


def group_id(nation: SimulatedNation) -> str:
    """The id of the demo's group of children who are to travel together."""
    drawn = random.Random(f"transfer group {nation.demo['supervisor'].id}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


def add_group(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the demo's group: a name, a day, two countries."""
    supervisor = nation.demo["supervisor"]
    name = str(name_lists.texts_beside(__file__)["transfers"]["group"])
    rows.add_row(
        "transfers_transfergroup", group_id(nation), supervisor.office.agency.id.hex,
        supervisor.office.id.hex, name, "NPL", "IND", day(-12), "250", f"{day(40)} 05:00:00+00",
        supervisor.id.hex, "1",
    )  # fmt: skip


_OF_TRANSFER = f"{SCOPED_COLUMNS} transfer_id"
SIMULATION = SimulationPart(
    tables={
        "transfers_transfergroup": "id agency_id office_id name from_country to_country planned_on "
        "expected recorded_at recorded_by version",
        "transfers_transfer": f"{SCOPED_COLUMNS} child_id reference leg direction kind from_country "
        "to_country chain coordination agreement_id our_focal_point_id "
        "their_focal_point_id group_id opened_on planned_on state state_since receiver_id "
        "access submitted_by editors decided_by decided_on decided_at departed_at stopped_by ended_on "
        "determination sealed",
        "transfers_transferrequest": f"{_OF_TRANSFER} sent_on channel protocol protocol_version "
        "facts answer_by addressee sealed",
        "transfers_transferanswer": f"{_OF_TRANSFER} answered_on answer next_on sealed",
        "transfers_receivingplacement": f"{_OF_TRANSFER} care standing visited_on first_visit_on "
        "has_reasons addressee sealed",
        "transfers_transfersafetyassessment": f"{_OF_TRANSFER} subject assessed_on sources result "
        "sealed",
        "transfers_transferdocument": f"{_OF_TRANSFER} stage paper state form valid_until goes "
        "sealed",
        "transfers_transferview": f"{_OF_TRANSFER} moment asked_at wish is_replied sealed",
        "transfers_transferjourney": f"{_OF_TRANSFER} departs_at crosses_at arrives_at crossing "
        "escort_choice escort_screening language fitness child_told_on addressee sealed",
        "transfers_transferhandover": f"{_OF_TRANSFER} handed_over_at identity presence sealed",
        "transfers_transferreceipt": f"{_OF_TRANSFER} received_on first_visit_on sealed",
        "transfers_transferreport": f"{_OF_TRANSFER} kind seen_on situation sealed",
    },
    nation=add_group,
    for_child=(
        SimulationStep(
            "transfers",
            add_transfers,
            after=("cases", "tracing", "best_interests"),
            before=("protection_screening",),
        ),
    ),
)
