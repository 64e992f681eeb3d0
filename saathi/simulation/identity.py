"""Makes a child of the simulation: her file, names, age, tokens, and who has rights to the file."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from saathi.agencies.permissions import TEAM_READS, TEAM_WRITES
from saathi.agencies.sections import EVERYTHING
from saathi.people.homes import places_of
from saathi.simulation import lists
from saathi.simulation.chunk import Chunk, array, iso, one_of
from saathi.simulation.draws import DISTRICTS, Drawn
from saathi.simulation.nation import HOME, Place, Worker
from saathi.simulation.tables import NULL
from saathi.vault.keys import NewKey

OWNER = str(int(EVERYTHING))
DAYS_A_YEAR = 365.2425
# Shares of children of whom a register knows these, assumed: of fathers half in all, with the first 12.
FATHERS, MOTHERS = 0.43, 0.2
DEMO_OPEN, DEMO_CLOSED = 26, 6  # cases of the demo's own case worker, the first ones of the load


@dataclass
class Child:
    """One child while her rows are made. Days are ordinals."""

    index: int  # among the children of the piece
    key: NewKey
    file: str
    id: str
    office: Place
    worker: Worker
    is_girl: bool
    age: int
    opened: int
    recorded: int
    what: int
    language: str
    is_demo: bool
    home: str
    home_country: str
    stage: int = 0
    is_closed: bool = False
    base: tuple[str, ...] = ()
    seats: list[tuple[str, Worker]] = field(default_factory=list)
    names: list[dict[str, str]] = field(default_factory=list)

    @property
    def by(self) -> str:
        """Who works with her, as an id."""
        return self.worker.id.hex


def scoped(chunk: Chunk, child: Child, *, on: int, by: str = "") -> tuple[str, str, str, str, str]:
    """The first five fields of a record of her file: recorded on that day, or when her file was."""
    at = chunk.moment(min(max(on, child.recorded), chunk.today - 1))
    return chunk.id(), child.file, at, by or child.by, "1"


def make(chunk: Chunk, drawn: Drawn, index: int, key: NewKey) -> Child:
    """The child of this number, with the rows of her file, key, identity, ages and tokens."""
    number = chunk.number * chunk.size + index
    is_demo = number < DEMO_OPEN + DEMO_CLOSED
    district = HOME if is_demo else DISTRICTS[drawn.district[index]]
    office, worker = _holder(chunk, district, is_demo=is_demo)
    group = lists.groups()[drawn.group[index]]
    opened = chunk.today - max(drawn.days_ago[index], 1)
    is_closed = number >= DEMO_OPEN if is_demo else bool(drawn.is_closed[index])
    if is_demo:
        opened = chunk.today - (200 + 37 * index if is_closed else 2 + 9 * index)
    home = _home(chunk, district)
    child = Child(
        index=index,
        key=key,
        file=key.file_id.hex,
        id=chunk.id(),
        office=office,
        worker=worker,
        is_girl=bool(drawn.is_girl[index]),
        age=drawn.age[index],
        opened=opened,
        recorded=min(opened + (0 if is_demo else drawn.late_days[index]), chunk.today - 1),
        what=drawn.what[index],
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


def _holder(chunk: Chunk, district: str, *, is_demo: bool) -> tuple[Place, Worker]:
    offices = chunk.nation.holders[district]
    office = offices[0] if is_demo else chunk.pick(offices)
    worker = chunk.nation.demo["case_worker"] if is_demo else chunk.pick(office.workers)
    return office, worker


def _home(chunk: Chunk, district: str) -> str:
    """Most children are helped where they are from; in the city and at borders fewer are."""
    far = 0.6 if district in {"NP-KTM", "NP-PAR"} else 0.2
    if not chunk.chance(far):
        return district
    near = {"IN": ("IN-BR-SIT", "IN-JH-RAN", "IN-WB-KOL"), "BD": ("BD-JAS", "BD-SAT", "BD-KHU")}
    nepal = ("NP-SIN", "NP-NUW", "NP-MAK", "NP-DHA", "NP-KAI", "NP-BAN", "IN-BR-SIT", "BD-SAT")
    return chunk.pick(near.get(district[:2], nepal))


def _file(chunk: Chunk, child: Child) -> None:
    add, at = chunk.sheets.add, chunk.moment(child.recorded)
    agency, office = child.office.agency.id.hex, child.office.id.hex
    is_protected = "t" if chunk.chance(0.01) and not child.is_demo else "f"
    add("agencies_file", child.file, "child", agency, office, is_protected, at, child.by)
    keep_key(chunk, child.key, at)
    grant(chunk, child.file, office, "owner", OWNER, OWNER, at, child.by)
    team(chunk, child, "case_worker", child.worker, at)


def keep_key(chunk: Chunk, key: NewKey, at: str) -> None:
    """The row of a file's wrapped key."""
    chunk.sheets.add("vault_key", key.file_id.hex, f"\\\\x{key.wrapped.hex()}", key.kek_id, at)


