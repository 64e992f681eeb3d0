"""Makes a simulated child: file, names, age, search tokens, and rights to the file."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES
from saathi.agencies.sections import ALL_SECTIONS
from saathi.people.home_places import home_places
from saathi.simulation import name_lists
from saathi.simulation.child_draws import DISTRICTS, ChildDraws
from saathi.simulation.chunk import LoadChunk, iso_date, pick_by_chance, postgres_array
from saathi.simulation.nation import DEMO_DISTRICT, SimulatedOffice, SimulatedWorker
from saathi.simulation.tables import NULL
from saathi.vault.keys import NewFileKey

OWNER_SECTIONS = str(int(ALL_SECTIONS))
DAYS_A_YEAR = 365.2425
# Assumed shares of children with these on record: for fathers half in all, with the first 12.
FATHERS, MOTHERS = 0.43, 0.2
DEMO_OPEN, DEMO_CLOSED = 26, 6  # cases of the demo's own case worker, the first ones of the load


@dataclass
class SimulatedChild:
    """A child while their rows are made. Days are ordinals."""

    index: int  # index in the chunk
    key: NewFileKey
    file: str
    id: str
    office: SimulatedOffice
    worker: SimulatedWorker
    is_girl: bool
    age: int
    opened: int
    recorded: int
    trafficking: int
    language: str
    is_demo: bool
    home: str
    home_country: str
    stage: int = 0
    is_closed: bool = False
    base: tuple[str, ...] = ()
    seats: list[tuple[str, SimulatedWorker]] = field(default_factory=list)
    names: list[dict[str, str]] = field(default_factory=list)

    @property
    def worker_id(self) -> str:
        """The id of the child's worker."""
        return self.worker.id.hex


def scoped_fields(
    chunk: LoadChunk, child: SimulatedChild, *, on: int, by: str = ""
) -> tuple[str, str, str, str, str]:
    """The first five fields of a record in the child's file, recorded on that day or with the file."""
    at = chunk.working_time(min(max(on, child.recorded), chunk.today - 1))
    return chunk.new_id(), child.file, at, by or child.worker_id, "1"


def make_child(chunk: LoadChunk, drawn: ChildDraws, index: int, key: NewFileKey) -> SimulatedChild:
    """The child with this number, and the rows of their file, key, identity, ages and tokens."""
    number = chunk.number * chunk.size + index
    is_demo = number < DEMO_OPEN + DEMO_CLOSED
    district = DEMO_DISTRICT if is_demo else DISTRICTS[drawn.district[index]]
    office, worker = _holder(chunk, district, is_demo=is_demo)
    group = name_lists.load_communities()[drawn.group[index]]
    opened = chunk.today - max(drawn.days_ago[index], 1)
    is_closed = number >= DEMO_OPEN if is_demo else bool(drawn.is_closed[index])
    if is_demo:
        opened = chunk.today - (200 + 37 * index if is_closed else 2 + 9 * index)
    home = _home(chunk, district)
    child = SimulatedChild(
        index=index,
        key=key,
        file=key.file_id.hex,
        id=chunk.new_id(),
        office=office,
        worker=worker,
        is_girl=bool(drawn.is_girl[index]),
        age=drawn.age[index],
        opened=opened,
        recorded=min(opened + (0 if is_demo else drawn.late_days[index]), chunk.today - 1),
        trafficking=drawn.trafficking[index],
        language=group.language,
        is_demo=is_demo,
        home=home,
        home_country={"NP": "NPL", "IN": "IND", "BD": "BGD", "PK": "PAK"}[home[:2]],
        stage=drawn.stage[index],
        is_closed=is_closed,
    )
    if is_demo:
        child.stage = 5 if is_closed else (0, 1, 1, 2, 3, 3, 4, 3, 5)[index % 9]
    _file(chunk, child)
    _person(chunk, child, group, number)
    return child


def _holder(
    chunk: LoadChunk, district: str, *, is_demo: bool
) -> tuple[SimulatedOffice, SimulatedWorker]:
    offices = chunk.nation.holders[district]
    office = offices[0] if is_demo else chunk.pick(offices)
    worker = chunk.nation.demo["case_worker"] if is_demo else chunk.pick(office.workers)
    return office, worker


def _home(chunk: LoadChunk, district: str) -> str:
    """The home district: usually where the child is helped; less so in the city and at borders."""
    far = 0.6 if district in {"NP-KTM", "NP-PAR"} else 0.2
    if not chunk.chance(far):
        return district
    near = {"IN": ("IN-BR-SIT", "IN-JH-RAN", "IN-WB-KOL"), "BD": ("BD-JAS", "BD-SAT", "BD-KHU")}
    nepal = ("NP-SIN", "NP-NUW", "NP-MAK", "NP-DHA", "NP-KAI", "NP-BAN", "IN-BR-SIT", "BD-SAT")
    return chunk.pick(near.get(district[:2], nepal))


