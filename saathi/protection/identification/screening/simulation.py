"""Makes the interviews of a simulated child: screenings, interviews, clues, migration."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from saathi.protection.identification.screening.actions.screenings import ScreeningInput
from saathi.protection.identification.screening.questionnaires import shipped_questionnaires
from saathi.protection.identification.screening.vocabulary import QuestionnaireRole, ScreeningAnswer
from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import PREVENTED, TRAFFICKED, UNKNOWN
from saathi.synthetic.children import SimulatedChild, day_after_opening, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_LOOKED_AT = {TRAFFICKED: 0.75, PREVENTED: 0.7, UNKNOWN: 0.6}  # invented shares
_KINDS = ("unaccompanied", "undocumented", "offender")
_REPLIES = ("not_now", "do_not_ask", "known", "not_needed")
_WHO = ("worker", "worker", "police", "police", "court", "doctor", "other_agency")
_TRAINED = ("trained", "trained", "not_trained", "")
_STEPS = ("limits", "stop", "not_know", "place", "open", "next", "rest")
_ENDS = ("to_go_on", "to_go_on", "stopped", "broken_off")
_CLUES = ("place", "landmark", "way", "person", "school", "custom")
_CONFIDENCE = ("low", "low", "medium", "", "high")
_STATES = ("open", "open", "fits", "confirmed", "leads_nowhere")
_WHY = ("work", "family", "school", "violence", "own_wish", "brought", "disaster")
_RIGHTS = ("school", "health", "papers", "pay", "family", "equal")
_RULES = ("turned_back", "hidden_way", "paid_agent", "papers_taken", "parted")


class ScreeningPattern(NamedTuple):
    """A recurring set of answers, with the signs that the rules derive from them."""

    payload: dict[str, Any]
    columns: dict[str, Any]


@cache
def _patterns() -> tuple[tuple[ScreeningPattern, ...], tuple[ScreeningPattern, ...]]:
    """The answer patterns of trafficked children, and those of other children."""
    yes, no, silent = ScreeningAnswer.YES, ScreeningAnswer.NO, ScreeningAnswer.CHOSE_NOT_TO_SAY
    worked = {"ex1": yes, "ex3": yes, "ex8": yes}
    met: Sequence[dict[str, ScreeningAnswer]] = (
        {"act": yes} | worked,
        {"act": yes, "purpose": yes, "ex1": no},
        {"act": yes, "cd4": silent, "cd3": yes} | worked,
        {"act": ScreeningAnswer.DOES_NOT_KNOW, "dr1": yes} | worked,
        {"act": yes, "ex1": silent, "ex3": silent},
    )
    other_patterns: Sequence[dict[str, ScreeningAnswer]] = (
        {"act": no, "purpose": no, "ex1": no, "ex3": no, "ex4": no, "ex8": yes},
        {"act": no, "ex8": no},
        {"ex1": silent},
    )
    return tuple(map(_pattern, met)), tuple(map(_pattern, other_patterns))


def _pattern(answers: dict[str, ScreeningAnswer]) -> ScreeningPattern:
    screening = ScreeningInput(
        shipped_questionnaires()["first_look"], date.min, QuestionnaireRole.WORKER, answers=answers
    )
    return ScreeningPattern(screening.payload(), screening.columns())


def add_interviews(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a child's screenings and interviews; in the demo most prompts are answered."""
    is_met = child.trafficking in _LOOKED_AT
    screening = NULL
    if chunk.chance(_LOOKED_AT.get(child.trafficking, 0.12)):
        screening = _screening(chunk, child, is_met=is_met)
    for kind in _KINDS:
        is_left = child.index % 5 == 1 if child.is_demo else chunk.chance(0.75)
        if not is_left:
            _reply(chunk, child, kind, screening)
    if child.age >= 4 and (is_met or chunk.chance(0.1)):
        for number in range(chunk.between(1, 3)):
            _interview(chunk, child, number)
        for _ in range(chunk.between(0, 3)):
            _clue(chunk, child)
    if chunk.chance(0.45 if is_met else 0.08):
        _migration(chunk, child)


