"""Generates a simulated child's case: team, assessment, visits, tasks due, closure."""

import json
import random
from dataclasses import dataclass

from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES
from saathi.participation.simulation import add_statement
from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import TRAFFICKED
from saathi.synthetic.children import SimulatedChild, add_team_member, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.nation import DEMO_DISTRICT
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

RISKS = ("high", "medium", "low")
VISIT_DAYS = (7, 14, 30)
RETRY_DAYS = (1, 3, 7)
STAGES = ("registration", "assessment", "planning", "implementation", "review", "closing")
FACETS = ("protection", "medical", "psychological", "literacy", "vocational", "care", "family",
          "legal", "livelihood", "identity", "participation", "reintegration")  # fmt: skip
_STATES = ("strength", "no_need", "need", "need", "urgent", "not_known", "do_not_ask")
_WHERE = ("home", "home", "care_home", "foster_family", "school_or_work", "office", "hospital",
          "court", "telephone", "telephone")  # fmt: skip
_REASONS = ("recovery", "recovery", "safe_no_further_need", "safe_no_further_need",
            "informed_request", "lost_contact", "duplicate", "opened_in_error")  # fmt: skip
_NOT_MET = ("nobody_there", "nobody_there", "child_away", "prevented", "moved", "no_answer", "")
# Once there is a plan, the required domains are assessed; an unmentioned domain is not a need.
_REQUIRED = ("protection", "care", "family", "medical", "psychological", "literacy", "legal",
             "participation")  # fmt: skip
REVIEW_DAYS = 91
COVER_DAYS = 12  # from today to the last day of cover
_CAPACITIES = ("first", "more", "more", "same", "less")
_RESULTS = ("stays", "stays", "changes", "less_help", "more_help")
_AGREES = ("agrees", "agrees", "agrees", "unsure", "disagrees")


@dataclass
class SimulatedCase:
    """A case while its rows are generated."""

    id: str
    risk: int
    assessed: int  # 0: not yet
    last_visit: int
    closed: int  # 0: open
    status: str
    attempts: int = 0  # visits since the last meeting
    last_attempt: int = 0
    in_danger: bool = False  # contact was prevented, and the child not recorded as safe since


