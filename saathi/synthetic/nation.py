"""The demo's agencies, offices and staff: Nepal from nation to ward, and two neighbours.

Every name says that it is invented. The same seed and number of children give the same nation, so
that each process of the load can build it itself.
"""

import math
import random
from dataclasses import dataclass, field
from uuid import UUID

from saathi.agencies.permissions import OFFICE_LEADER_KINDS, SHIPPED_ROLES
from saathi.infra import district_list
from saathi.synthetic import name_lists

DEMO_EMAIL_DOMAIN = "@demo.saathi.example"
DEMO_DISTRICT = "NP-DHA"  # the demo office's district
PROVINCES = {
    "Koshi": ["NP-JHA"],
    "Madhesh": ["NP-DHA", "NP-PAR"],
    "Bagmati": ["NP-KTM", "NP-MAK", "NP-NUW", "NP-SIN"],
    "Lumbini": ["NP-RUP", "NP-BAN"],
    "Sudurpashchim": ["NP-KAI"],
}
# Percentage of children at the offices of each district.
DISTRICT_SHARES = {
    "NP-DHA": 16, "NP-KTM": 18, "NP-MAK": 7, "NP-NUW": 5, "NP-SIN": 9, "NP-PAR": 10, "NP-RUP": 8,
    "NP-BAN": 7, "NP-KAI": 6, "NP-JHA": 4, "IN-BR-SIT": 5, "BD-JAS": 5,
}  # fmt: skip
WARDS = 3  # per district; more if the number of children requires it
WORKERS_PER_OFFICE = 40
CASES_PER_WORKER = 35  # open ones
OPEN_SHARE = 0.4


@dataclass
class SimulatedWorker:
    """A member of staff."""

    id: UUID
    email: str
    name: str
    role_kind: str
    office: "SimulatedOffice"
    language: str = "en"


@dataclass
class SimulatedOffice:
    """An office with the staff that the simulation needs."""

    id: UUID
    agency: "SimulatedAgency"
    name: str
    level: str
    district: str = ""
    parent: "SimulatedOffice | None" = None
    child_offices: list["SimulatedOffice"] = field(default_factory=list)
    workers: list[SimulatedWorker] = field(default_factory=list)
    counsellors: list[SimulatedWorker] = field(default_factory=list)
    intake: list[SimulatedWorker] = field(default_factory=list)
    supervisor: SimulatedWorker | None = None

    def subtree(self) -> list["SimulatedOffice"]:
        """The office and all offices below it."""
        return [self, *(place for child in self.child_offices for place in child.subtree())]


@dataclass
class SimulatedAgency:
    """One agency."""

    id: UUID
    name: str
    kind: str
    country: str


@dataclass(eq=False)
class SimulatedNation:
    """The whole nation. `holders` are the offices that own children's files, by district."""

    agencies: list[SimulatedAgency]
    offices: list[SimulatedOffice]
    staff: list[SimulatedWorker]
    demo: dict[str, SimulatedWorker]
    holders: dict[str, list[SimulatedOffice]]


_ZONES = {"NPL": "Asia/Kathmandu", "IND": "Asia/Kolkata", "BGD": "Asia/Dhaka"}
_WEEKENDS = {"NPL": "[5]", "IND": "[6]", "BGD": "[4, 5]"}


def time_zone(country: str) -> str:
    """The time zone of offices in a country."""
    return _ZONES[country]


def weekend(country: str) -> str:
    """The weekend days of a country's offices, as JSON."""
    return _WEEKENDS[country]


class _NationBuilder:
    def __init__(self, children: int, seed: int) -> None:
        self.rng = random.Random(f"nation {seed}")  # noqa: S311 - an invented world, no secret
        self.children = children
        self.nation = SimulatedNation([], [], [], {}, {})
        self._names = self._all_staff_names()

    def id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def body(self, name: str, kind: str, country: str) -> SimulatedAgency:
        body = SimulatedAgency(self.id(), name, kind, country)
        self.nation.agencies.append(body)
        return body

    def workers_for(self, share: float) -> float:
        """The number of case workers for `share` of the children."""
        return self.children * share * OPEN_SHARE / CASES_PER_WORKER

    def offices_for(self, district: str) -> int:
        """The number of offices that a district's case workers need."""
        return math.ceil(self.workers_for(DISTRICT_SHARES[district] / 100) / WORKERS_PER_OFFICE)

    def place(
        self,
        of: SimulatedAgency,
        name: str,
        level: str,
        *,
        district: str = "",
        parent: SimulatedOffice | None = None,
    ) -> SimulatedOffice:
        place = SimulatedOffice(self.id(), of, name, level, district, parent)
        if parent:
            parent.child_offices.append(place)
        self.nation.offices.append(place)
        return place

    def person(self, at: SimulatedOffice, role_kind: str, *, email: str = "") -> SimulatedWorker:
        number = len(self.nation.staff) + 1
        email = email or f"staff{number}@staff.saathi.example"
        worker = SimulatedWorker(self.id(), email, next(self._names), role_kind, at)
        self.nation.staff.append(worker)
        return worker

    def _all_staff_names(self) -> "_StaffNames":
        return _StaffNames(self.rng)


