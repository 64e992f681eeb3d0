"""Generates best interests assessments and determinations in all states for children of the demo.

It draws random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_ASSESSMENT: Final = (
    "case_id view view_method view_language interpreter editors occasion extent assessed_on recommended "
    "review_on state decided_by decided_at due sealed"
)
_ASSESSED: Final = "assessment_id option supporting opposing neutral not_known is_explained sealed"
_DETERMINATION: Final = (
    "case_id view view_method view_language interpreter editors assessment_id order_id "
    "order_effect occasion opened_on authority guardian representative parents "
    "caregiver reported_by reported_on meeting_on "
    "deferred_until state solution country decided_on decided_by weight siblings review_on "
    "is_view_complete is_unheard_explained is_reasoned is_supervised under_three told_on "
    "told_language ended_on due review_due appeal_due sealed"
)
_OPTION: Final = "determination_id option real_today is_set_aside sealed"
_MEMBER: Final = "determination_id staff_id function conflict undertaking vote sealed"
_AGAIN: Final = "determination_id cause raised_on outcome decided_by decided_on review_on sealed"
_STATES: Final = (
    "opened", "ready", "listed", "deferred", "decided", "told", "told", "reopened", "ended",
)  # fmt: skip
_DECIDED: Final = {"decided", "told", "reopened", "ended"}
_TOLD: Final = _DECIDED - {"decided"}
_AGAIN_STATES: Final = frozenset({"reopened", "ended"})
_OCCASIONS: Final = ("repatriation", "residential", "family_path", "claims", "child_asks")
_SOLUTIONS: Final = ("return", "relatives", "foster", "small_home", "family")
_PANEL: Final = ("protection", "health", "law")


@dataclass
class _Draw:
    """What the rows of one child have in common."""

    chunk: LoadChunk
    child: SimulatedChild
    case: SimulatedCase
    own: random.Random
    on: int

    def add(self, table: str, columns: str, texts: Mapping[str, str], **values: str) -> str:
        """Adds a row with these values, NULL or empty for the others; returns its id."""
        key, chunk = f"{self.own.getrandbits(128):032x}", self.chunk
        field_id = _FIELD_IDS[table]
        sealed = chunk.seal(self.child.key, field_id, key, dict(texts))
        given = {**values, "sealed": sealed}
        cells = [given.get(column, _EMPTY.get(column, "")) for column in columns.split()]
        at = f"{iso_date(self.on)} 10:00:00+00"
        chunk.rows.add_row(table, key, self.child.file, at, self.child.worker_id, "1", *cells)
        return key

    def text(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(__file__)["best_interests"][name]))


_FIELD_IDS: Final = {
    "best_interests_assessment": "best_interests.assessment",
    "best_interests_assessedoption": "best_interests.assessed",
    "best_interests_determination": "best_interests.determination",
    "best_interests_solutionoption": "best_interests.option",
    "best_interests_panelmember": "best_interests.panel",
    "best_interests_reconsideration": "best_interests.again",
}
_NULLS: Final = (
    "review_on decided_by decided_at due assessment_id order_id reported_by reported_on "
    "meeting_on deferred_until decided_on under_three told_on ended_on review_due appeal_due "
    "staff_id"
)
_EMPTY: Final = {
    **dict.fromkeys(_NULLS.split(), NULL),
    **dict.fromkeys(["supporting", "opposing", "neutral", "not_known", "editors"], "{}"),
    **dict.fromkeys(
        ["is_explained", "is_set_aside", "is_supervised", "is_reasoned", "is_unheard_explained"],
        "f",
    ),
}


def add_best_interests(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds an assessment to many of the demo's open cases, and a determination to some."""
    case = child.attached.get(SimulatedCase)
    own = random.Random(f"best interests {child.file}")  # noqa: S311 - an invented world
    if not isinstance(case, SimulatedCase) or not child.is_demo or child.is_closed:
        return
    on = chunk.today - 12 - own.randrange(10)
    if on < child.opened or own.random() > 0.6:
        return
    draw = _Draw(chunk, child, case, own, on)
    assessment = _assess(draw)
    if own.random() < 0.6:
        _determine(draw, assessment)


