"""The services and courses of the demo: invented houses, desks and groups in each of its districts.

The same nation and day make the same ones, so that each loading process can make them for itself.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from saathi.infra import district_list
from saathi.simulation.nation import SimulatedNation, SimulatedOffice, SimulatedWorker
from saathi.simulation.tables import NULL, CopyRows

# What a service is called, its kinds, from which age, to which, whom it takes in.
_KINDS: tuple[tuple[str, tuple[str, ...], str, str, str], ...] = (
    ("Demo house for girls", ("shelter",), "6", "17", "girls"),
    ("Demo open house for boys", ("shelter", "education"), "8", "17", "boys"),
    ("Demo clinic", ("health",), NULL, NULL, ""),
    ("Demo counselling room", ("psychosocial", "family"), "4", NULL, ""),
    ("Demo legal aid desk", ("legal", "documents"), NULL, NULL, ""),
    ("Demo bridge school", ("education",), "5", "16", ""),
    ("Demo sewing and repair centre", ("vocational", "life_skills"), "14", NULL, ""),
    ("Demo savings group", ("livelihood", "community"), NULL, NULL, ""),
    ("Demo youth circle", ("peer", "information"), "11", "24", ""),
    ("Demo welfare office", ("social", "livelihood"), NULL, NULL, ""),
)
_ACCESSIBLE = ("{}", "{step_free}", "{step_free,toilet}", "{sign}", "{outreach}", "{learning}")
_LANGUAGES = {"NPL": "{ne,mai}", "IND": "{hi,mai,bn}", "BGD": "{bn}"}
_MODULES = ("communication", "decisions", "anger", "pressure", "gender", "listening", "stress",
            "body", "hiv", "safety", "rights")  # fmt: skip
_COURSES = (("Demo life skills", "life_skills"), ("Demo tailoring class", "vocational"),
            ("Demo girls’ and boys’ circle", "peer_group"))  # fmt: skip
type Day = Callable[[int], str]  # the day so many days ago, as text
MEETINGS = 10  # of a course, a fortnight apart
FORTNIGHT = 14


@dataclass(frozen=True)
class SimulatedService:
    """One service, as children are referred to it."""

    id: str
    kinds: tuple[str, ...]
    keeper: SimulatedWorker
    verified_days_ago: int
    name: str
    low: str
    high: str
    serves: str
    accessible: str


@dataclass(frozen=True)
class SimulatedCourse:
    """One course with its meetings: id, days ago, what it was about."""

    id: str
    name: str
    kind: str
    began_days_ago: int
    leader: SimulatedWorker
    meetings: tuple[tuple[str, int, str], ...]


@dataclass
class ServiceNetwork:
    """Services and courses by the district of the office that works with the child."""

    services: dict[str, list[tuple[SimulatedOffice, SimulatedService]]] = field(
        default_factory=dict
    )
    # By agency and district: a group meets where its children live.
    courses: dict[tuple[UUID, str], list[tuple[SimulatedOffice, SimulatedCourse]]] = field(
        default_factory=dict
    )


@lru_cache(maxsize=2)
def build_network(nation: SimulatedNation) -> ServiceNetwork:
    """The network of a nation."""
    rng = random.Random(f"services {nation.staff[0].id}")  # noqa: S311 - an invented world
    made = ServiceNetwork()
    for district, offices in nation.holders.items():
        office = offices[0]
        keeper = office.supervisor or office.workers[0]
        made.services[district] = [(office, _service(rng, keeper, *kind)) for kind in _KINDS]
        for place in {one.agency.id: one for one in reversed(offices)}.values():
            made.courses[place.agency.id, district] = [
                (place, _course(rng, place, number)) for number in range(len(_COURSES))
            ]
    return made


def _id(rng: random.Random) -> str:
    return UUID(int=rng.getrandbits(128), version=4).hex


def _service(  # noqa: PLR0913, PLR0917 - the columns of the table above
    rng: random.Random, keeper: SimulatedWorker, name: str, kinds: tuple[str, ...], low: str, high: str,
    serves: str,
) -> SimulatedService:  # fmt: skip
    return SimulatedService(
        id=_id(rng),
        kinds=kinds,
        keeper=keeper,
        verified_days_ago=rng.randint(3, 320),
        name=name,
        low=low,
        high=high,
        serves=serves,
        accessible=rng.choice(_ACCESSIBLE),
    )


def _course(rng: random.Random, office: SimulatedOffice, number: int) -> SimulatedCourse:
    name, kind = _COURSES[number]
    began = rng.randint(30, 130) + 160 * (number % 2)
    meetings = tuple(
        (_id(rng), began - FORTNIGHT * meeting, rng.choice(_MODULES))
        for meeting in range(MEETINGS)
        if began - FORTNIGHT * meeting > 1
    )
    return SimulatedCourse(_id(rng), name, kind, began, rng.choice(office.workers), meetings)


def add_network_rows(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the rows of all services, courses and meetings."""
    network = build_network(nation)
    for district, services in network.services.items():
        place = district_list.load_districts()[district].name
        for office, one in services:
            rows.add_row(
                "services_service", one.id, office.agency.id.hex, NULL, f"{one.name} of {place}",
                "Demo network", "{" + ",".join(one.kinds) + "}", "", one.low, one.high,
                "{" + one.serves + "}", _LANGUAGES[office.agency.country], one.accessible,
                "{own_language,food}", "{private}", office.agency.country, district, "", "f",
                "Demo road 1", "", "", "", "free", day(one.verified_days_ago), one.keeper.id.hex,
                NULL, "", day(400) + " 05:00:00+00", one.keeper.id.hex, "1",
            )  # fmt: skip
    for courses in network.courses.values():
        for office, course in courses:
            _add_course(rows, office, course, day)


def _add_course(found: CopyRows, office: SimulatedOffice, one: SimulatedCourse, day: Day) -> None:
    at = day(one.began_days_ago) + " 05:00:00+00"
    ends = one.began_days_ago - FORTNIGHT * (MEETINGS + 1)
    found.add_row(
        "services_course", one.id, office.agency.id.hex, office.id.hex, NULL, one.name, one.kind,
        "teacher", "", "{communication,decisions,rights}", "", "10", "19", day(one.began_days_ago),
        day(ends), at, one.leader.id.hex, "1",
    )  # fmt: skip
    for meeting, ago, module in one.meetings:
        found.add_row(
            "services_coursesession", meeting, one.id, office.agency.id.hex, day(ago),
            "{" + module + "}", "", "90", day(ago) + " 09:00:00+00", one.leader.id.hex, "1",
        )  # fmt: skip
