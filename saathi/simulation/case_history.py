"""Makes the later history of a case: reviews, a change of worker, a complaint and its answer."""

from saathi.simulation import name_lists
from saathi.simulation.casework import SimulatedCase
from saathi.simulation.chunk import LoadChunk, iso_date
from saathi.simulation.identity import SimulatedChild, scoped_fields
from saathi.simulation.tables import NULL

REVIEW_DAYS = 91
_CAPACITIES = ("first", "more", "more", "same", "less")
_RESULTS = ("stays", "stays", "changes", "less_help", "more_help")
_AGREES = ("agrees", "agrees", "agrees", "unsure", "disagrees")
_WHY = ("worker_left", "too_many", "moved", "child_asked", "language")
_VIEWS = ("wants", "agrees", "agrees", "unsure", "against", "not_asked")
_ABOUT = ("care_home", "care_home", "service", "staff", "rules", "police", "children")
_ACCEPTS = ("yes", "yes", "in_part", "chose_not")


def add_case_history(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase) -> None:
    """Reviews of long cases, a change of worker in some, a complaint in few; more in the demo's cases."""
    until = case.closed or chunk.today - 1
    if child.stage >= 3 and until - child.opened > REVIEW_DAYS and chunk.chance(0.4):
        _review(chunk, child, case, child.opened + REVIEW_DAYS)
    if len(child.office.workers) > 1 and until - child.opened > 30 and chunk.chance(0.12):
        _handover(chunk, child, case, until)
    if child.age >= 6 and (chunk.chance(0.3) if child.is_demo else chunk.chance(0.04)):
        _complaint(chunk, child)


def _review(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, on: int) -> None:
    texts = name_lists.load_texts()["years"]
    base = scoped_fields(chunk, child, on=on)
    agreement = chunk.pick(_AGREES)
    payload = {"weighed": chunk.pick(texts["weighed"])}
    if agreement == "disagrees":
        payload["answer"] = chunk.pick(texts["answer"])
    chunk.sheets.add_row(
        "cases_review", *base, case.id, "review", iso_date(on), chunk.pick(_CAPACITIES),
        "in_person" if chunk.chance(0.9) else "chose_not", agreement, chunk.pick(_RESULTS), "",
        chunk.seal_text(child.key, "cases.review", base[0], payload),
    )  # fmt: skip


def _handover(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, until: int) -> None:
    """A transfer of the case from a colleague of the office to the current worker."""
    before = next(colleague for colleague in child.office.workers if colleague is not child.worker)
    supervisor = child.office.supervisor
    if supervisor is None:
        return
    on = chunk.between(child.opened + 1, until - 1)
    base = scoped_fields(chunk, child, on=on, by=supervisor.id.hex)
    payload = {"handed": chunk.pick(name_lists.load_texts()["years"]["handed"])}
    office = child.office.id.hex
    chunk.sheets.add_row(
        "handovers_handover", *base, case.id, "worker", "accepted", chunk.pick(_WHY),
        before.id.hex, office, office, child.worker_id, chunk.pick(_VIEWS), chunk.pick(("yes", "partly")),
        iso_date(on), NULL, chunk.working_time(on), supervisor.id.hex, "", NULL, "f", NULL, NULL,
        chunk.seal_text(child.key, "handovers.handover", base[0], payload),
    )  # fmt: skip


def _complaint(chunk: LoadChunk, child: SimulatedChild) -> None:
    texts = name_lists.load_texts()["years"]
    received = chunk.between(child.opened, min(child.opened + 120, chunk.today - 1))
    answered = received + chunk.between(2, 20)
    is_answered = answered < chunk.today and chunk.chance(0.85)
    base = scoped_fields(chunk, child, on=received)
    payload = {"words": chunk.pick(texts["complaint"])}
    state, accepts, told_on = "open", "not_asked", NULL
    if is_answered:
        payload["answer"] = chunk.pick(texts["answer"])
        state, accepts, told_on = "settled", chunk.pick(_ACCEPTS), iso_date(answered)
    about = chunk.pick(_ABOUT)
    is_about_her_worker = about == "staff" and not child.is_demo
    chunk.sheets.add_row(
        "complaints_complaint", *base, child.id, "complaint" if chunk.chance(0.8) else "suggestion",
        about, f"{{{child.worker_id}}}" if is_about_her_worker else "{}", "leaders", iso_date(received),
        child.language, iso_date(received + 14), NULL, state, told_on, accepts, "", NULL, NULL,
        chunk.seal_text(child.key, "complaints.complaint", base[0], payload),
    )  # fmt: skip
