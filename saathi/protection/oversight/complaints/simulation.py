"""Makes complaints and suggestions of simulated children, and the answers to them."""

from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_ABOUT = ("care_home", "care_home", "service", "staff", "rules", "police", "children")
_ACCEPTS = ("yes", "yes", "in_part", "chose_not")


def add_complaint(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds complaints for a few children; more in the demo's cases."""
    if child.age >= 6 and (chunk.chance(0.3) if child.is_demo else chunk.chance(0.04)):
        _complaint(chunk, child)


def _complaint(chunk: LoadChunk, child: SimulatedChild) -> None:
    received = chunk.between(child.opened, min(child.opened + 120, chunk.today - 1))
    answered = received + chunk.between(2, 20)
    is_answered = answered < chunk.today and chunk.chance(0.85)
    base = scoped_fields(chunk, child, on=received)
    payload = {"words": chunk.pick(name_lists.texts_beside(__file__)["complaint"]["complaint"])}
    state, accepts, answered_on = "open", "", NULL
    if is_answered:
        payload["answer"] = chunk.pick(name_lists.load_texts()["answers"]["answer"])
        state, accepts, answered_on = "settled", chunk.pick(_ACCEPTS), iso_date(answered)
    about = chunk.pick(_ABOUT)
    is_about_her_worker = about == "staff" and not child.is_demo
    chunk.rows.add_row(
        "complaints_complaint", *base, child.id, "complaint" if chunk.chance(0.8) else "suggestion",
        about, f"{{{child.worker_id}}}" if is_about_her_worker else "{}", "leaders", iso_date(received),
        child.language, iso_date(received + 14), NULL, state, answered_on, accepts, "", NULL, NULL,
        chunk.seal_text(child.key, "complaints.complaint", base[0], payload),
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "complaints_complaint": f"{SCOPED_COLUMNS} child_id kind about not_for readers said_on "
        "language answer_by handler_id state answered_on accepts brought_before brought_on "
        "reminded_on sealed",
    },
    for_child=(SimulationStep("complaints", add_complaint, after=("handovers",)),),
)