def grant(  # noqa: PLR0913, PLR0917 - the columns of the table, in their order
    chunk: Chunk, file: str, to: str, kind: str, reads: str, writes: str, at: str, by: str
) -> None:
    """A right to a file; what the trigger gives a file that is opened by hand."""
    chunk.sheets.add("agencies_grant", chunk.id(), file, to, kind, reads, writes, at, NULL, by)


def team(chunk: Chunk, child: Child, role: str, worker: Worker, at: str) -> None:
    """A member of her team, with the right that the role needs."""
    child.seats.append((role, worker))
    reads, writes = str(int(TEAM_READS[role])), str(int(TEAM_WRITES[role]))
    grant(chunk, child.file, worker.id.hex, "team", reads, writes, at, child.by)


def _person(chunk: Chunk, child: Child, group: lists.Group, number: int) -> None:
    names = child.names = _names(chunk, child, group)
    years, born, statements = _birth(chunk, child)
    payload: dict[str, Any] = {"names": names}
    if born:
        payload["birth_date"] = born
    if chunk.chance(0.7):
        ward, village = chunk.between(1, 9), chunk.pick(group.villages)
        payload["address"] = f"Ward {ward}, {village}, {chunk.pick(lists.landmarks())}"
    if chunk.chance(0.35):
        payload["phones"] = [_phone(chunk, child.home_country)]
    if chunk.chance(0.08):
        payload["marks"] = chunk.pick(
            ["Scar above the left eye", "Walks with a stick", "Burnt hand"]
        )
    by_country, state = child.home_country, "known" if chunk.chance(0.8) else "unknown"
    if chunk.chance(0.03):
        state = chunk.pick(["stateless", "disputed"])
    gender = "girl" if child.is_girl else "boy"
    if chunk.chance(0.012):
        gender = chunk.pick(["other", "not_said"])
    languages = [child.language] + (["ne"] if child.language == "mai" else [])
    low, high = (str(years[0]), str(years[1])) if years else (NULL, NULL)
    base = scoped(chunk, child, on=child.recorded)
    chunk.sheets.add(
        "people_child", child.id, *base[1:], chunk.code(child.office.agency.country, number), gender,
        low, high, state, array([by_country] if state == "known" else []), by_country, child.home,
        array(languages), *_stay(chunk, child), child.language if chunk.chance(0.8) else "",
        *_speech(chunk, child), *_found(statements),
        chunk.seal(child.key, "people.child", child.id, payload),
    )  # fmt: skip
    for basis, youngest, oldest, as_of in statements:
        chunk.sheets.add(
            "people_agestatement", *scoped(chunk, child, on=child.recorded), child.id, basis,
            str(youngest), str(oldest), as_of, chunk.pick(_METHODS[basis]),
            chunk.pick(("", "", "low", "medium", "high")), "f", NULL,
        )  # fmt: skip
    for token, kind in chunk.slots.tokens_of(names, years, child.home, places_of(payload)):
        chunk.sheets.add("people_token", child.file, f"\\\\x{token}", kind)


def _names(chunk: Chunk, child: Child, group: lists.Group) -> list[dict[str, str]]:
    """One name is enough; surnames, pet names and names given by others as they come."""
    language = group.language
    called = group if child.is_demo else group.borne  # the demo's own children keep their names
    given = chunk.pick(called.girls if child.is_girl else called.boys)
    surname = chunk.pick(called.surnames)
    full = given if chunk.chance(0.28) else f"{given} {surname}"
    names = [{"kind": "given", "text": full, "language": language}]
    if chunk.chance(0.16):
        names.append({"kind": "pet", "text": chunk.pick(group.pet), "language": language})
    if child.what == 1 and chunk.chance(0.09):
        imposed = chunk.pick(lists.imposed_names())
        names.append({"kind": "imposed", "text": imposed, "language": "en"})
    for kind, name in _parents(chunk, group, surname):
        names.append({"kind": kind, "text": name, "language": language})
    return names


