"""Generates the support to the family of a simulated return: committee, livelihood, aftercare."""

from typing import TYPE_CHECKING, Final

from saathi.protection.care.care_committees.simulation import committee_id
from saathi.protection.casework.reintegration.family_vocabulary import (
    AFTERCARE_FROM,
    AftercareArea,
)
from saathi.synthetic.chunk import iso_date
from saathi.synthetic.tables import NULL

if TYPE_CHECKING:
    from saathi.protection.casework.reintegration.simulation import SimulatedReturn

_EFFECTS: Final = (
    ("steadier", "less", "better", "less", "safer", "no"),
    ("steadier", "same", "same", "less", "same", "no"),
    ("same", "same", "not_known", "same", "same", "not_asked"),
    ("less", "more", "less", "more", "less", "yes"),
)


def add_family_support(simulated: "SimulatedReturn") -> None:
    """Adds support of a committee, livelihood support with its effect, and an aftercare plan."""
    own, child = simulated.own, simulated.child
    if child.is_demo and own.random() < 0.7:
        _committee(simulated)
    if own.random() < 0.5:
        _livelihood(simulated)
    if child.age >= AFTERCARE_FROM:
        _aftercare(simulated)


def _committee(simulated: "SimulatedReturn") -> None:
    own, on = simulated.own, simulated.returned + 10
    state = own.choice(("active", "active", "by_others", "ended"))
    is_over = state == "ended" and on + 60 < simulated.chunk.today
    ended = (iso_date(on + 60), "no_need", "helped") if is_over else (NULL, "", "")
    if on >= simulated.chunk.today:
        return
    kept = "ended" if is_over else state if state != "ended" else "active"
    simulated.add(
        "committeesupport", on, simulated.key, committee_id(simulated.chunk.nation, 0), kept,
        iso_date(on), "agreed", "agreed", own.choice(("{school}", "{livelihood,school}", "{stigma}")),
        *ended, kind="committee", told=simulated.say("told"),
    )  # fmt: skip


def _livelihood(simulated: "SimulatedReturn") -> None:
    own, chunk, child = simulated.own, simulated.chunk, simulated.child
    given = simulated.returned + 15 + own.randrange(20)
    if given >= chunk.today:
        return
    key = simulated.new_id()
    payload = {"plan": simulated.say("plan"), "who": simulated.say("who")}
    day = iso_date(given)
    chunk.rows.add_row(
        "services_livelihood", key, child.file, f"{day} 10:00:00+00", child.worker_id, "1",
        child.id, own.choice(("family", "carer", "commune")), "{animals,training}", "given", day, day,
        iso_date(given + 90), NULL, "", NULL,
        chunk.seal(child.key, "services.livelihood", key, payload),
        own.choice(("own", "ngo", "committee", "government")),
        own.choice(("month", "quarter", "not_known")),
    )  # fmt: skip
    reviewed = given + 92
    if reviewed >= chunk.today or own.random() < 0.3:
        return
    effect = own.choice(_EFFECTS)
    texts = {"family_words": simulated.say("family_words")}
    if effect[-1] == "yes":
        texts["harm"] = simulated.say("harm")
    simulated.add(
        "livelihoodeffect", reviewed, simulated.key, key, iso_date(reviewed), *effect,
        kind="livelihood_effect", **texts,
    )  # fmt: skip


def _aftercare(simulated: "SimulatedReturn") -> None:
    own, on = simulated.own, simulated.returned + 4
    if on >= simulated.chunk.today or own.random() < 0.3:
        return
    areas = list(AftercareArea.values)
    own.shuffle(areas)
    settled, lacking = (f"{{{','.join(part)}}}" for part in (areas[:5], areas[5:]))
    next_on = max(on + 90, simulated.chunk.today + 14)
    simulated.add(
        "aftercareplan", on, simulated.child.id, iso_date(on), own.choice(("agrees", "partly")),
        settled, lacking, iso_date(next_on), kind="aftercare",
        wishes=simulated.say("wishes"), steps=simulated.say("next_steps"),
        contact_person=simulated.say("contact_person"),
    )  # fmt: skip
    simulated.due("aftercare", next_on)