def _assess(draw: _Draw) -> str:
    """An assessment, agreed or waiting; the id if a determination may take it, else NULL."""
    own, supervisor = draw.own, draw.chunk.nation.demo["supervisor"].id.hex
    state = own.choice(("agreed", "agreed", "agreed", "submitted", "draft", "returned"))
    is_full = own.random() < 0.6
    texts = {"said": draw.text("said"), "recommendation": draw.text("reasons")}
    texts |= {"sources": draw.text("sources")} if is_full else {"place": draw.text("place")}
    texts |= {} if is_full else {"safety": draw.text("safety")}
    is_answered = state in {"agreed", "returned"}
    key = draw.add(
        "best_interests_assessment", _ASSESSMENT, texts,
        case_id=draw.case.id, view="told", view_method="alone", view_language=draw.child.language[:8],
        interpreter="not_needed", occasion=own.choice(("placement", "change", "contact", "removal")),
        extent="full" if is_full else "short", assessed_on=iso_date(draw.on),
        recommended=own.choice(_SOLUTIONS), review_on=iso_date(draw.chunk.today + own.randrange(1, 60)),
        state=state, decided_by=supervisor if is_answered else NULL,
        decided_at=f"{iso_date(draw.on + 1)} 09:00:00+00" if is_answered else NULL,
    )  # fmt: skip
    if is_full:
        for option in own.sample(_SOLUTIONS, 2):
            draw.add(
                "best_interests_assessedoption", _ASSESSED, {"remarks": draw.text("for")},
                assessment_id=key, option=option, supporting="{wish,freedom,carer,ties}",
                opposing="{distance,retrafficking}", not_known="{means}",
                neutral="{alleged,violence,relation,standards,reversible}",
            )  # fmt: skip
    return key if state == "agreed" else NULL


def _report_texts(draw: _Draw, state: str) -> dict[str, str]:
    """The texts of a determination in this state."""
    texts = {"said": draw.text("said"), "body": "District child welfare committee"}
    if state == "deferred":
        texts["missing"] = draw.text("missing")
    if state in _DECIDED:
        texts |= {"reasons": draw.text("reasons"), "conditions": draw.text("conditions")}
        texts["for_child"] = draw.text("for_child")
        texts["weight_why"] = draw.text("reply")
    if state in _DECIDED and state != "decided":
        texts |= {
            "told_by": "Ms Thapa, who works with the child",
            "response": draw.text("response"),
        }
    return texts


def add_determination_in_force(
    chunk: LoadChunk, child: SimulatedChild, *, solution: str, country: str, on: int
) -> str:
    """Adds a determination for this solution, the child informed; its id, or NULL without a case."""
    case = child.attached.get(SimulatedCase)
    if not isinstance(case, SimulatedCase):
        return NULL
    own = random.Random(f"determination {child.file}")  # noqa: S311 - an invented world
    draw = _Draw(chunk, child, case, own, on)
    return _determine(
        draw,
        NULL,
        state="told",
        solution=solution,
        country=country,
        decider=_leader_above(draw),
        occasion="repatriation",
    )


def _leader_above(draw: _Draw) -> str:
    """The supervisor above the child's office: whoever decides does not authorise a transfer."""
    parent = draw.child.office.parent
    leader = parent.supervisor if parent else None
    return (leader or draw.chunk.nation.demo["supervisor"]).id.hex