def _screening(chunk: LoadChunk, child: SimulatedChild, *, is_met: bool) -> str:
    pattern = chunk.pick(_patterns()[0 if is_met else 1])
    read, on = pattern.columns, day_after_opening(chunk, child, 10)
    base = scoped_fields(chunk, child, on=on)
    chunk.rows.add_row(
        "screening_screening",
        *base,
        child.id,
        read["questionnaire"],
        str(read["questionnaire_version"]),
        chunk.pick(("worker", "worker", "police", "border")),
        iso_date(on),
        child.language,
        read["reading"],
        postgres_array(read["positive"]),
        str(read["answered"]),
        str(read["withheld"]),
        str(read["not_asked"]),
        chunk.seal(child.key, "screening.screening", base[0], pattern.payload),
    )
    return base[0]


def _reply(chunk: LoadChunk, child: SimulatedChild, kind: str, screening: str) -> None:
    on = day_after_opening(chunk, child, 60)
    reply = "screened" if screening != NULL else chunk.pick(_REPLIES)
    chunk.rows.add_row(
        "screening_reply",
        *scoped_fields(chunk, child, on=on),
        child.id,
        kind,
        reply,
        iso_date(on),
        child.worker_id,
        screening,
        NULL,
    )


def _interview(chunk: LoadChunk, child: SimulatedChild, number: int) -> None:
    texts, on, interviewer = (
        name_lists.texts_beside(__file__)["asked"],
        day_after_opening(chunk, child, 60),
        chunk.pick(_WHO),
    )
    base = scoped_fields(chunk, child, on=on)
    trained = "trained" if interviewer == "worker" else chunk.pick(_TRAINED)
    payload = {"interviewer": chunk.pick(texts["interviewers"])}
    is_complete = trained == "trained" and chunk.chance(0.7)
    present = postgres_array(["support"] if chunk.chance(0.5) else ["worker"])
    chunk.rows.add_row(
        "screening_interview", *base, child.id, chunk.working_time(on), interviewer, "f" if number else "t",
        child.language, trained, "f", present,
        postgres_array([step for step in _STEPS if chunk.chance(0.6)]), str(chunk.between(0, 3)),
        chunk.pick(("present", "declined", "")),
        "complete" if is_complete else chunk.pick(_ENDS),
        chunk.seal_text(child.key, "screening.interview", base[0], payload),
    )  # fmt: skip


def _clue(chunk: LoadChunk, child: SimulatedChild) -> None:
    kind, on = chunk.pick(_CLUES), day_after_opening(chunk, child, 200)
    base = scoped_fields(chunk, child, on=on)
    payload = {"words": chunk.pick(name_lists.texts_beside(__file__)["asked"]["clues"])}
    chunk.rows.add_row(
        "screening_familyclue", *base, child.id, kind, iso_date(on), child.language, "child",
        chunk.pick(_CONFIDENCE), chunk.pick(_STATES),
        chunk.seal_text(child.key, "screening.clue", base[0], payload),
    )  # fmt: skip


def _migration(chunk: LoadChunk, child: SimulatedChild) -> None:
    on = day_after_opening(chunk, child, 60)
    country = child.office.agency.country
    moved = "internal" if child.home_country == country else "across"
    papers = "citizen" if moved == "internal" else chunk.pick(("no_need", "without", "permit"))
    restrictions = [chunk.pick(_RULES)] if moved == "across" and chunk.chance(0.4) else []
    chunk.rows.add_row(
        "screening_migration",
        *scoped_fields(chunk, child, on=on),
        child.id,
        iso_date(on),
        moved,
        papers,
        country,
        child.home_country,
        postgres_array([chunk.pick(_WHY)]),
        chunk.pick(("family", "relative", "agent", "stranger", "alone", "friends")),
        postgres_array([chunk.pick(_RIGHTS)]),
        postgres_array(restrictions),
        NULL,
    )


SIMULATION = SimulationPart(
    tables={
        "screening_screening": f"{SCOPED_COLUMNS} child_id questionnaire questionnaire_version "
        "role screened_on language reading positive answered withheld not_asked sealed",
        "screening_reply": f"{SCOPED_COLUMNS} child_id kind reply replied_on prompted_staff screening_id "
        "sealed",
        "screening_interview": f"{SCOPED_COLUMNS} child_id happened_at by_whom is_first language "
        "training has_interpreter present procedure breaks support ended sealed",
        "screening_familyclue": f"{SCOPED_COLUMNS} child_id kind stated_on language source "
        "confidence state sealed",
        "screening_migration": f"{SCOPED_COLUMNS} child_id as_of moved papers country "
        "from_country why moving_with rights restrictions sealed",
    },
    for_child=(
        SimulationStep("screening", add_interviews, after=("orders",), before=("services",)),
    ),
)
