"""Makes the identity of a simulated child: names, ages and search tokens."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from saathi.people.home_places import home_places
from saathi.synthetic import name_lists
from saathi.synthetic.children import SimulatedChild, child_community, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date, pick_by_chance, postgres_array
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

DAYS_A_YEAR = 365.2425
# Assumed shares of children with these on record: for fathers half in all, with the first 12.
FATHERS, MOTHERS = 0.43, 0.2
# Whole sentences: a test looks for single words of short texts in the logs.
_SAFE_WAYS = (
    ("At school, through the teacher", "During school hours, Sunday to Friday"),
    ("At home; say that you come from the health post", "In the mornings only"),
    ("Call the grandmother and ask for the child", "After the evening meal"),
    ("At the drop-in centre in the market", "On Saturdays in the afternoon"),
    ("Through the caregiver at the shelter", "At every hour of the day"),
)
_UNSAFE = (
    "An uncle on the father’s side",
    "The former employer of the child",
    "The stepfather and his brothers",
    "The neighbours across the road",
    "",
)


@dataclass(frozen=True)
class _Identity:
    """Who a child is: what a second record of the same child has in common with the first."""

    names: list[dict[str, str]]
    years: tuple[int, int] | None
    born: str
    statements: "list[_Statement]"
    home: str
    home_country: str


def add_person(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds the child's names, ages and search tokens."""
    group = child_community(chunk, child.index)
    who = _identity(chunk, child, group)
    names, years, statements = who.names, who.years, who.statements
    child.names = names
    payload = _person_payload(chunk, child, group, who)
    by_country, state = who.home_country, "known" if chunk.chance(0.8) else "unknown"
    if chunk.chance(0.03):
        state = chunk.pick(["stateless", "disputed"])
    gender = "girl" if child.is_girl else "boy"
    if chunk.chance(0.012):
        gender = chunk.pick(["other", ""])
    languages = [child.language] + (["ne"] if child.language == "mai" else [])
    low, high = (str(years[0]), str(years[1])) if years else (NULL, NULL)
    base = scoped_fields(chunk, child, on=child.recorded)
    chunk.rows.add_row(
        "people_child", child.id, *base[1:], chunk.child_code(child.office.agency.country, child.index),
        gender, low, high, state, postgres_array([by_country] if state == "known" else []), by_country,
        who.home, postgres_array(languages), *_stay(chunk, child),
        child.language if chunk.chance(0.8) else "", *_communication(chunk, child),
        *_identified_age(statements),
        chunk.seal(child.key, "people.child", child.id, payload),
    )  # fmt: skip
    for basis, youngest, oldest, as_of in statements:
        chunk.rows.add_row(
            "people_agestatement", *scoped_fields(chunk, child, on=child.recorded), child.id, basis,
            str(youngest), str(oldest), as_of, chunk.pick(_METHODS[basis]),
            chunk.pick(("", "", "low", "medium", "high")), "f", NULL,
        )  # fmt: skip
    for token, kind in chunk.slots.child_tokens(names, years, who.home, home_places(payload)):
        chunk.rows.add_row("people_token", child.file, f"\\\\x{token}", kind)


@dataclass
class _DemoIdentities:
    """The demo worker's children, by what a second record of a child has in common with the first."""

    seen: dict[tuple[object, ...], _Identity] = field(default_factory=dict)
    has_twin: bool = False


def _identity(
    chunk: LoadChunk, child: SimulatedChild, group: name_lists.NameCommunity
) -> _Identity:
    """The child's identity; one child of the demo worker gets that of another, registered earlier.

    This gives the demo a possible duplicate. Everything is drawn as for other children, and the age
    found is kept, so that no other row changes.
    """
    names = _names(chunk, child, group)
    own = _Identity(names, *_birth(chunk, child), child.home, child.home_country)
    if not child.is_demo or child.is_closed:
        return own
    demo = chunk.kept.setdefault(_DemoIdentities, _DemoIdentities())
    assert isinstance(demo, _DemoIdentities)
    alike = (child.is_girl, child.age, child.home_country, child.language)
    before = demo.seen.setdefault(alike, own)
    if before is own or demo.has_twin or not (before.statements and own.statements):
        return own
    demo.has_twin = True
    called = [name for name in before.names if name["kind"] in {"given", "father"}]
    return replace(before, names=called, statements=own.statements)