def _file(chunk: LoadChunk, child: SimulatedChild) -> None:
    add, at = chunk.sheets.add_row, chunk.working_time(child.recorded)
    agency, office = child.office.agency.id.hex, child.office.id.hex
    is_protected = "t" if chunk.chance(0.01) and not child.is_demo else "f"
    add("agencies_file", child.file, "child", agency, office, is_protected, at, child.worker_id)
    add_file_key(chunk, child.key, at)
    add_file_right(
        chunk, child.file, office, "owner", OWNER_SECTIONS, OWNER_SECTIONS, at, child.worker_id
    )
    add_team_member(chunk, child, "case_worker", child.worker, at)


def add_file_key(chunk: LoadChunk, key: NewFileKey, at: str) -> None:
    """The row of a file's wrapped key."""
    chunk.sheets.add_row("vault_key", key.file_id.hex, f"\\\\x{key.wrapped.hex()}", key.kek_id, at)


def add_file_right(  # noqa: PLR0913, PLR0917 - the columns of the table, in their order
    chunk: LoadChunk, file: str, to: str, kind: str, reads: str, writes: str, at: str, by: str
) -> None:
    """A right to a file, as the trigger creates it for a file that is opened by hand."""
    chunk.sheets.add_row(
        "agencies_grant", chunk.new_id(), file, to, kind, reads, writes, at, NULL, by
    )


def add_team_member(
    chunk: LoadChunk, child: SimulatedChild, role: str, worker: SimulatedWorker, at: str
) -> None:
    """A member of the child's team, with the right that the role needs."""
    child.seats.append((role, worker))
    reads, writes = str(int(TEAM_READS[role])), str(int(TEAM_WRITES[role]))
    add_file_right(chunk, child.file, worker.id.hex, "team", reads, writes, at, child.worker_id)


def _person_payload(
    chunk: LoadChunk, child: SimulatedChild, group: name_lists.NameCommunity, born: str
) -> dict[str, Any]:
    """The sealed details: names, and for some children birth date, address, telephone and marks."""
    payload: dict[str, Any] = {"names": child.names}
    if born:
        payload["birth_date"] = born
    if chunk.chance(0.7):
        ward, village = chunk.between(1, 9), chunk.pick(group.villages)
        payload["address"] = f"Ward {ward}, {village}, {chunk.pick(name_lists.landmarks())}"
    if chunk.chance(0.35):
        payload["phones"] = [_phone(chunk, child.home_country)]
    if chunk.chance(0.08):
        payload["marks"] = chunk.pick(
            ["Scar above the left eye", "Walks with a stick", "Burnt hand"]
        )
    return payload


def _person(
    chunk: LoadChunk, child: SimulatedChild, group: name_lists.NameCommunity, number: int
) -> None:
    names = child.names = _names(chunk, child, group)
    years, born, statements = _birth(chunk, child)
    payload = _person_payload(chunk, child, group, born)
    by_country, state = child.home_country, "known" if chunk.chance(0.8) else "unknown"
    if chunk.chance(0.03):
        state = chunk.pick(["stateless", "disputed"])
    gender = "girl" if child.is_girl else "boy"
    if chunk.chance(0.012):
        gender = chunk.pick(["other", "not_said"])
    languages = [child.language] + (["ne"] if child.language == "mai" else [])
    low, high = (str(years[0]), str(years[1])) if years else (NULL, NULL)
    base = scoped_fields(chunk, child, on=child.recorded)
    chunk.sheets.add_row(
        "people_child", child.id, *base[1:], chunk.child_code(child.office.agency.country, number), gender,
        low, high, state, postgres_array([by_country] if state == "known" else []), by_country, child.home,
        postgres_array(languages), *_stay(chunk, child), child.language if chunk.chance(0.8) else "",
        *_communication(chunk, child), *_identified_age(statements),
        chunk.seal(child.key, "people.child", child.id, payload),
    )  # fmt: skip
    for basis, youngest, oldest, as_of in statements:
        chunk.sheets.add_row(
            "people_agestatement", *scoped_fields(chunk, child, on=child.recorded), child.id, basis,
            str(youngest), str(oldest), as_of, chunk.pick(_METHODS[basis]),
            chunk.pick(("", "", "low", "medium", "high")), "f", NULL,
        )  # fmt: skip
    for token, kind in chunk.slots.child_tokens(names, years, child.home, home_places(payload)):
        chunk.sheets.add_row("people_token", child.file, f"\\\\x{token}", kind)


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

    They are drawn apart, so that no other fact about a child depends on them.
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
    needs = "yes" if is_far and chunk.chance(0.5) else chunk.pick(("no", "no", "not_known"))
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
