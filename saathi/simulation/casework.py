"""Makes the work for a child of the simulation: case, team, assessment, visits, what is due, closing."""

import json
from dataclasses import dataclass

from saathi.simulation import lists
from saathi.simulation.chunk import Chunk, iso
from saathi.simulation.draws import TRAFFICKED, Drawn
from saathi.simulation.identity import Child, scoped, team
from saathi.simulation.tables import NULL

RISKS = ("high", "medium", "low")
VISIT_DAYS = (7, 14, 30)
STAGES = ("registration", "assessment", "planning", "implementation", "review", "closing")
FACETS = ("protection", "medical", "psychological", "literacy", "vocational", "care", "family",
          "legal", "livelihood", "identity", "participation", "reintegration")  # fmt: skip
_STATES = ("strength", "no_need", "need", "need", "urgent", "not_known", "do_not_ask")
_WHERE = ("home", "home", "care_home", "foster_family", "school_or_work", "office", "hospital",
          "court", "telephone", "telephone")  # fmt: skip
_REASONS = ("recovery", "recovery", "safe_no_further_need", "safe_no_further_need",
            "informed_request", "lost_contact", "duplicate", "opened_in_error")  # fmt: skip


@dataclass
class Case:
    """A case while its rows are made."""

    id: str
    risk: int
    assessed: int  # 0: not yet
    last_visit: int
    closed: int  # 0: open
    status: str


def add_case(chunk: Chunk, drawn: Drawn, child: Child) -> Case:
    """Her case with team, assessment and visits; what is due follows from them."""
    risk = drawn.risk[child.index]
    assessed = 0
    if child.stage > 1:
        assessed = min(child.opened + chunk.between(0, 6), chunk.today)
    closed = 0
    if child.is_closed:
        closed = chunk.between(min(child.opened + 45, chunk.today - 1), chunk.today - 1)
    status = "closed" if closed else "closing_asked" if child.stage == 5 else "open"
    case = Case(chunk.id(), risk, assessed, 0, closed, status)
    base = scoped(chunk, child, on=child.opened)
    reason = chunk.pick(_REASONS) if closed else ""
    chunk.sheets.add(
        "cases_case", case.id, *base[1:], child.id, child.office.id.hex, child.by, status,
        STAGES[child.stage], RISKS[risk] if assessed or child.what == TRAFFICKED else "",
        iso(child.opened), iso(closed) if closed else NULL, reason,
    )  # fmt: skip
    _seats(chunk, child, case)
    if assessed:
        _assessment(chunk, child, case)
    _visits(chunk, child, case)
    if not closed:
        _dues(chunk, child, case)
    elif chunk.chance(0.4):
        _due(chunk, child, case, "review", closed - 3, closed - 3)
    return case


def _seats(chunk: Chunk, child: Child, case: Case) -> None:
    at = chunk.moment(child.recorded)
    filled: list[tuple[str, str]] = [("case_worker", child.by)]
    demo = chunk.nation.demo
    if child.is_demo or chunk.chance(0.5):
        counsellor = demo["counsellor"] if child.is_demo else chunk.pick(child.office.counsellors)
        team(chunk, child, "counsellor", counsellor, at)
        filled.append(("counsellor", counsellor.id.hex))
    else:
        filled.append(("counsellor", ""))
    if child.is_demo and child.index % 4 == 0:
        team(chunk, child, "house_mother", demo["house_mother"], at)
        filled.append(("house_mother", demo["house_mother"].id.hex))
    if chunk.chance(0.5):
        filled.append(("legal_representative", ""))
    for role, staff in filled:
        needed = NULL if staff else iso(child.opened + chunk.between(10, 60))
        ended = iso(case.closed) if case.closed else NULL
        chunk.sheets.add(
            "cases_seat", *scoped(chunk, child, on=child.opened), case.id, role, staff or NULL,
            needed, ended,
        )  # fmt: skip


def _assessment(chunk: Chunk, child: Child, case: Case) -> None:
    texts = lists.texts()
    facets = {facet: chunk.pick(_STATES) for facet in FACETS if chunk.chance(0.6)}
    written = {f: chunk.pick(texts["needs"]["sentences"]) for f in list(facets)[:2]}
    payload = {"facets": written, "wishes": chunk.pick(texts["wishes"]["sentences"])}
    base = scoped(chunk, child, on=case.assessed)
    chunk.sheets.add(
        "cases_assessment", *base, case.id, iso(case.assessed), RISKS[case.risk],
        json.dumps(facets), child.language,
        chunk.seal(child.key, "cases.assessment", base[0], payload),
    )  # fmt: skip