def _person_payload(
    chunk: LoadChunk, child: SimulatedChild, group: name_lists.NameCommunity, who: _Identity
) -> dict[str, Any]:
    """The sealed details: names, and for some children birth date, address, telephone and marks."""
    payload: dict[str, Any] = {"names": who.names}
    if who.born:
        payload["birth_date"] = who.born
    if chunk.chance(0.7):
        ward, village = chunk.between(1, 9), chunk.pick(group.villages)
        payload["address"] = f"Ward {ward}, {village}, {chunk.pick(name_lists.landmarks())}"
    if chunk.chance(0.35):
        payload["phones"] = [_phone(chunk, child.home_country)]
    if chunk.chance(0.08):
        payload["marks"] = chunk.pick(
            ["Scar above the left eye", "Walks with a stick", "Burnt hand"]
        )
    return payload | _safe_contact(child)


def _safe_contact(child: SimulatedChild) -> dict[str, str]:
    """Safe-contact instructions of most children, from the id of the file; no random value is drawn."""
    own = int(str(child.file).replace("-", "")[-8:], 16)
    if own % 4 == 0:
        return {}
    how, when = _SAFE_WAYS[own // 4 % len(_SAFE_WAYS)]
    unsafe = _UNSAFE[own // 64 % len(_UNSAFE)]
    return {"contact_how": how, "contact_when": when, "contact_unsafe": unsafe}


def _names(
    chunk: LoadChunk, child: SimulatedChild, group: name_lists.NameCommunity
) -> list[dict[str, str]]:
    """A given name for every child; surnames, pet names and imposed names for some."""
    language = group.language
    called = group if child.is_demo else group.weighted  # the demo's own children keep their names
    given_name = chunk.pick(called.girls if child.is_girl else called.boys)
    surname = chunk.pick(called.surnames)
    full = given_name if chunk.chance(0.28) else f"{given_name} {surname}"
    names = [{"kind": "given", "text": full, "language": language}]
    if chunk.chance(0.16):
        names.append({"kind": "pet", "text": chunk.pick(group.pet_names), "language": language})
    if child.trafficking == 1 and chunk.chance(0.09):
        imposed = chunk.pick(name_lists.imposed_names())
        names.append({"kind": "imposed", "text": imposed, "language": "en"})
    for kind, name in _parents(chunk, group, surname):
        names.append({"kind": kind, "text": name, "language": language})
    return names


def _parents(
    chunk: LoadChunk, group: name_lists.NameCommunity, surname: str
) -> list[tuple[str, str]]:
    """The parents on record; half of the mothers with the family's name.

    They are drawn separately, so that no other fact about a child depends on them.
    """
    parent_names, kin = [], chunk.kin
    if chunk.chance(0.12):  # the original share: rows that depend on it stay unchanged
        parent_names.append(("father", f"{chunk.pick(group.boys)} {surname}"))
    elif kin() < FATHERS:
        parent_names.append(("father", f"{pick_by_chance(group.weighted.boys, kin())} {surname}"))
    if kin() < MOTHERS:
        name = pick_by_chance(group.weighted.girls, kin())
        parent_names.append(("mother", name if kin() < 0.5 else f"{name} {surname}"))
    return parent_names


_METHODS = {
    "stated": ("told", "told", "events", ""),
    "documented": ("birth_paper", "school_paper", "health_paper", "identity_paper"),
    "assessed": ("whole", "interview", "medical", "looks"),
}


def _stay(chunk: LoadChunk, child: SimulatedChild) -> tuple[str, str]:
    """The child's legal status in the country, and whether there are documents."""
    if child.home_country == child.office.agency.country:
        stay = "displaced" if chunk.chance(0.04) else "own_country"
    else:
        stay = chunk.pick(("free", "free", "without", "without", "permitted", "refugee", "asylum"))
    if chunk.chance(0.12):
        stay = "not_known"
    has_no_documents = child.trafficking == 1 and chunk.chance(0.18)
    papers = (
        "withheld"
        if has_no_documents
        else chunk.pick(("has", "has", "has", "never", "never", "lost"))
    )
    return stay, "not_known" if not has_no_documents and chunk.chance(0.3) else papers


def _communication(chunk: LoadChunk, child: SimulatedChild) -> tuple[str, str]:
    """Whether the child needs an interpreter, and how the child understands and communicates."""
    is_far = child.home_country != child.office.agency.country
    needs = "yes" if is_far and chunk.chance(0.5) else chunk.pick(("no", "no", ""))
    communication = ["speech"] if child.age > 1 and not chunk.chance(0.02) else ["helper", "touch"]
    if chunk.chance(0.015):
        communication.append(chunk.pick(("signs", "home_signs")))
    if child.age < 8 and chunk.chance(0.3):
        communication.append("pictures")
    return needs, postgres_array(communication)


def _identified_age(statements: list["_Statement"]) -> tuple[str, str, str]:
    """The age at identification by all statements, and whether the child was presumed under 18 then."""
    if not statements:
        return NULL, NULL, "presumed"
    low, high = max(s[1] for s in statements), min(s[2] for s in statements)
    if low > high:
        low, high = statements[-1][1:3]
    oldest, youngest = max(s[2] for s in statements), min(s[1] for s in statements)
    state = "child" if oldest < 18 else "adult" if youngest >= 18 else "presumed"
    return str(low), str(high), state


def _phone(chunk: LoadChunk, country: str) -> str:
    start, digits = {"NPL": ("+977 98", 8), "IND": ("+91 9", 9), "BGD": ("+880 17", 8)}.get(
        country, ("+92 30", 8)
    )
    return start + "".join(str(chunk.between(0, 9)) for _ in range(digits))


type _Statement = tuple[str, int, int, str]


def _birth(
    chunk: LoadChunk, child: SimulatedChild
) -> tuple[tuple[int, int] | None, str, list[_Statement]]:
    """Years of birth, the date where known, and the age statements from which both derive."""
    if chunk.chance(0.06):
        return None, "", []
    born = child.opened - int((child.age + chunk.rng.random()) * DAYS_A_YEAR)
    as_of = iso_date(child.opened)
    roll = chunk.rng.random()
    if roll < 0.27:  # a date in a document or known to the family
        basis = "documented" if chunk.chance(0.6) else "stated"
        return (
            _years(child.age, child.age, child.opened),
            iso_date(born),
            [(basis, child.age, child.age, as_of)],
        )
    spread = 1 if roll < 0.7 else chunk.between(2, 3)
    low = max(child.age - chunk.between(0, spread), 0)
    statements = [("stated", low, low + spread, as_of)]
    if chunk.chance(0.1):
        statements.append(
            ("assessed", max(low - 1, 0), low + 2, iso_date(min(child.opened + 9, chunk.today)))
        )
    reach = (min(s[1] for s in statements), max(s[2] for s in statements))
    return _years(*reach, child.opened), "", statements


def _years(youngest: int, oldest: int, on: int) -> tuple[int, int]:
    year = date.fromordinal(on).year
    return year - oldest - 1, year - youngest


SIMULATION = SimulationPart(
    tables={
        "people_child": f"{SCOPED_COLUMNS} code gender birth_year_low birth_year_high "
        "nationality_state nationalities home_country home_district languages residence_status "
        "papers preferred_language needs_interpreter communicates identified_age_low identified_age_high "
        "identified_as sealed",
        "people_token": "file_id token kind",
        "people_agestatement": f"{SCOPED_COLUMNS} child_id basis low high as_of method confidence "
        "ends_presumption sealed",
    },
    for_child=(SimulationStep("people", add_person),),
)
