"""Makes the background of a simulated child: documents, functioning, culture, movements, grounds.

One or two rows per child, more in the demo's own files.
"""

from datetime import date

from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import TRAFFICKED
from saathi.synthetic.children import SimulatedChild, day_after_opening, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_PAPERS = ("birth", "birth", "school", "health", "identity", "passport", "citizenship")
_MOVES = ("with_family", "with_family", "work", "work", "seasonal", "disaster", "home", "marriage",
          "school", "returned")  # fmt: skip
_GROUNDS = ("caste", "ethnic", "gender", "poverty", "religion", "migration", "ability", "harm")
_LIVED_WITH = ("both", "both", "mother", "mother", "father", "relatives", "in_laws", "nobody", "")
_SCHOOLING = ("went", "went", "stopped", "stopped", "stopped", "never", "outside", "chose_not", "")
_LIVED_FROM = ("own_land", "land_of_others", "day_labour", "day_labour", "day_labour", "trade", "wages",
               "sent_money", "nothing", "not_known", "")  # fmt: skip
_FACTORS = ("hunger", "no_livelihood", "debt", "parent_lost", "parent_away", "carer_ill", "violence_home",
            "violence_outside", "violence_care", "marriage", "earned", "unregistered", "shut_out",
            "disaster", "conflict", "others_taken", "not_warned")  # fmt: skip
_ANSWERS = ("present",) * 4 + ("absent",) * 7 + ("not_known", "withheld") + ("",) * 4
_NONE = "none"