def _determine(  # noqa: PLR0913 - what a transfer needs of it
    draw: _Draw,
    assessment: str,
    *,
    state: str = "",
    solution: str = "",
    country: str = "",
    decider: str = "",
    occasion: str = "",
) -> str:
    """A determination in this or any state, for this or any solution; its id."""
    own, chunk, on = draw.own, draw.chunk, draw.on
    state, solution = state or own.choice(_STATES), solution or own.choice(_SOLUTIONS)
    is_decided, is_reported, is_told = state in _DECIDED, state != "opened", state in _TOLD
    texts = _report_texts(draw, state)
    drawn = own.choice(_OCCASIONS)
    key = draw.add(
        "best_interests_determination", _DETERMINATION, texts,
        case_id=draw.case.id, view="told", view_method="alone", interpreter="not_needed",
        assessment_id=assessment, occasion=occasion or drawn, opened_on=iso_date(on),
        authority="welfare_committee", guardian=own.choice(("heard", "missing")),
        representative=own.choice(("heard", "missing", "declined")),
        parents="heard" if solution == "family" else "missing", caregiver="heard",
        reported_by=draw.child.worker_id if is_reported else NULL,
        reported_on=iso_date(on + 2) if is_reported else NULL,
        meeting_on=iso_date(on + 6) if is_decided or state == "listed" else NULL,
        deferred_until=iso_date(chunk.today + 15) if state == "deferred" else NULL,
        state=state, solution=solution if is_decided else "", country=country,
        decided_on=iso_date(on + 6) if is_decided else NULL,
        decided_by=(decider or chunk.nation.demo["supervisor"].id.hex) if is_decided else NULL,
        weight=own.choice(("followed", "followed", "in_part", "otherwise")) if is_decided else "",
        siblings="none" if is_decided else "", is_view_complete="t", is_reasoned="ft"[is_decided],
        review_on=iso_date(chunk.today + own.randrange(20, 90)) if is_decided else NULL,
        under_three="f" if is_decided else NULL,
        told_on=iso_date(on + 7) if is_told else NULL,
        told_language=draw.child.language[:8] if is_told else "",
        ended_on=iso_date(on + 9) if state in _AGAIN_STATES else NULL,
    )  # fmt: skip
    _parts(draw, key, solution, is_decided=is_decided)
    _reconsider(draw, key, state)
    return key


def _reconsider(draw: _Draw, key: str, state: str) -> None:
    """A new fact, after which a determination was reopened or ended; none in another state."""
    if state not in _AGAIN_STATES:
        return
    draw.add(
        "best_interests_reconsideration", _AGAIN,
        {"fact": draw.text("fact"), "reasons": draw.text("reasons")}, determination_id=key,
        cause="new_fact", raised_on=iso_date(draw.on + 8), outcome=state,
        decided_by=draw.chunk.nation.demo["supervisor"].id.hex, decided_on=iso_date(draw.on + 9),
    )  # fmt: skip


def _parts(draw: _Draw, key: str, solution: str, *, is_decided: bool) -> None:
    """The options and the panel of a determination."""
    others = [option for option in _SOLUTIONS if option != solution]
    for option in (solution, *draw.own.sample(others, 2)):
        is_set_aside = is_decided and option != solution
        texts = {"supports": draw.text("for"), "opposes": draw.text("against")}
        texts |= {"way": draw.text("way")} if option == "return" else {}
        texts |= {"set_aside": draw.text("aside")} if is_set_aside else {}
        draw.add(
            "best_interests_solutionoption", _OPTION, texts, determination_id=key, option=option,
            real_today="yes" if option == solution else draw.own.choice(("yes", "if")),
            is_set_aside="t" if is_set_aside else "f",
        )  # fmt: skip
    for function in _PANEL if is_decided else ():
        draw.add(
            "best_interests_panelmember", _MEMBER, {"name": draw.text("member")},
            determination_id=key, function=function, conflict="none", undertaking="signed",
            vote="for",
        )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "best_interests_assessment": f"{SCOPED_COLUMNS} {_ASSESSMENT}",
        "best_interests_assessedoption": f"{SCOPED_COLUMNS} {_ASSESSED}",
        "best_interests_determination": f"{SCOPED_COLUMNS} {_DETERMINATION}",
        "best_interests_solutionoption": f"{SCOPED_COLUMNS} {_OPTION}",
        "best_interests_panelmember": f"{SCOPED_COLUMNS} {_MEMBER}",
        "best_interests_reconsideration": f"{SCOPED_COLUMNS} {_AGAIN}",
    },
    for_child=(SimulationStep("best_interests", add_best_interests, after=("cases",)),),
)
