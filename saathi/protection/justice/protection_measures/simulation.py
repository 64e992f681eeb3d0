"""Generates threats and protection measures in every state for children with proceedings.

Each child has random numbers of its own, so the rest of the simulated nation is unchanged.
"""

import random
from dataclasses import dataclass
from typing import Final

from saathi.protection.casework.cases.simulation import SimulatedCase
from saathi.protection.justice.proceedings.simulation import SimulatedProceeding
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

# The state of the measure, the state and urgency of the threat: every pair that a page can show.
_PLOTS: Final = (
    ("in_force", "answered", "soon"),
    ("requested", "open", "watch"),
    ("ended", "ended", "soon"),
    ("refused", "answered", "soon"),
    ("granted", "answered", "watch"),
    ("ended", "answered", "soon"),
    ("in_force", "ended", "immediate"),
    ("requested", "open", "immediate"),
)
_SHARE: Final = 0.3  # of the children with proceedings outside the demo


@dataclass(frozen=True)
class _Protection:
    """The threats and measures of one child while their rows are made."""

    chunk: LoadChunk
    child: SimulatedChild
    own: random.Random

    def add(self, table: str, on: int, *values: str, kind: str, **texts: str) -> str:
        """Adds a record with its sealed texts last; returns its id."""
        key = f"{self.own.getrandbits(128):032x}"
        at = f"{iso_date(min(on, self.chunk.today - 1))} 10:00:00+00"
        sealed = self.chunk.seal(self.child.key, f"protection_measures.{kind}", key, texts)
        base = (key, self.child.file, at, self.child.worker_id, "1")
        self.chunk.rows.add_row(f"protection_measures_{table}", *base, *values, sealed)
        return key

    def say(self, name: str) -> str:
        """One of the sentences of this name."""
        return str(self.own.choice(name_lists.texts_beside(__file__)["protection"][name]))


def add_protection(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds a threat and a measure to some children with proceedings."""
    own = random.Random(f"protection {child.file}")  # noqa: S311 - an invented world
    proceeding = child.attached.get(SimulatedProceeding)
    is_chosen = child.is_demo or own.random() < _SHARE
    if not isinstance(proceeding, SimulatedProceeding) or not is_chosen:
        return
    if child.opened > chunk.today - 40:
        return
    plot = _PLOTS[child.index // 3 % len(_PLOTS)] if child.is_demo else own.choice(_PLOTS)
    state, threat, urgency = plot
    if child.is_closed and threat != "ended":
        state, threat = "ended", "ended"
    protection = _Protection(chunk, child, own)
    on = chunk.today - own.randrange(20, 38)
    _threat(protection, on, threat, urgency)
    _measure(protection, on + 1, state, proceeding.key, is_over=threat == "ended")


def _threat(protection: _Protection, on: int, state: str, urgency: str) -> None:
    own, today = protection.own, protection.chunk.today
    texts = {"what": protection.say("what"), "child_words": protection.say("words")}
    if state != "open":
        texts["response"] = protection.say("response")
    if state == "ended":
        texts["end_note"] = protection.say("end_note")
    next_on = today + own.randrange(3) if state == "open" else today + own.randrange(1, 7)
    is_checked, is_over = state != "open", state == "ended"
    threat = protection.add(
        "threat", on, protection.child.id, iso_date(on), urgency,
        own.choice(("{child}", "{child,family}", "{family}")),
        own.choice(("{phone}", "{followed}", "{through}")), "no" if state == "open" else "yes", state,
        iso_date(on), iso_date(on + 1) if is_checked else NULL, iso_date(on + 12) if is_over else NULL,
        "given_up" if is_over else "", NULL if is_over else iso_date(next_on),
        "yes" if is_checked else "", iso_date(on + 11) if is_checked else NULL, urgency,
        kind="threat", **texts,
    )  # fmt: skip
    if is_checked:
        protection.add(
            "threatcheck", on + 11, threat, iso_date(on + 11), "yes", "{seen,child}",
            iso_date(on + 18 if is_over else next_on), kind="threatcheck",
            checker=protection.say("checker"), seen=protection.say("seen"),
        )  # fmt: skip
    if not is_over:
        _due(protection, "threat_check", next_on)


def _measure(
    protection: _Protection, on: int, state: str, proceeding: str, *, is_over: bool
) -> None:
    own, today = protection.own, protection.chunk.today
    has_begun = state in {"in_force", "ended"}
    texts = {"authority": protection.say("authority"), "note": protection.say("note")}
    if has_begun:
        texts["call"] = protection.say("call")
    if state == "refused":
        texts["refusal"] = protection.say("refusal")
    review = today + own.randrange(-3, 30) if state == "in_force" else 0
    end_reason = ("threat_over" if is_over else "expired") if state == "ended" else ""
    measure = protection.add(
        "protectionmeasure", on, protection.child.id, proceeding,
        own.choice(("no_contact", "escort", "police_post", "address")),
        own.choice(("police", "court", "prosecutor")), iso_date(on), own.choice(("wants", "conditions")),
        state, NULL if state == "requested" else iso_date(on + 3),
        iso_date(on + 4) if has_begun else NULL, iso_date(today + 60) if state == "in_force" else NULL,
        iso_date(review) if review else NULL, iso_date(on + 15) if state == "ended" else NULL,
        end_reason, kind="measure", **texts,
    )  # fmt: skip
    if has_begun:
        protection.add(
            "protectionreview", on + 10, measure, iso_date(on + 10), own.choice(("lower", "same")),
            own.choice(("yes", "partly")), "wants", "continue", iso_date(on + 40), kind="review",
            note=protection.say("review"),
        )  # fmt: skip
    if review:
        _due(protection, "protect_review", review)


def _due(protection: _Protection, duty: str, on: int) -> None:
    """A duty of the case worker, if the case is open."""
    case, child, chunk = protection.child.result(SimulatedCase), protection.child, protection.chunk
    if not case.closed:
        chunk.rows.add_row(
            "cases_due", f"{protection.own.getrandbits(128):032x}", child.file,
            f"{iso_date(chunk.today - 1)} 10:00:00+00", child.worker_id, "1", case.id,
            child.worker_id, duty, iso_date(on), NULL, "0",
        )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "protection_measures_threat": f"{SCOPED_COLUMNS} child_id happened_on urgency targets ways "
        "police state recorded_on answered_on ended_on end_reason check_on safety safe_since "
        "alarm_urgency sealed",
        "protection_measures_threatcheck": f"{SCOPED_COLUMNS} threat_id checked_on safe_now sources "
        "next_on sealed",
        "protection_measures_protectionmeasure": f"{SCOPED_COLUMNS} child_id proceeding_id kind "
        "authority_kind requested_on child_view state decided_on in_force_from until_on review_on "
        "ended_on end_reason sealed",
        "protection_measures_protectionreview": f"{SCOPED_COLUMNS} measure_id reviewed_on threat "
        "effect child_view decision next_on sealed",
    },
    for_child=(SimulationStep("protection", add_protection, after=("cases", "proceedings")),),
)
