"""The demo's services and courses: invented shelters, helpdesks and groups by district.

The same nation and day give the same result, so that each loading process can build it for itself.
"""

import itertools
import random
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from saathi.infra import district_list
from saathi.protection.care.facilities import simulation as facilities
from saathi.protection.casework.services.rules import STALE_AFTER_DAYS
from saathi.synthetic.nation import SimulatedNation, SimulatedOffice, SimulatedWorker
from saathi.synthetic.parts import Day
from saathi.synthetic.tables import NULL, CopyRows

# The name of a service, its kinds, minimum and maximum age, and the children it accepts.
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
_HOURS = "Sunday to Friday, 10:00 to 17:00"
MEETINGS = 10  # of a course, two weeks apart
FORTNIGHT = 14


@dataclass(frozen=True)
class SimulatedService:
    """A service to which children are referred."""

    id: str
    kinds: tuple[str, ...]
    maintainer: SimulatedWorker
    verified_days_ago: int
    name: str
    low: str
    high: str
    serves: str
    accessible: str

    @property
    def is_shelter(self) -> bool:
        """Whether a facility of the register offers it."""
        return "shelter" in self.kinds


@dataclass(frozen=True)
class SimulatedCourse:
    """A course with its meetings: id, days ago, module."""

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
    """The service network of a nation."""
    rng = random.Random(f"services {nation.staff[0].id}")  # noqa: S311 - an invented world
    made = ServiceNetwork()
    for district, offices in nation.holders.items():
        office = offices[0]
        maintainer = office.supervisor or office.workers[0]
        made.services[district] = [(office, _service(rng, maintainer, *kind)) for kind in _KINDS]
        for place in {
            service_office.agency.id: service_office for service_office in reversed(offices)
        }.values():
            made.courses[place.agency.id, district] = [
                (place, _course(rng, place, number)) for number in range(len(_COURSES))
            ]
    return made


def _id(rng: random.Random) -> str:
    return UUID(int=rng.getrandbits(128), version=4).hex


def _service(  # noqa: PLR0913, PLR0917 - the columns of the table above
    rng: random.Random, maintainer: SimulatedWorker, name: str, kinds: tuple[str, ...], low: str, high: str,
    serves: str,
) -> SimulatedService:  # fmt: skip
    return SimulatedService(
        id=_id(rng),
        kinds=kinds,
        maintainer=maintainer,
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
    numbers = itertools.count(1)  # of invented telephones
    for district, services in network.services.items():
        place = district_list.load_districts()[district].name
        for office, service in services:
            number = next(numbers)
            home, street = NULL, "Demo road 1"
            if service.is_shelter:
                home, street = facilities.shelter_id(district, service.serves), ""
                facilities.add_shelter(rows, nation, day, _shelter(office, service, district))
            rows.add_row(
                "services_service", service.id, office.agency.id.hex, NULL, f"{service.name} of {place}",
                "Demo network", "{" + ",".join(service.kinds) + "}", "", service.low, service.high,
                "{" + service.serves + "}", _LANGUAGES[office.agency.country], service.accessible,
                "{own_language,food}", "{private}", office.agency.country, district, "", "f",
                street, f"041-55{number:04d}", "", _HOURS, "free",
                day(service.verified_days_ago), service.maintainer.id.hex,
                NULL, "", day(400) + " 05:00:00+00", service.maintainer.id.hex, "1", "published",
                service.maintainer.id.hex, day(400) + " 05:00:00+00", NULL, NULL, "", NULL,
                day(399) + " 05:00:00+00",
                day(service.verified_days_ago - STALE_AFTER_DAYS - 1), home,
            )  # fmt: skip
    for courses in network.courses.values():
        for office, course in courses:
            _add_course(rows, office, course, day)


def _shelter(
    office: SimulatedOffice, service: SimulatedService, district: str
) -> facilities.SimulatedShelter:
    place = district_list.load_districts()[district].name
    return facilities.SimulatedShelter(
        district=district,
        served=service.serves,
        name=f"{service.name} of {place}",
        operator="Demo network",
        country=office.agency.country,
        ages=(service.low, service.high),
        languages=_LANGUAGES[office.agency.country],
        agency=office.agency.id.hex,
        author=service.maintainer.id.hex,
    )


def _add_course(
    sheets: CopyRows, office: SimulatedOffice, course: SimulatedCourse, day: Day
) -> None:
    at = day(course.began_days_ago) + " 05:00:00+00"
    ends = course.began_days_ago - FORTNIGHT * (MEETINGS + 1)
    sheets.add_row(
        "services_course", course.id, office.agency.id.hex, office.id.hex, NULL, course.name, course.kind,
        "teacher", "", "{communication,decisions,rights}", "", "10", "19", day(course.began_days_ago),
        day(ends), at, course.leader.id.hex, "1",
    )  # fmt: skip
    for meeting, ago, module in course.meetings:
        sheets.add_row(
            "services_coursesession", meeting, course.id, office.agency.id.hex, day(ago),
            "{" + module + "}", "", "90", day(ago) + " 09:00:00+00", course.leader.id.hex, "1",
        )  # fmt: skip