def _visits(chunk: Chunk, child: Child, case: Case) -> None:
    """The visits that are on record; a quiet month leaves fewer than there were."""
    until = case.closed or chunk.today
    every = VISIT_DAYS[case.risk]
    expected = (until - child.opened) // every
    number = min(expected, chunk.between(0, 3) if not child.is_demo else 5)
    for back in range(number, 0, -1):
        on = max(
            until - back * every - chunk.between(0, 4) + (0 if case.closed else 4), child.opened
        )
        on = min(on, chunk.today - 1)
        met = chunk.pick(("met_alone", "met_alone", "met_with_others", "not_met"))
        base = scoped(chunk, child, on=on)
        texts = lists.texts()["note"]
        payload = {"note": chunk.pick(texts["sentences"]), "worry": chunk.pick(texts["worries"])}
        chunk.sheets.add(
            "cases_visit", *base, case.id, chunk.moment(on), chunk.pick(_WHERE), met, iso(on + every),
            chunk.seal(child.key, "cases.visit", base[0], payload),
        )  # fmt: skip
        if met != "not_met":
            case.last_visit = on


def _dues(chunk: Chunk, child: Child, case: Case) -> None:
    """What is due, as `cases.rules.next_dues` counts it; a share of it is late, as in life."""
    if child.is_demo:
        days = (-6, -2, -1, 0, 0, 1, 2, 3, 5, 8, 13)[child.index % 11]
        duty = ("assessment", "assessment", "plan", "visit", "visit", "review")[child.stage]
        _due(chunk, child, case, duty, chunk.today + days)
        if child.index % 3 == 0:
            _due(chunk, child, case, "visit", chunk.today + chunk.between(1, 14))
        return
    today = chunk.today
    late = chunk.today - chunk.between(1, 12) if chunk.chance(0.1) else 0
    if not case.assessed:
        _due(chunk, child, case, "assessment", late or today + chunk.between(0, 3))
        return
    if child.stage == 2:
        _due(chunk, child, case, "plan", late or max(case.assessed + 14, today))
    visit = (case.last_visit or case.assessed) + VISIT_DAYS[case.risk]
    _due(chunk, child, case, "visit", late or max(visit, today + chunk.between(0, 3)))
    if child.stage >= 3 and chunk.chance(0.5):
        _due(chunk, child, case, "review", today + chunk.between(0, 91))


def _due(chunk: Chunk, child: Child, case: Case, duty: str, on: int, done: int = 0) -> None:  # noqa: PLR0913, PLR0917
    chunk.sheets.add(
        "cases_due", *scoped(chunk, child, on=child.opened), case.id, child.by, duty, iso(on),
        iso(done) if done else NULL,
    )  # fmt: skip


def ask(  # noqa: PLR0913 - the request says who is asked about what, and when
    chunk: Chunk, child: Child, case: Case, subject: str, of: str, *, waits: bool, on: int
) -> None:
    """A request for approval of a plan or closing: waiting, or decided by the supervisor."""
    supervisor = child.office.supervisor
    if supervisor is None:
        return
    asked = max(on - chunk.between(1, 5), child.opened)
    decided = (supervisor.id.hex, chunk.moment(on)) if not waits else (NULL, NULL)
    base = scoped(chunk, child, on=asked)
    chunk.sheets.add(
        "cases_approval", *base, case.id, child.office.id.hex, subject, of,
        "1", chunk.moment(asked), "waiting" if waits else "approved", *decided, NULL,
    )  # fmt: skip
    if waits and chunk.nation.demo["supervisor"] is supervisor:
        chunk.sheets.add(
            "agencies_notice", chunk.id(), supervisor.id.hex, "approval_asked", base[0],
            chunk.moment(asked), child.by, NULL,
        )  # fmt: skip


def add_closing(chunk: Chunk, child: Child, case: Case, evaluation: tuple[str, str]) -> None:
    """The request to close, with her evaluation or why there is none, and what became of it."""
    if case.status == "open":
        return
    on = case.closed or chunk.today - chunk.between(1, 9)
    texts = lists.texts()["closing"]
    base = scoped(chunk, child, on=on)
    payload = {
        "summary": chunk.pick(texts["summary"]),
        "where_to_get_help": chunk.pick(texts["help"]),
    }
    chunk.sheets.add(
        "cases_closing", *base, case.id, chunk.pick(_REASONS[:5]), iso(on), evaluation[0],
        evaluation[1] or NULL, chunk.seal(child.key, "cases.closing", base[0], payload),
    )  # fmt: skip
    ask(chunk, child, case, "closing", base[0], waits=not case.closed, on=on)
