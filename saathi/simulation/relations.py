"""Makes the family and contacts of a simulated child, alleged perpetrators, and the child's background.

Invented shares: most children have a parent on record, every fourth allegation names the family,
few end with a sentence. The file stays small: one or two rows a child, more in the demo's own
files.
"""

from datetime import date

from saathi.simulation import name_lists
from saathi.simulation.child_draws import TRAFFICKED
from saathi.simulation.chunk import LoadChunk, iso_date, postgres_array
from saathi.simulation.identity import SimulatedChild, scoped_fields
from saathi.simulation.tables import NULL

_KINDS = ("mother", "mother", "father", "father", "grandparent", "aunt_uncle", "sister", "brother",
          "step_parent", "neighbour", "friend")  # fmt: skip
_CONTACTS = ("wanted", "wanted", "wanted", "not_asked", "accompanied", "unsure", "not_wanted")
_ROLES = ("recruited", "recruited", "transported", "harboured", "received", "exploited", "sold",
          "abused", "paid", "guarded")  # fmt: skip
_RELATIONSHIPS = ("not_known", "stranger", "stranger", "neighbour", "employer", "relative",
                  "relative", "parent", "friend", "spouse")  # fmt: skip
_REACHED = ("in_person", "in_person", "through_family", "through_friend", "agent", "phone",
            "messages", "social")  # fmt: skip
_FIRMS = ("hotel", "job_agency", "kiln", "factory", "household", "transport", "restaurant")
_STEPS = ("reported", "reported", "investigated", "investigated", "not_pursued", "charged",
          "on_trial", "convicted", "acquitted", "not_prosecuted")  # fmt: skip
_BODIES = {"reported": "police", "investigated": "police", "not_pursued": "police",
           "charged": "prosecutor", "not_prosecuted": "prosecutor"}  # fmt: skip
_SAID_BY = ("child", "child", "child", "family", "police", "organisation", "witness")
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