def _parents(chunk: Chunk, group: lists.Group, surname: str) -> list[tuple[str, str]]:
    """Who is on record of father and mother; half of the mothers with the family's name.

    They are drawn apart, so that what else is true of a child hangs on none of them.
    """
    found, kin = [], chunk.kin
    if chunk.chance(0.12):  # the share there was first: what follows from it stays as it was
        found.append(("father", f"{chunk.pick(group.boys)} {surname}"))
    elif kin() < FATHERS:
        found.append(("father", f"{one_of(group.borne.boys, kin())} {surname}"))
    if kin() < MOTHERS:
        name = one_of(group.borne.girls, kin())
        found.append(("mother", name if kin() < 0.5 else f"{name} {surname}"))
    return found


_METHODS = {
    "stated": ("told", "told", "events", ""),
    "documented": ("birth_paper", "school_paper", "health_paper", "identity_paper"),
    "assessed": ("whole", "interview", "medical", "looks"),
}


def _stay(chunk: Chunk, child: Child) -> tuple[str, str]:
    """On what grounds she is in the country, and whether there are documents."""
    if child.home_country == child.office.agency.country:
        stay = "displaced" if chunk.chance(0.04) else "own_country"
    else:
        stay = chunk.pick(("free", "free", "without", "without", "permitted", "refugee", "asylum"))
    if chunk.chance(0.12):
        stay = "not_known"
    taken = child.what == 1 and chunk.chance(0.18)
    papers = "withheld" if taken else chunk.pick(("has", "has", "has", "never", "never", "lost"))
    return stay, "not_known" if not taken and chunk.chance(0.3) else papers


def _speech(chunk: Chunk, child: Child) -> tuple[str, str]:
    """Whether she needs an interpreter, and how she understands and is understood."""
    is_far = child.home_country != child.office.agency.country
    needs = "yes" if is_far and chunk.chance(0.5) else chunk.pick(("no", "no", "not_known"))
    ways = ["speech"] if child.age > 1 and not chunk.chance(0.02) else ["helper", "touch"]
    if chunk.chance(0.015):
        ways.append(chunk.pick(("signs", "home_signs")))
    if child.age < 8 and chunk.chance(0.3):
        ways.append("pictures")
    return needs, array(ways)


def _found(statements: list["_Statement"]) -> tuple[str, str, str]:
    """Her age when she was identified by all that was said, and whether presumed a child then."""
    if not statements:
        return NULL, NULL, "presumed"
    low, high = max(s[1] for s in statements), min(s[2] for s in statements)
    if low > high:
        low, high = statements[-1][1:3]
    oldest, youngest = max(s[2] for s in statements), min(s[1] for s in statements)
    state = "child" if oldest < 18 else "adult" if youngest >= 18 else "presumed"
    return str(low), str(high), state


def _phone(chunk: Chunk, country: str) -> str:
    start, digits = {"NPL": ("+977 98", 8), "IND": ("+91 9", 9), "BGD": ("+880 17", 8)}.get(
        country, ("+92 30", 8)
    )
    return start + "".join(str(chunk.between(0, 9)) for _ in range(digits))


type _Statement = tuple[str, int, int, str]


def _birth(chunk: Chunk, child: Child) -> tuple[tuple[int, int] | None, str, list[_Statement]]:
    """Years of birth, the date where one is known, and the statements that both rest on."""
    if chunk.chance(0.06):
        return None, "", []
    born = child.opened - int((child.age + chunk.rng.random()) * DAYS_A_YEAR)
    as_of = iso(child.opened)
    roll = chunk.rng.random()
    if roll < 0.27:  # a date in a paper or known at home
        basis = "documented" if chunk.chance(0.6) else "stated"
        return (
            _years(child.age, child.age, child.opened),
            iso(born),
            [(basis, child.age, child.age, as_of)],
        )
    spread = 1 if roll < 0.7 else chunk.between(2, 3)
    low = max(child.age - chunk.between(0, spread), 0)
    statements = [("stated", low, low + spread, as_of)]
    if chunk.chance(0.1):
        statements.append(
            ("assessed", max(low - 1, 0), low + 2, iso(min(child.opened + 9, chunk.today)))
        )
    reach = (min(s[1] for s in statements), max(s[2] for s in statements))
    return _years(*reach, child.opened), "", statements


def _years(youngest: int, oldest: int, on: int) -> tuple[int, int]:
    year = date.fromordinal(on).year
    return year - oldest - 1, year - youngest