class _StaffNames:
    """First and last names of staff in random order, repeated when all are used."""

    def __init__(self, rng: random.Random) -> None:
        first, last = name_lists.staff_names()
        self._all = [f"{first_name} {last_name}" for first_name in first for last_name in last]
        rng.shuffle(self._all)
        self._next = 0

    def __next__(self) -> str:
        name = self._all[self._next % len(self._all)]
        self._next += 1
        return name


def build_nation(children: int, seed: int) -> SimulatedNation:
    """The nation for a number of children."""
    maker = _NationBuilder(children, seed)
    _nepal(maker)
    _neighbours(maker)
    for district, offices in maker.nation.holders.items():
        for office in offices:
            _staff(maker, office, DISTRICT_SHARES[district] / 100 / len(offices))
    _demo_people(maker)
    return maker.nation


def _nepal(maker: _NationBuilder) -> None:
    board = maker.body("Demo child protection service of Nepal", "government", "NPL")
    top = maker.place(board, "Demo directorate of Nepal", "nation")
    for province, districts in PROVINCES.items():
        above = maker.place(board, f"Demo provincial office of {province}", "province", parent=top)
        for code in districts:
            name = district_list.load_districts()[code].name
            office = maker.place(
                board, f"Demo district board of {name}", "district", district=code, parent=above
            )
            wards = _sub_offices(maker, office, f"Demo ward {{}} of {name}", WARDS)
            maker.nation.holders[code] = [office, *wards]
    watch = maker.body("Demo border watch", "ngo", "NPL")
    post = maker.place(watch, "Demo border watch of Parsa", "district", district="NP-PAR")
    maker.nation.holders["NP-PAR"].append(post)


def _sub_offices(
    maker: _NationBuilder, office: SimulatedOffice, named: str, fewest: int
) -> list[SimulatedOffice]:
    """The offices below a district's office: enough that no leader has too many workers."""
    count = max(fewest, maker.offices_for(office.district) - 1)
    return [
        maker.place(office.agency, named.format(n), "ward", district=office.district, parent=office)
        for n in range(1, count + 1)
    ]


def _neighbours(maker: _NationBuilder) -> None:
    committee = maker.body("Demo child welfare committee of Sitamarhi", "government", "IND")
    sitamarhi = maker.place(
        committee, "Demo child welfare office of Sitamarhi", "district", district="IN-BR-SIT"
    )
    centre = maker.body("Demo child help centre of Jashore", "ngo", "BGD")
    jashore = maker.place(
        centre, "Demo child help office of Jashore", "district", district="BD-JAS"
    )
    units = _sub_offices(maker, sitamarhi, "Demo child welfare unit {} of Sitamarhi", 0)
    desks = _sub_offices(maker, jashore, "Demo child help desk {} of Jashore", 0)
    maker.nation.holders |= {"IN-BR-SIT": [sitamarhi, *units], "BD-JAS": [jashore, *desks]}


def _staff(maker: _NationBuilder, office: SimulatedOffice, share: float) -> None:
    workers = max(1, round(maker.workers_for(share)))
    office.workers = [maker.person(office, "case_worker") for _ in range(workers)]
    office.counsellors = [maker.person(office, "counsellor") for _ in range(max(1, workers // 4))]
    office.intake = [maker.person(office, "intake_officer")]
    office.supervisor = maker.person(office, "supervisor")
    if office.level == "district" and office.district != DEMO_DISTRICT:
        maker.person(office, "data_officer")


def _demo_people(maker: _NationBuilder) -> None:
    """One person for each kind of role at the demo's district office, and a receiving worker abroad."""
    office = maker.nation.holders[DEMO_DISTRICT][0]
    for role_kind in SHIPPED_ROLES:
        email = f"{role_kind.replace('_', '-')}{DEMO_EMAIL_DOMAIN}"
        maker.nation.demo[role_kind] = maker.person(office, role_kind, email=email)
    # One more of the second country, so that both sides of a transfer can be tried.
    maker.nation.holders["IN-BR-SIT"][0].workers[0].email = f"receiving-worker{DEMO_EMAIL_DOMAIN}"
    office.supervisor = maker.nation.demo["supervisor"]
    if office.parent:  # notified next if no one in the district accepts a report in time
        office.parent.supervisor = maker.person(office.parent, "supervisor")
        for role_kind in ("data_officer", "administrator"):  # second people for the demo's own
            maker.person(office.parent, role_kind)


def principals(worker: SimulatedWorker) -> list[UUID]:
    """A staff member's principals: self and the offices they lead; none for administrators."""
    if worker.role_kind == "administrator":
        return []
    led = worker.office.subtree() if worker.role_kind in OFFICE_LEADER_KINDS else []
    return [worker.id, *(place.id for place in led)]