def add_identity(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds documents, functioning, culture, movements, grounds of discrimination, and background."""
    if child.is_demo or chunk.chance(0.2):
        _document(chunk, child)
    if child.is_demo or chunk.chance(0.25):
        _functioning(chunk, child)
    if child.is_demo or chunk.chance(0.1):
        _culture(chunk, child)
    if child.is_demo or chunk.chance(0.12):
        _movement(chunk, child)
    if chunk.chance(0.3 if child.is_demo else 0.03):
        _grounds(chunk, child)
    if child.is_demo or chunk.chance(0.35 if child.trafficking == TRAFFICKED else 0.15):
        _background(chunk, child)


def _document(chunk: LoadChunk, child: SimulatedChild) -> None:
    base = scoped_fields(chunk, child, on=day_after_opening(chunk, child, 90))
    number = f"No. {chunk.between(100000, 999999)}-{chunk.between(1000, 9999)}"
    chunk.rows.add_row(
        "identity_paper", *base, child.id, chunk.pick(_PAPERS),
        chunk.pick(("with_family", "with_child", "with_us", "lost", "withheld", "applied")),
        child.home_country, NULL,
        chunk.seal(child.key, "identity.paper", base[0], {"number": number}),
    )  # fmt: skip


def _functioning(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds six answers; one child in twelve reaches the cut-off, one in five is not asked all."""
    answers = ["some" if chunk.chance(0.05) else _NONE for _ in range(6)]
    state = "no"
    if chunk.chance(0.085):
        answers[chunk.between(0, 5)] = "cannot" if chunk.chance(0.2) else "a_lot"
        state = "yes"
    elif chunk.chance(0.2):
        answers[chunk.between(0, 5)] = chunk.pick(("", "chose_not"))
        state = "not_known"
    on = day_after_opening(chunk, child, 90)
    base = scoped_fields(chunk, child, on=on)
    helps = (
        {"helps": chunk.pick(name_lists.texts_beside(__file__)["background"]["helps"])}
        if state == "yes"
        else {}
    )
    chunk.rows.add_row(
        "identity_functioning", *base, child.id, iso_date(on),
        chunk.pick(("child", "child", "carer", "worker", "professional")), *answers, state,
        chunk.seal_text(child.key, "identity.functioning", base[0], helps),
    )  # fmt: skip


def _culture(chunk: LoadChunk, child: SimulatedChild) -> None:
    texts = name_lists.texts_beside(__file__)["background"]
    on = day_after_opening(chunk, child, 90)
    base = scoped_fields(chunk, child, on=on)
    has_plan = chunk.chance(0.6)
    payload = {"practice": chunk.pick(texts["practice"])}
    if has_plan:
        payload["plan"] = chunk.pick(texts["language_plan"])
    chunk.rows.add_row(
        "identity_culture", *base, child.id, child.language,
        chunk.pick(("yes", "yes", "no", "not_known")), "t" if has_plan else "f",
        iso_date(on + 180) if has_plan else NULL,
        chunk.seal_text(child.key, "identity.culture", base[0], payload),
    )  # fmt: skip


def _movement(chunk: LoadChunk, child: SimulatedChild) -> None:
    base = scoped_fields(chunk, child, on=day_after_opening(chunk, child, 90))
    year = date.fromordinal(child.opened).year - chunk.between(0, min(child.age, 4))
    to = child.home_country if chunk.chance(0.5) else child.office.agency.country
    effects = [chunk.pick(("hidden_way", "agent", "stranded"))] if chunk.chance(0.1) else []
    rights = [chunk.pick(("no_school", "no_papers", "no_health"))] if chunk.chance(0.3) else []
    payload = {"account": chunk.pick(name_lists.texts_beside(__file__)["background"]["moved"])}
    chunk.rows.add_row(
        "identity_movement", *base, child.id, chunk.pick(_MOVES),
        chunk.pick(("parents", "parents", "relatives", "friends", "agent", "alone", "not_known")),
        str(year), child.home_country, to, postgres_array(effects), postgres_array(rights),
        chunk.seal_text(child.key, "identity.movement", base[0], payload),
    )  # fmt: skip


def _grounds(chunk: LoadChunk, child: SimulatedChild) -> None:
    on = day_after_opening(chunk, child, 90)
    base = scoped_fields(chunk, child, on=on)
    grounds = sorted({chunk.pick(_GROUNDS), chunk.pick(_GROUNDS)})
    payload = {
        "grounds": grounds,
        "words": chunk.pick(name_lists.texts_beside(__file__)["background"]["treated"]),
    }
    chunk.rows.add_row(
        "identity_grounds", *base, child.id, iso_date(on), "worker" if chunk.chance(0.2) else "team",
        chunk.seal(child.key, "identity.grounds", base[0], payload),
    )  # fmt: skip


def _background(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds each factor, answered or not, and at most one sentence."""
    on = day_after_opening(chunk, child, 90)
    base = scoped_fields(chunk, child, on=on)
    factors: dict[str, list[str]] = {
        "present": [],
        "absent": [],
        "not_known": [],
        "withheld": [],
        "": [],
    }
    for factor in _FACTORS:
        factors[chunk.pick(_ANSWERS)].append(factor)
    payload = {"strengths": chunk.pick(name_lists.texts_beside(__file__)["background"]["helps"])}
    chunk.rows.add_row(
        "identity_background", *base, child.id, iso_date(on),
        chunk.pick(("child", "child", "child", "carer", "worker")), chunk.pick(_LIVED_WITH),
        chunk.pick(_SCHOOLING), chunk.pick(_LIVED_FROM), postgres_array(factors["present"]),
        postgres_array(factors["absent"]), postgres_array(factors["not_known"]),
        postgres_array(factors["withheld"]),
        chunk.seal_text(child.key, "identity.background", base[0], payload),
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "identity_paper": f"{SCOPED_COLUMNS} child_id kind state country ends_on sealed",
        "identity_functioning": f"{SCOPED_COLUMNS} child_id asked_on answered_by seeing hearing "
        "walking remembering self_care communicating disability sealed",
        "identity_grounds": f"{SCOPED_COLUMNS} child_id stated_on readers sealed",
        "identity_culture": f"{SCOPED_COLUMNS} child_id mother_tongue has_speakers has_plan "
        "review_on sealed",
        "identity_movement": f"{SCOPED_COLUMNS} child_id kind with_whom year from_country "
        "to_country effects rights sealed",
        "identity_background": f"{SCOPED_COLUMNS} child_id stated_on answered_by lived_with "
        "schooling lived_from present absent not_known withheld sealed",
    },
    for_child=(SimulationStep("identity", add_identity, after=("people",)),),
)
