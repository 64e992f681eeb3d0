"""Makes the family and contacts of a simulated child, and alleged perpetrators.

Invented shares: most children have a parent on record, every fourth allegation names the family,
few end in a sentence.
"""

from saathi.synthetic import name_lists
from saathi.synthetic.child_draws import TRAFFICKED
from saathi.synthetic.children import SimulatedChild, day_after_opening, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_KINDS = ("mother", "mother", "father", "father", "grandparent", "aunt_uncle", "sister", "brother",
          "step_parent", "neighbour", "friend")  # fmt: skip
_CONTACTS = ("wanted", "wanted", "wanted", "", "accompanied", "unsure", "not_wanted")
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
_NONE = "none"


def add_relations(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds family and contacts, and for some trafficked children the accused and the outcome."""
    relation = ""
    for _ in range(2 if child.is_demo else int(chunk.chance(0.6))):
        relation = _relation(chunk, child)
    if child.trafficking == TRAFFICKED and (child.is_demo or chunk.chance(0.3)):
        _alleged(chunk, child, relation)


def _named(chunk: LoadChunk) -> str:
    group = chunk.pick(name_lists.load_communities())
    first = chunk.pick(group.girls if chunk.chance(0.5) else group.boys)
    return f"{first} {chunk.pick(group.surnames)}"


def _relation(chunk: LoadChunk, child: SimulatedChild) -> str:
    """Adds a person in the child's family or contacts; returns the record's id."""
    base = scoped_fields(chunk, child, on=day_after_opening(chunk, child, 90))
    kind = chunk.pick(_KINDS)
    payload = {"name": _named(chunk)}
    if chunk.chance(0.15):
        payload["child_words"] = chunk.pick(name_lists.texts_beside(__file__)["around"]["contact"])
    feared = chunk.chance(0.08)
    chunk.rows.add_row(
        "around_relation", *base, child.id, kind, chunk.pick(("no", "no", "yes", "not_known")),
        chunk.pick(("yes", "no", "not_known")), "not_wanted" if feared else chunk.pick(_CONTACTS),
        chunk.pick(("feared", "keep_away")) if feared else chunk.pick((_NONE, "not_known")),
        chunk.pick(("alive",) * 8 + ("died", "not_known")), NULL,
        chunk.seal_text(child.key, "around.relation", base[0], payload),
    )  # fmt: skip
    return base[0]


def _alleged(chunk: LoadChunk, child: SimulatedChild, relation: str) -> None:
    texts = name_lists.texts_beside(__file__)["around"]
    on = day_after_opening(chunk, child, 90)
    base = scoped_fields(chunk, child, on=on)
    is_firm = chunk.chance(0.15)
    relationship = "not_known" if is_firm else chunk.pick(_RELATIONSHIPS)
    payload = {"on_what": chunk.pick(texts["on_what"]), "how": chunk.pick(texts["how"])}
    if not is_firm:
        payload["name"] = _named(chunk)
    is_known = relationship in {"parent", "relative"} and bool(relation)
    chunk.rows.add_row(
        "around_alleged", *base, child.id,
        "firm" if is_firm else chunk.pick(("person",) * 5 + ("group", "not_known")),
        chunk.pick(_FIRMS) if is_firm else "",
        postgres_array(sorted({chunk.pick(_ROLES), chunk.pick(_ROLES)})), relationship,
        relation if is_known else NULL, postgres_array(sorted({chunk.pick(_REACHED)})),
        chunk.pick(("yes", "no", "not_known", "")), chunk.pick(_SAID_BY), iso_date(on),
        "taken_back" if chunk.chance(0.04) else "stands", NULL,
        chunk.seal_text(child.key, "around.alleged", base[0], payload),
    )  # fmt: skip
    if child.is_demo or chunk.chance(0.45):
        _outcome(chunk, child, base[0], on)


def _outcome(chunk: LoadChunk, child: SimulatedChild, alleged: str, alleged_on: int) -> None:
    on = chunk.between(alleged_on, min(alleged_on + 400, chunk.today - 1))
    base = scoped_fields(chunk, child, on=on)
    kind = chunk.pick(_STEPS)
    payload = {"name": chunk.pick(name_lists.load_texts()["authorities"]["bodies"])}
    chunk.rows.add_row(
        "around_outcome", *base, alleged, kind, _BODIES.get(kind, "court"), iso_date(on),
        chunk.seal_text(child.key, "around.outcome", base[0], payload),
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "around_relation": f"{SCOPED_COLUMNS} child_id kind lives_with is_carer contact danger "
        "life ended_on sealed",
        "around_alleged": f"{SCOPED_COLUMNS} child_id subject firm_kind roles relationship "
        "relation_id reached is_organised said_by said_on allegation_state accused_staff sealed",
        "around_outcome": f"{SCOPED_COLUMNS} alleged_id kind body decided_on sealed",
    },
    for_child=(SimulationStep("around", add_relations, after=("people",), before=("identity",)),),
)
