"""Makes what happens to a case over the years: reviews, another worker, a complaint and its answer."""

from saathi.simulation import lists
from saathi.simulation.casework import Case
from saathi.simulation.chunk import Chunk, iso
from saathi.simulation.identity import Child, scoped
from saathi.simulation.tables import NULL

REVIEW_DAYS = 91
_CAPACITIES = ("first", "more", "more", "same", "less")
_RESULTS = ("stays", "stays", "changes", "less_help", "more_help")
_AGREES = ("agrees", "agrees", "agrees", "unsure", "disagrees")
_WHY = ("worker_left", "too_many", "moved", "child_asked", "language")
_VIEWS = ("wants", "agrees", "agrees", "unsure", "against", "not_asked")
_ABOUT = ("care_home", "care_home", "service", "staff", "rules", "police", "children")
_ACCEPTS = ("yes", "yes", "in_part", "chose_not")


def add_years(chunk: Chunk, child: Child, case: Case) -> None:
    """Reviews of long cases, a change of worker in some, a complaint in few; more in the demo's."""
    until = case.closed or chunk.today - 1
    if child.stage >= 3 and until - child.opened > REVIEW_DAYS and chunk.chance(0.4):
        _review(chunk, child, case, child.opened + REVIEW_DAYS)
    if len(child.office.workers) > 1 and until - child.opened > 30 and chunk.chance(0.12):
        _handover(chunk, child, case, until)
    if child.age >= 6 and (chunk.chance(0.3) if child.is_demo else chunk.chance(0.04)):
        _complaint(chunk, child)


def _review(chunk: Chunk, child: Child, case: Case, on: int) -> None:
    texts = lists.texts()["years"]
    base = scoped(chunk, child, on=on)
    agreement = chunk.pick(_AGREES)
    payload = {"weighed": chunk.pick(texts["weighed"])}
    if agreement == "disagrees":
        payload["answer"] = chunk.pick(texts["answer"])
    chunk.sheets.add(
        "cases_review", *base, case.id, "review", iso(on), chunk.pick(_CAPACITIES),
        "in_person" if chunk.chance(0.9) else "chose_not", agreement, chunk.pick(_RESULTS), "",
        chunk.seal_text(child.key, "cases.review", base[0], payload),
    )  # fmt: skip


def _handover(chunk: Chunk, child: Child, case: Case, until: int) -> None:
    """The case came from a colleague of the office to the worker who has it now."""
    before = next(one for one in child.office.workers if one is not child.worker)
    supervisor = child.office.supervisor
    if supervisor is None:
        return
    on = chunk.between(child.opened + 1, until - 1)
    base = scoped(chunk, child, on=on, by=supervisor.id.hex)
    payload = {"handed": chunk.pick(lists.texts()["years"]["handed"])}
    office = child.office.id.hex
    chunk.sheets.add(
        "handovers_handover", *base, case.id, "worker", "accepted", chunk.pick(_WHY),
        before.id.hex, office, office, child.by, chunk.pick(_VIEWS), chunk.pick(("yes", "partly")),
        iso(on), NULL, chunk.moment(on), supervisor.id.hex, "", NULL, "f", NULL, NULL,
        chunk.seal_text(child.key, "handovers.handover", base[0], payload),
    )  # fmt: skip


def _complaint(chunk: Chunk, child: Child) -> None:
    texts = lists.texts()["years"]
    said = chunk.between(child.opened, min(child.opened + 120, chunk.today - 1))
    told = said + chunk.between(2, 20)
    is_answered = told < chunk.today and chunk.chance(0.85)
    base = scoped(chunk, child, on=said)
    payload = {"words": chunk.pick(texts["complaint"])}
    state, accepts, told_on = "open", "not_asked", NULL
    if is_answered:
        payload["answer"] = chunk.pick(texts["answer"])
        state, accepts, told_on = "settled", chunk.pick(_ACCEPTS), iso(told)
    about = chunk.pick(_ABOUT)
    is_about_her_worker = about == "staff" and not child.is_demo
    chunk.sheets.add(
        "complaints_complaint", *base, child.id, "complaint" if chunk.chance(0.8) else "suggestion",
        about, f"{{{child.by}}}" if is_about_her_worker else "{}", "leaders", iso(said),
        child.language, iso(said + 14), NULL, state, told_on, accepts, "", NULL, NULL,
        chunk.seal_text(child.key, "complaints.complaint", base[0], payload),
    )  # fmt: skip