def add_case(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds the child's case with team, assessment and visits, and the tasks due that follow."""
    risk = chunk.drawn.risk[child.index]
    assessed = 0
    if child.stage > 1:
        assessed = min(child.opened + chunk.between(0, 6), chunk.today)
    closed = 0
    if child.is_closed:
        closed = chunk.between(min(child.opened + 45, chunk.today - 1), chunk.today - 1)
    status = "closed" if closed else "closing_asked" if child.stage == 5 else "open"
    case = SimulatedCase(chunk.new_id(), risk, assessed, 0, closed, status)
    child.attach(case)
    base = scoped_fields(chunk, child, on=child.opened)
    reason = chunk.pick(_REASONS) if closed else ""
    chunk.rows.add_row(
        "cases_case", case.id, *base[1:], child.id, child.office.id.hex, child.worker_id, status,
        STAGES[child.stage], RISKS[risk] if assessed or child.trafficking == TRAFFICKED else "",
        iso_date(child.opened), iso_date(closed) if closed else NULL, reason,
    )  # fmt: skip
    _seats(chunk, child, case)
    if assessed:
        _assessment(chunk, child, case)
    _visits(chunk, child, case)
    if not closed:
        _dues(chunk, child, case)
    elif chunk.chance(0.4):
        _due(chunk, child, case, "review", closed - 3, closed - 3)


def _seats(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase) -> None:
    at = chunk.working_time(child.recorded)
    filled: list[tuple[str, str]] = [("case_worker", child.worker_id)]
    demo = chunk.nation.demo
    if child.is_demo or chunk.chance(0.5):
        counsellor = demo["counsellor"] if child.is_demo else chunk.pick(child.office.counsellors)
        add_team_member(chunk, child, "counsellor", counsellor, at)
        filled.append(("counsellor", counsellor.id.hex))
    else:
        filled.append(("counsellor", ""))
    if child.is_demo and child.index % 4 == 0:
        add_team_member(chunk, child, "house_mother", demo["house_mother"], at)
        filled.append(("house_mother", demo["house_mother"].id.hex))
    if chunk.chance(0.5):
        filled.append(("legal_representative", ""))
    for role, staff in filled:
        needed = NULL if staff else iso_date(child.opened + chunk.between(10, 60))
        ended = iso_date(case.closed) if case.closed else NULL
        chunk.rows.add_row(
            "cases_seat", *scoped_fields(chunk, child, on=child.opened), case.id, role, staff or NULL,
            needed, NULL, ended,
        )  # fmt: skip


def _assessment(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase) -> None:
    texts = name_lists.texts_beside(__file__)
    facets = {facet: chunk.pick(_STATES) for facet in FACETS if chunk.chance(0.6)}
    if child.stage >= STAGES.index("implementation"):
        facets = dict.fromkeys(_REQUIRED, "no_need") | facets
    written = {f: chunk.pick(texts["needs"]["sentences"]) for f in list(facets)[:2]}
    payload = {"facets": written, "wishes": chunk.pick(texts["wishes"]["sentences"])}
    base = scoped_fields(chunk, child, on=case.assessed)
    chunk.rows.add_row(
        "cases_assessment", *base, case.id, iso_date(case.assessed), RISKS[case.risk],
        json.dumps(facets), child.language,
        chunk.seal(child.key, "cases.assessment", base[0], payload),
    )  # fmt: skip


def _visits(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase) -> None:
    """Adds the recorded visits; a month without activity has fewer of them."""
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
        met = "met_alone" if case.in_danger and met == "met_with_others" else met  # `danger`
        base = scoped_fields(chunk, child, on=on)
        texts = name_lists.texts_beside(__file__)["note"]
        payload = {"note": chunk.pick(texts["sentences"]), "worry": chunk.pick(texts["worries"])}
        why = _why_not_met(base[0]) if met == "not_met" else ""
        chunk.rows.add_row(
            "cases_visit",
            *base,
            case.id,
            chunk.working_time(on),
            chunk.pick(_WHERE),
            met,
            why,
            "yes" if case.in_danger and met != "not_met" else "",
            iso_date(on + every),
            chunk.seal_text(child.key, "cases.visit", base[0], payload),
        )
        case.attempts, case.last_attempt = case.attempts + 1, on
        case.in_danger = case.in_danger or why == "prevented"
        if met != "not_met":
            case.last_visit, case.attempts, case.in_danger = on, 0, False


def _why_not_met(visit: str) -> str:
    """A reason chosen by the id of the visit, so that no random number is drawn."""
    return _NOT_MET[int(visit[:6], 16) % len(_NOT_MET)]


def _dues(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase) -> None:
    """Adds the tasks due, by `next_duty_deadlines`; a realistic share is overdue."""
    if child.is_demo:
        on = chunk.today + (-6, -2, -1, 0, 0, 1, 2, 3, 5, 8, 13)[child.index % 11]
        duty = ("assessment", "assessment", "plan", "visit", "visit", "review")[child.stage]
        by_rule = _next_visit(child, case)
        has_visit = duty == "visit" or child.index % 3 == 0
        _due(chunk, child, case, duty, min(on, by_rule) if duty == "visit" else on)
        if child.index % 3 == 0 and duty == "visit":  # only one open visit; as many numbers drawn
            _drawn = (chunk.between(1, 14), scoped_fields(chunk, child, on=child.opened))
        elif child.index % 3 == 0:
            _due(chunk, child, case, "visit", min(chunk.today + chunk.between(1, 14), by_rule))
        if not has_visit and RISKS[case.risk] == "high" and case.assessed:
            _first_due(chunk, child, case, by_rule)
        return
    today = chunk.today
    late = chunk.today - chunk.between(1, 12) if chunk.chance(0.1) else 0
    if not case.assessed:
        _due(chunk, child, case, "assessment", late or today + chunk.between(0, 3))
        return
    if child.stage == 2:
        _due(chunk, child, case, "plan", late or max(case.assessed + 14, today))
    visit = (case.last_visit or case.assessed) + VISIT_DAYS[case.risk]
    on = late or max(visit, today + chunk.between(0, 3))
    if visit >= today and not case.attempts:
        on = late or visit
    elif visit < on and not case.last_visit and not case.attempts:
        _meet(chunk, child, case, on - VISIT_DAYS[case.risk])
    _due(chunk, child, case, "visit", on)
    if child.stage >= 3 and chunk.chance(0.5):
        _due(chunk, child, case, "review", today + chunk.between(0, 91))


def _next_visit(child: SimulatedChild, case: SimulatedCase) -> int:
    """The last day for the next visit by `next_duty_deadlines`."""
    usual = (case.last_visit or case.assessed or child.opened) + VISIT_DAYS[case.risk]
    if not case.attempts:
        return usual
    retry = case.last_attempt + (0 if case.in_danger else RETRY_DAYS[case.risk])
    return retry if usual <= case.last_attempt else min(usual, retry)


def _meet(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, on: int) -> None:
    """Adds a meeting from which the next visit is counted.

    Without it the child would be overdue since opening. Its random numbers are its own.
    """
    draws = random.Random(f"meeting {child.file}")  # noqa: S311 - an invented world, no secret
    row, at = f"{draws.getrandbits(128):032x}", f"{iso_date(on)} 09:30:00+00"
    texts = name_lists.texts_beside(__file__)["note"]
    payload = {"note": draws.choice(texts["sentences"])}
    chunk.rows.add_row(
        "cases_visit", row, child.file, at, child.worker_id, "1", case.id, at, "home", "met_alone", "",
        "", iso_date(on + VISIT_DAYS[case.risk]), chunk.seal_text(child.key, "cases.visit", row, payload),
    )  # fmt: skip
    case.last_visit = on


def _first_due(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, on: int) -> None:
    """Adds the due visit of a child at high risk beside other work; its id has its own draw."""
    draws = random.Random(f"visit {child.file}")  # noqa: S311 - an invented world, no secret
    at = f"{iso_date(min(child.recorded, chunk.today - 1))} 10:15:00+00"
    chunk.rows.add_row(
        "cases_due", f"{draws.getrandbits(128):032x}", child.file, at, child.worker_id, "1", case.id,
        child.worker_id, "visit", iso_date(on), NULL, str(case.attempts),
    )  # fmt: skip


def _due(  # noqa: PLR0913, PLR0917 - a row has so many columns
    chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, duty: str, on: int, done: int = 0
) -> None:
    chunk.rows.add_row(
        "cases_due",
        *scoped_fields(chunk, child, on=child.opened),
        case.id,
        child.worker_id,
        duty,
        iso_date(on),
        iso_date(done) if done else NULL,
        str(case.attempts) if duty == "visit" and not done else "0",
    )


def add_approval_request(  # noqa: PLR0913 - the request says who is asked about what, and when
    chunk: LoadChunk,
    child: SimulatedChild,
    case: SimulatedCase,
    subject: str,
    subject_id: str,
    *,
    is_waiting: bool,
    on: int,
    requested: int | None = None,
) -> None:
    """Adds a plan or closure request: waiting, or decided by the supervisor on day `on`."""
    supervisor = child.office.supervisor
    if supervisor is None:
        return
    requested = requested or max(on - chunk.between(1, 5), child.opened)
    decided = (supervisor.id.hex, chunk.working_time(on)) if not is_waiting else (NULL, NULL)
    base = scoped_fields(chunk, child, on=requested)
    chunk.rows.add_row(
        "cases_approval", *base, case.id, child.office.id.hex, subject, subject_id,
        "1", chunk.working_time(requested), "waiting" if is_waiting else "approved", *decided, NULL,
    )  # fmt: skip
    if is_waiting and chunk.nation.demo["supervisor"] is supervisor:
        chunk.rows.add_row(
            "agencies_notice", chunk.new_id(), supervisor.id.hex, "approval_asked", base[0],
            chunk.working_time(requested), child.worker_id, NULL,
        )  # fmt: skip


def add_closing(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds the closure request, the evaluation or why there is none, and the outcome."""
    case = child.result(SimulatedCase)
    if case.status == "open":
        return
    on = case.closed or chunk.today - chunk.between(1, 4)
    requested = max(on - chunk.between(1, 5), child.opened)
    evaluation = _evaluation(chunk, child, requested)
    texts = name_lists.texts_beside(__file__)["closing"]
    base = scoped_fields(chunk, child, on=requested)
    summary = chunk.pick(texts["summary_of_older" if child.age >= 16 else "summary"])
    payload = {"summary": summary, "where_to_get_help": chunk.pick(texts["help"])}
    reason = chunk.pick(_REASONS[:5])
    if evaluation[0] == "lost" and reason != "informed_request":
        evaluation = ("refused", "")  # the reason says how the child is: contact was not lost
    chunk.rows.add_row(
        "cases_closing", *base, case.id, reason, iso_date(requested), evaluation[0],
        evaluation[1] or NULL, chunk.seal_text(child.key, "cases.closing", base[0], payload),
    )  # fmt: skip
    is_waiting, days = not case.closed, {"on": on, "requested": requested}
    add_approval_request(chunk, child, case, "closing", base[0], is_waiting=is_waiting, **days)


def _evaluation(chunk: LoadChunk, child: SimulatedChild, on: int) -> tuple[str, str]:
    """The state of the child's evaluation at closure, and the id of the statement."""
    if child.age < 4:
        return "too_young", ""
    if chunk.chance(0.6):
        return "given", add_statement(chunk, child, "evaluation", "said", on)
    return chunk.pick(("lost", "refused", "refused")), ""


def add_review(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a review to some long cases."""
    case = child.result(SimulatedCase)
    until = case.closed or chunk.today - 1
    if child.stage >= 3 and until - child.opened > REVIEW_DAYS and chunk.chance(0.4):
        _review(chunk, child, case, child.opened + REVIEW_DAYS)


def _review(chunk: LoadChunk, child: SimulatedChild, case: SimulatedCase, on: int) -> None:
    texts = name_lists.texts_beside(__file__)["review"]
    base = scoped_fields(chunk, child, on=on)
    agreement = chunk.pick(_AGREES)
    payload = {"weighed": chunk.pick(texts["weighed"])}
    if agreement == "disagrees":
        payload["answer"] = chunk.pick(name_lists.load_texts()["answers"]["answer"])
    chunk.rows.add_row(
        "cases_review", *base, case.id, "review", iso_date(on), chunk.pick(_CAPACITIES),
        "in_person" if chunk.chance(0.9) else "chose_not", agreement, chunk.pick(_RESULTS), "",
        chunk.seal_text(child.key, "cases.review", base[0], payload),
    )  # fmt: skip


def add_reassessment(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a second assessment for some demo children, so that domains can be compared.

    It draws random numbers of its own, so the rest of the simulated nation is unchanged.
    """
    case = child.result(SimulatedCase)
    on = case.assessed + REVIEW_DAYS // 2
    has_second = child.is_demo and case.assessed and child.stage >= STAGES.index("implementation")
    if not has_second or case.closed or on >= chunk.today:
        return
    draws = random.Random(f"reassessment {child.file}")  # noqa: S311 - an invented world, no secret
    row = f"{draws.getrandbits(128):032x}"
    facets = {domain: draws.choice(_STATES[:4]) for domain in _REQUIRED}
    texts = name_lists.texts_beside(__file__)
    payload = {"wishes": draws.choice(texts["wishes"]["sentences"])}
    chunk.rows.add_row(
        "cases_assessment", row, child.file, f"{iso_date(on)} 10:15:00+00", child.worker_id, "1",
        case.id, iso_date(on), RISKS[case.risk], json.dumps(facets), child.language,
        chunk.seal(child.key, "cases.assessment", row, payload),
    )  # fmt: skip


def add_cover(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds cover by the demo's case worker for some children while a colleague is on leave.

    It draws random numbers of its own, so the rest of the simulated nation is unchanged.
    """
    covering = chunk.nation.demo["case_worker"]
    office = chunk.nation.holders[DEMO_DISTRICT][0]
    absent = next((worker for worker in office.workers if worker is not covering), None)
    case = child.result(SimulatedCase)
    draws = random.Random(f"cover {child.file}")  # noqa: S311 - an invented world, no secret
    if child.office is not office or child.worker is not absent or case.closed:
        return
    if draws.random() < 0.5:
        return
    at, last_day = f"{iso_date(chunk.today - 2)} 10:15:00+00", chunk.today + COVER_DAYS
    leader = (office.supervisor or child.worker).id.hex
    seat, grant = (f"{draws.getrandbits(128):032x}" for _row in range(2))
    chunk.rows.add_row(
        "cases_seat", seat, child.file, at, leader, "1", case.id, "case_worker", covering.id.hex,
        NULL, iso_date(last_day), NULL,
    )  # fmt: skip
    sections = [str(int(rights["case_worker"])) for rights in (TEAM_READS, TEAM_WRITES)]
    chunk.rows.add_row(
        "agencies_grant", grant, child.file, covering.id.hex, "team", *sections, at,
        f"{iso_date(last_day + 1)} 00:00:00+05:45", leader,
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "cases_case": f"{SCOPED_COLUMNS} child_id office_id worker_id status stage risk opened_on "
        "closed_on closing_reason",
        "cases_seat": f"{SCOPED_COLUMNS} case_id role staff_id needed_by until_on ended_on",
        "cases_due": f"{SCOPED_COLUMNS} case_id worker_id duty due_on done_on attempts",
        "cases_assessment": f"{SCOPED_COLUMNS} case_id assessed_on risk facets language sealed",
        "cases_visit": f"{SCOPED_COLUMNS} case_id happened_at kind outcome not_met_because "
        "child_safe next_visit_on sealed",
        "cases_closing": f"{SCOPED_COLUMNS} case_id reason asked_on evaluation statement sealed",
        "cases_approval": f"{SCOPED_COLUMNS} case_id office_id subject subject_id subject_version "
        "asked_at decision decided_by decided_at sealed",
        "cases_review": f"{SCOPED_COLUMNS} case_id kind reviewed_on capacities child_participation agreement "
        "result consent_anew sealed",
    },
    for_child=(
        SimulationStep("cases", add_case, after=("intake",)),
        SimulationStep("cases.closing", add_closing, after=("participation",)),
        SimulationStep("cases.review", add_review, after=("cases.closing",)),
        SimulationStep("cases.reassessment", add_reassessment, after=("cases",)),
        SimulationStep("cases.cover", add_cover, after=("cases",)),
    ),
)