def add_relations(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Relations, accusations, documents, functioning, culture, movements, grounds, background."""
    relation = ""
    for _ in range(2 if child.is_demo else int(chunk.chance(0.6))):
        relation = _relation(chunk, child)
    if child.trafficking == TRAFFICKED and (child.is_demo or chunk.chance(0.3)):
        _alleged(chunk, child, relation)
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


def _day(chunk: LoadChunk, child: SimulatedChild, within: int = 90) -> int:
    return chunk.between(child.opened, min(child.opened + within, chunk.today - 1))


def _named(chunk: LoadChunk) -> str:
    group = chunk.pick(name_lists.load_communities())
    first = chunk.pick(group.girls if chunk.chance(0.5) else group.boys)
    return f"{first} {chunk.pick(group.surnames)}"


def _relation(chunk: LoadChunk, child: SimulatedChild) -> str:
    """The id of a record about a person in the child's family or contacts."""
    base = scoped_fields(chunk, child, on=_day(chunk, child))
    kind = chunk.pick(_KINDS)
    payload = {"name": _named(chunk)}
    if chunk.chance(0.15):
        payload["her_words"] = chunk.pick(name_lists.load_texts()["around"]["contact"])
    feared = chunk.chance(0.08)
    chunk.sheets.add_row(
        "around_relation", *base, child.id, kind, chunk.pick(("no", "no", "yes", "not_known")),
        chunk.pick(("yes", "no", "not_known")), "not_wanted" if feared else chunk.pick(_CONTACTS),
        chunk.pick(("feared", "keep_away")) if feared else chunk.pick((_NONE, "not_known")),
        chunk.pick(("alive",) * 8 + ("died", "not_known")), NULL,
        chunk.seal_text(child.key, "around.relation", base[0], payload),
    )  # fmt: skip
    return base[0]


def _alleged(chunk: LoadChunk, child: SimulatedChild, relation: str) -> None:
    texts = name_lists.load_texts()["around"]
    on = _day(chunk, child)
    base = scoped_fields(chunk, child, on=on)
    is_firm = chunk.chance(0.15)
    relationship = "not_known" if is_firm else chunk.pick(_RELATIONSHIPS)
    payload = {"on_what": chunk.pick(texts["on_what"]), "how": chunk.pick(texts["how"])}
    if not is_firm:
        payload["name"] = _named(chunk)
    is_known = relationship in {"parent", "relative"} and bool(relation)
    chunk.sheets.add_row(
        "around_alleged", *base, child.id,
        "firm" if is_firm else chunk.pick(("person",) * 5 + ("group", "not_known")),
        chunk.pick(_FIRMS) if is_firm else "",
        postgres_array(sorted({chunk.pick(_ROLES), chunk.pick(_ROLES)})), relationship,
        relation if is_known else NULL, postgres_array(sorted({chunk.pick(_REACHED)})),
        chunk.pick(("yes", "no", "not_known", "not_known")), chunk.pick(_SAID_BY), iso_date(on),
        "taken_back" if chunk.chance(0.04) else "stands", NULL,
        chunk.seal_text(child.key, "around.alleged", base[0], payload),
    )  # fmt: skip
    if child.is_demo or chunk.chance(0.45):
        _outcome(chunk, child, base[0], on)


def _outcome(chunk: LoadChunk, child: SimulatedChild, alleged: str, alleged_on: int) -> None:
    on = chunk.between(alleged_on, min(alleged_on + 400, chunk.today - 1))
    base = scoped_fields(chunk, child, on=on)
    kind = chunk.pick(_STEPS)
    payload = {"name": chunk.pick(name_lists.load_texts()["legal"]["bodies"])}
    chunk.sheets.add_row(
        "around_outcome", *base, alleged, kind, _BODIES.get(kind, "court"), iso_date(on),
        chunk.seal_text(child.key, "around.outcome", base[0], payload),
    )  # fmt: skip


def _document(chunk: LoadChunk, child: SimulatedChild) -> None:
    base = scoped_fields(chunk, child, on=_day(chunk, child))
    number = f"No. {chunk.between(100000, 999999)}-{chunk.between(1000, 9999)}"
    chunk.sheets.add_row(
        "identity_paper", *base, child.id, chunk.pick(_PAPERS),
        chunk.pick(("with_family", "with_child", "with_us", "lost", "withheld", "applied")),
        child.home_country, NULL,
        chunk.seal(child.key, "identity.paper", base[0], {"number": number}),
    )  # fmt: skip


def _functioning(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Six answers; one child in twelve reaches the cut-off, one in five is not asked all questions."""
    answers = ["some" if chunk.chance(0.05) else _NONE for _ in range(6)]
    state = "no"
    if chunk.chance(0.085):
        answers[chunk.between(0, 5)] = "cannot" if chunk.chance(0.2) else "a_lot"
        state = "yes"
    elif chunk.chance(0.2):
        answers[chunk.between(0, 5)] = chunk.pick(("", "chose_not"))
        state = "not_known"
    on = _day(chunk, child)
    base = scoped_fields(chunk, child, on=on)
    helps = (
        {"helps": chunk.pick(name_lists.load_texts()["around"]["helps"])} if state == "yes" else {}
    )
    chunk.sheets.add_row(
        "identity_functioning", *base, child.id, iso_date(on),
        chunk.pick(("child", "child", "carer", "worker", "professional")), *answers, state,
        chunk.seal_text(child.key, "identity.functioning", base[0], helps),
    )  # fmt: skip


def _culture(chunk: LoadChunk, child: SimulatedChild) -> None:
    texts = name_lists.load_texts()["around"]
    on = _day(chunk, child)
    base = scoped_fields(chunk, child, on=on)
    has_plan = chunk.chance(0.6)
    payload = {"practice": chunk.pick(texts["practice"])}
    if has_plan:
        payload["plan"] = chunk.pick(texts["language_plan"])
    chunk.sheets.add_row(
        "identity_culture", *base, child.id, child.language,
        chunk.pick(("yes", "yes", "no", "not_known")), "t" if has_plan else "f",
        iso_date(on + 180) if has_plan else NULL,
        chunk.seal_text(child.key, "identity.culture", base[0], payload),
    )  # fmt: skip


def _movement(chunk: LoadChunk, child: SimulatedChild) -> None:
    base = scoped_fields(chunk, child, on=_day(chunk, child))
    year = date.fromordinal(child.opened).year - chunk.between(0, min(child.age, 4))
    to = child.home_country if chunk.chance(0.5) else child.office.agency.country
    effects = [chunk.pick(("hidden_way", "agent", "stranded"))] if chunk.chance(0.1) else []
    rights = [chunk.pick(("no_school", "no_papers", "no_health"))] if chunk.chance(0.3) else []
    payload = {"account": chunk.pick(name_lists.load_texts()["around"]["moved"])}
    chunk.sheets.add_row(
        "identity_movement", *base, child.id, chunk.pick(_MOVES),
        chunk.pick(("parents", "parents", "relatives", "friends", "agent", "alone", "not_known")),
        str(year), child.home_country, to, postgres_array(effects), postgres_array(rights),
        chunk.seal_text(child.key, "identity.movement", base[0], payload),
    )  # fmt: skip


def _grounds(chunk: LoadChunk, child: SimulatedChild) -> None:
    on = _day(chunk, child)
    base = scoped_fields(chunk, child, on=on)
    grounds = sorted({chunk.pick(_GROUNDS), chunk.pick(_GROUNDS)})
    payload = {
        "grounds": grounds,
        "words": chunk.pick(name_lists.load_texts()["around"]["treated"]),
    }
    chunk.sheets.add_row(
        "identity_grounds", *base, child.id, iso_date(on), "worker" if chunk.chance(0.2) else "team",
        chunk.seal(child.key, "identity.grounds", base[0], payload),
    )  # fmt: skip


def _background(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Each factor answered or not, and one sentence at most."""
    on = _day(chunk, child)
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
    payload = {"strengths": chunk.pick(name_lists.load_texts()["around"]["helps"])}
    chunk.sheets.add_row(
        "identity_background", *base, child.id, iso_date(on),
        chunk.pick(("child", "child", "child", "carer", "worker")), chunk.pick(_LIVED_WITH),
        chunk.pick(_SCHOOLING), chunk.pick(_LIVED_FROM), postgres_array(factors["present"]),
        postgres_array(factors["absent"]), postgres_array(factors["not_known"]),
        postgres_array(factors["withheld"]),
        chunk.seal_text(child.key, "identity.background", base[0], payload),
    )  # fmt: skip
