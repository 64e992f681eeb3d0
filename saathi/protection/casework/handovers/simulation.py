"""Generates the transfer of a simulated case from one worker to another in the office."""

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_WHY = ("worker_left", "too_many", "moved", "child_asked", "language")
_VIEWS = ("wants", "agrees", "agrees", "unsure", "against", "")


def add_handover(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a change of worker to some cases."""
    case = child.result(SimulatedCase)
    until = case.closed or chunk.today - 1
    if len(child.office.workers) > 1 and until - child.opened > 30 and chunk.chance(0.12):
        _handover(chunk, child, case, until)


def _handover(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, until: int) -> None:
    """Adds a transfer of the case from a colleague of the office to the current worker."""
    before = next(colleague for colleague in child.office.workers if colleague is not child.worker)
    supervisor = child.office.supervisor
    if supervisor is None:
        return
    on = chunk.between(child.opened + 1, until - 1)
    base = scoped_fields(chunk, child, on=on, by=supervisor.id.hex)
    payload = {"handed": chunk.pick(name_lists.texts_beside(__file__)["handover"]["handed"])}
    office = child.office.id.hex
    chunk.rows.add_row(
        "handovers_handover", *base, case.id, "worker", "accepted", chunk.pick(_WHY),
        before.id.hex, office, office, child.worker_id, chunk.pick(_VIEWS), chunk.pick(("yes", "partly")),
        iso_date(on), NULL, chunk.working_time(on), supervisor.id.hex, "", NULL, "f", NULL, NULL,
        chunk.seal_text(child.key, "handovers.handover", base[0], payload),
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "handovers_handover": f"{SCOPED_COLUMNS} case_id kind state why from_worker_id "
        "from_office_id to_office_id to_worker_id child_view child_informed offered_on answer_by answered_at "
        "answered_by why_declined former_until is_beyond_limit consent access sealed",
    },
    for_child=(SimulationStep("handovers", add_handover, after=("cases.review",)),),
)
