"""Makes the plan of a simulated child: in the child's words, with goals, decisions and steps."""

import random
from collections.abc import Sequence

from saathi.protection.casework.cases.simulation import FACETS, SimulatedCase, add_approval_request
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_CONTRIBUTIONS = ("given", "given", "given", "given", "chose_not_to_say", "do_not_ask", "condition")
_DECIDED = ("child", "child_with_team", "child_with_team", "child_with_team", "team_after_hearing",
            "team_after_hearing", "team_without", "order")  # fmt: skip
_AGREES = ("agrees", "agrees", "agrees", "partly", "disagrees", "")
_OPEN_STEPS = ("to_do", "under_way")
_STEPS = ("to_do", "to_do", "under_way", "done", "done", "not_possible", "declined")


def add_plan(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds the child's plan after the assessment: a draft, waiting for approval, or approved."""
    case = child.result(SimulatedCase)
    if not case.assessed or child.stage < 2 or (child.stage == 2 and chunk.chance(0.4)):
        return
    made = min(case.assessed + chunk.between(2, 14), chunk.today - 1)
    state = "approved"
    if child.stage == 2 or (child.is_demo and child.index % 5 == 3 and not case.closed):
        state = "approval_asked" if child.is_demo or chunk.chance(0.5) else "draft"
    approved = min(made + chunk.between(1, 6), chunk.today - 1)
    contribution = "too_young" if child.age < 4 else chunk.pick(_CONTRIBUTIONS)
    payload = {"language": child.language}
    if contribution == "given":
        payload["child_words"] = chunk.pick(name_lists.load_texts()["words"][child.language])[0]
    row = chunk.new_id()
    base = scoped_fields(chunk, child, on=made)
    is_approved = state == "approved"
    chunk.rows.add_row(
        "care_plans_plan", row, *base[1:], case.id, "1", state, iso_date(made), contribution,
        chunk.pick(_AGREES), iso_date(approved) if is_approved else NULL, iso_date(made + 91),
        chunk.seal_text(child.key, "care_plans.plan", row, payload),
    )  # fmt: skip
    facets = [chunk.pick(FACETS)]
    if chunk.chance(0.45) or child.is_demo:
        facets = sorted({*facets, chunk.pick(FACETS)})
    for number, facet in enumerate(facets, 1):
        _goal(chunk, child, case, row, (number, facet, made, is_approved))
    if state != "draft" and (child.is_demo or state == "approval_asked" or chunk.chance(0.3)):
        waits = state == "approval_asked"
        add_approval_request(
            chunk,
            child,
            case,
            "plan",
            row,
            is_waiting=waits,
            on=chunk.today - 1 if waits else approved,
        )


def _goal(
    chunk: LoadChunk,
    child: SimulatedChild,
    case: SimulatedCase,
    plan: str,
    goal: tuple[int, str, int, bool],
) -> None:
    number, facet, made, is_approved = goal
    texts, shared = name_lists.texts_beside(__file__), name_lists.load_texts()
    decided = chunk.pick(_DECIDED)
    payload = {"text": chunk.pick(texts["goals"][facet])}
    if decided == "team_without":
        payload["why"] = chunk.pick(shared["why_without"]["sentences"])
    elif decided == "child":
        payload["child_words"] = chunk.pick(shared["words"][child.language])[0]
    row = chunk.new_id()
    base = scoped_fields(chunk, child, on=made)
    state = "reached" if case.closed and chunk.chance(0.7) else "open"
    chunk.rows.add_row(
        "care_plans_goal", row, *base[1:], plan, str(number), facet, decided, state,
        "t" if chunk.chance(0.3) else "f", iso_date(made + chunk.between(20, 120)),
        chunk.seal_text(child.key, "care_plans.goal", row, payload),
    )  # fmt: skip
    for step in range(1, 2 + chunk.chance(0.35)):
        base = scoped_fields(chunk, child, on=made)
        state = "done" if case.closed else chunk.pick(_STEPS)
        due = _due_day(chunk, child, base[0], state, made + chunk.between(7, 60))
        done = iso_date(min(due, chunk.today - 1)) if state == "done" else NULL
        text = {"text": chunk.pick(texts["steps"]["sentences"])}
        duty = NULL
        if is_approved and state in _OPEN_STEPS and child.is_demo and not case.closed:
            duty = _step_duty(chunk, child, case, base, due)
        chunk.rows.add_row(
            "care_plans_step", *base, row, str(step), state, child.worker_id, iso_date(due), done,
            duty,
            chunk.seal_text(child.key, "care_plans.step", base[0], text),
        )  # fmt: skip


def _due_day(chunk: LoadChunk, child: SimulatedChild, step: str, state: str, drawn: int) -> int:
    """The drawn day; an open step of a demo child is due around today, by its id and not drawn."""
    if state not in _OPEN_STEPS or not child.is_demo:
        return drawn
    return chunk.today + int(step[:6], 16) % 20 - 2


def _step_duty(
    chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, base: Sequence[str], due: int
) -> str:
    """The id of a new duty for an open step of an approved plan; its random numbers are its own."""
    own = random.Random(f"step duty {base[0]}")  # noqa: S311 - an invented world
    key = f"{own.getrandbits(128):032x}"
    chunk.rows.add_row(
        "cases_due", key, *base[1:], case.id, child.worker_id, "plan_step", iso_date(due), NULL, "0"
    )
    return key


SIMULATION = SimulationPart(
    tables={
        "care_plans_plan": f"{SCOPED_COLUMNS} case_id number state made_on contribution agreement "
        "approved_on review_on sealed",
        "care_plans_goal": f"{SCOPED_COLUMNS} plan_id number facet decided_by state is_long_term "
        "due_on sealed",
        "care_plans_step": f"{SCOPED_COLUMNS} goal_id number state responsible_id due_on done_on "
        "due sealed",
    },
    for_child=(SimulationStep("care_plans", add_plan, after=("cases",), before=("consent",)),),
)
