"""Invents registrations of children in South Asia's scripts, with clerks' errors and the truth.

For evaluation only. It shares no rule and no table with the matcher: names are represented as
sounds, and each script is written from the sounds by the tables of `generator_sounds`. It contains
no real person.
"""

import random
from dataclasses import dataclass, field
from typing import Final

from saathi.engines.matching import generator_sounds as sounds

type RecordRow = dict[str, str]

REPEATED_SHARE: Final = 0.35  # share of children with a second record; a few have a third
REPORT_YEAR: Final = 2025  # the year of all records


@dataclass(frozen=True)
class SyntheticRecords:
    """Invented records, and the child that each belongs to."""

    rows: list[RecordRow]
    children: list[int]


@dataclass(frozen=True)
class _SyntheticVillage:
    """A village, its district as sounds, and the district as chosen from a list."""

    name: str
    district: str
    code: str


@dataclass
class _World:
    draw: random.Random
    places: dict[str, list[_SyntheticVillage]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for country in sounds.COUNTRIES:
            self.places[country] = [self._place(country, at) for at in range(150)]

    def _place(self, country: str, at: int) -> _SyntheticVillage:
        name = "".join(self.draw.choices(sounds.PLACE_PARTS, k=2)) + self.draw.choice(
            sounds.PLACE_ENDS
        )
        district = self.draw.choice(sounds.PLACE_PARTS) + self.draw.choice(sounds.PLACE_ENDS[:4])
        return _SyntheticVillage(name, district, f"{country.upper()}-{at}")

    def common(self, many: list[str] | tuple[str, ...]) -> str:
        """A random item; earlier items are far more frequent, as with names."""
        weights = [1 / (rank + 6) for rank in range(len(many))]
        return self.draw.choices(many, weights)[0]


@dataclass
class _Child:
    """The true facts of a child; names as sounds."""

    sex: str
    given: str
    family: str
    father: str
    mother: str
    born: tuple[int, int, int]
    country: str
    religion: str
    place: _SyntheticVillage
    phone: str


def generate_records(count: int, seed: int = 1) -> SyntheticRecords:
    """So many records in random order."""
    world = _World(random.Random(seed))  # noqa: S311 - invented children need no secrecy
    rows: list[RecordRow] = []
    children: list[int] = []
    number = 0
    while len(rows) < count:
        for child in _household(world):
            times = world.draw.choices(
                (1, 2, 3), (1 - REPEATED_SHARE, REPEATED_SHARE * 0.8, REPEATED_SHARE * 0.2)
            )[0]
            script = world.draw.choice(sounds.COUNTRIES[child.country].scripts)
            for time in range(times):
                rows.append(_registered(world, child, script, is_again=time > 0))
                children.append(number)
            number += 1
    order = list(range(count))
    world.draw.shuffle(order)
    return SyntheticRecords([rows[at] for at in order], [children[at] for at in order])


def _household(world: _World) -> list[_Child]:
    draw = world.draw
    country = draw.choices(list(sounds.COUNTRIES), [c.share for c in sounds.COUNTRIES.values()])[0]
    religion = draw.choices(*zip(*sounds.COUNTRIES[country].religions, strict=True))[0]
    names = sounds.NAMES[religion]
    family, father = world.common(names.family), world.common(names.boys)
    mother = world.common(names.girls)
    place = world.common([str(at) for at in range(len(world.places[country]))])
    phone = f"{draw.choice('6789')}{draw.randrange(10**9):09}"
    born = draw.randint(2008, 2022)
    children: list[_Child] = []
    for _ in range(draw.choices((1, 2, 3, 4), (50, 28, 15, 7))[0]):
        sex = draw.choice("fm")
        used_names = {child.given.split()[0] for child in children}
        free = [
            name for name in (names.girls if sex == "f" else names.boys) if name not in used_names
        ]
        given = world.common(free)
        if draw.random() < 0.35:
            given += " " + draw.choice(names.second_girls if sex == "f" else names.second_boys)
        day = (born, draw.randint(1, 12), draw.randint(1, 28))
        children.append(
            _Child(sex, given, family, f"{father} {family}", mother, day, country, religion,
                   world.places[country][int(place)], phone)
        )  # fmt: skip
        born = min(born + draw.randint(1, 4), 2024)
    return children


def _registered(world: _World, child: _Child, script: str, *, is_again: bool) -> RecordRow:
    """One record of a child as a clerk writes it down."""
    draw = world.draw
    if is_again and draw.random() < 0.4:
        script = draw.choice(sounds.COUNTRIES[child.country].scripts)
    given, family = child.given, child.family
    if draw.random() < 0.12:
        given = given.split()[0]
    if is_again and draw.random() < 0.04:
        given, family = family, given
    place = child.place
    if is_again and draw.random() < 0.12:
        place = draw.choice(world.places[child.country])

    def write(name: str, mistakes: float) -> str:
        return _mistyped(draw, sounds.write_in_script(draw, name, script), mistakes)

    row = {
        "given_name": write(given, 0.08),
        "family_name": write(family, 0.08),
        "sex": _wrong_sex(draw, child.sex),
        "birth_date": _told_birth(draw, child.born),
        "father_name": write(child.father, 0.08),
        "mother_name": write(child.mother, 0.08),
        "place": write(place.name, 0.05),
        "district": write(place.district, 0.03),
        "district_code": place.code,
        "phone": _told_phone(draw, child.phone),
    }
    gaps = {"family_name": 0.08, "father_name": 0.12, "mother_name": 0.2, "place": 0.08,
            "district": 0.05, "birth_date": 0.04, "phone": 0.5}  # fmt: skip
    for name, share in gaps.items():
        if draw.random() < share:
            row[name] = ""
    if not row["district"]:
        row["district_code"] = ""
    return row | {"script": script, "religion": child.religion, "country": child.country}


def _wrong_sex(draw: random.Random, sex: str) -> str:
    return sex if draw.random() > 0.01 else draw.choice("fm")


def _told_birth(draw: random.Random, born: tuple[int, int, int]) -> str:
    """The date as reported: exact, the first of January, a round age, or wrong in one part."""
    year, month, day = born
    chance = draw.random()
    if chance < 0.12:
        return f"{year}-01-01"
    if chance < 0.20:
        return str(year)
    if chance < 0.26:
        age = REPORT_YEAR - year
        return f"{REPORT_YEAR - 5 * round(age / 5)}-01-01"
    if chance < 0.32:
        year += draw.choice((-2, -1, 1, 2))
    elif chance < 0.36 and day <= 12:
        month, day = day, month
    elif chance < 0.40:
        day = draw.randint(1, 28)
    return f"{year}-{month:02}-{day:02}"


def _told_phone(draw: random.Random, phone: str) -> str:
    if draw.random() < 0.1:
        return f"{draw.choice('6789')}{draw.randrange(10**9):09}"
    if draw.random() < 0.05:
        at = draw.randrange(10)
        phone = phone[:at] + str(draw.randrange(10)) + phone[at + 1 :]
    return phone if draw.random() < 0.7 else f"+91 {phone[:5]} {phone[5:]}"


def _mistyped(draw: random.Random, text: str, share: float) -> str:
    if len(text) < 3 or draw.random() > share:
        return text
    at = draw.randrange(1, len(text) - 1)
    kind = draw.random()
    if kind < 0.4:
        return text[:at] + text[at + 1 :]
    if kind < 0.7:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at] + text[at:]
