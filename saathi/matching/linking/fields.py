"""What is compared of two records: the fields, the columns they are read from, their levels.

A level is how far two values agree. Weights stand in the model, never here: the shares below are
only where training begins, and what a level falls back on where the data say nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MISSING: Final = 15  # the level of a field that one of the two records leaves open; weighs nothing


class Kind(StrEnum):
    """How the values of a field are read and compared."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    PHONE = "phone"
    SEX = "sex"
    BIRTH = "birth"


class Tells(StrEnum):
    """What a field tells of a child; fields of one sort agree or differ together."""

    HERSELF = "herself"  # tells her from her sister in the same house
    KIN = "kin"  # the same for her sister, and goes with her when she moves
    HOME = "home"  # the same for her sister, another once she has moved


@dataclass(frozen=True)
class Level:
    """One way to agree: its name in model files, its words for a person, its usual shares."""

    name: str
    words: str
    matches: float  # the share of pairs of one person, where training begins
    others: float  # the same of two persons, before the data say it


# `same_within`: the same, which says little once the wider place is the same; its shares are those
# of the pairs with the same wider place, the others add up to one without it.
# `exchanged`: the two values stand in each other's column, as given and family name often do.
_WORDS: Final = (
    Level("same", "the same {what}", 0.62, 1e-3),
    Level("same_within", "the same {what}, which goes with the rest of the place", 0.85, 0.3),
    Level("sounds", "{what} that sounds alike", 0.10, 3e-3),
    Level("close", "{what} spelt nearly the same", 0.06, 4e-3),
    Level("resembles", "{what} that resembles the other", 0.04, 3e-2),
    Level("exchanged", "{what} written in the other's column", 0.02, 1e-5),
    Level("exchanged_close", "{what} written in the other's column, spelt otherwise", 0.01, 1e-4),
    Level("different", "another {what}", 0.05, 0.96),
)
_NUMBERS: Final = (
    Level("same", "the same {what}", 0.75, 1e-2),
    Level("same_within", "the same {what}, which goes with the place", 0.85, 0.3),
    Level("close", "{what} with one sign off", 0.07, 3e-2),
    Level("different", "another {what}", 0.08, 0.957),
)
_SEXES: Final = (
    Level("same", "the same sex", 0.97, 0.5),
    Level("different", "another sex", 0.03, 0.5),
)
_BIRTHS: Final = (
    Level("same", "the same day of birth", 0.70, 1e-4),
    Level("exchanged", "the same day of birth, day and month exchanged", 0.02, 1e-4),
    Level("one_sign", "days of birth with one figure off or two exchanged", 0.06, 1e-3),
    Level("year_known", "the same year of birth, the rest unknown", 0.05, 2e-2),
    Level("year_month", "the same year and month of birth", 0.03, 2e-3),
    Level("year_day", "the same year of birth and day of the month", 0.01, 1e-3),
    Level("month_day", "the same birthday in another year", 0.03, 2e-3),
    Level("year", "the same year of birth", 0.03, 2e-2),
    Level("next_year", "born within a year of each other", 0.03, 4e-2),
    Level("few_years", "born within four years of each other", 0.02, 0.1),
    Level("different", "born in different years", 0.02, 0.83),
)

LEVELS: Final = {
    Kind.NAME: _WORDS,
    Kind.TEXT: _WORDS,
    Kind.NUMBER: _NUMBERS,
    Kind.PHONE: _NUMBERS,
    Kind.SEX: _SEXES,
    Kind.BIRTH: _BIRTHS,
}


@dataclass(frozen=True)
class Field:
    """One field, the words for it, and the columns that it is read from."""

    name: str
    kind: Kind
    what: str
    columns: tuple[str, ...]
    tells: Tells = Tells.HOME
    within: tuple[str, ...] = ()  # the fields whose agreement makes this one's little news
    exchanged_with: str = ""

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that pairs can have in this field; a level's number is its place here."""
        return LEVELS[self.kind]

    def level(self, name: str) -> int:
        """The number of a level by its name."""
        return [level.name for level in self.levels].index(name)


FIELDS: Final = (
    Field("given", Kind.NAME, "given name",
          ("given_name", "given", "first_name", "firstname", "forename", "given_names"),
          tells=Tells.HERSELF, exchanged_with="family"),
    Field("family", Kind.NAME, "family name",
          ("family_name", "family", "surname", "last_name", "lastname"),
          tells=Tells.KIN, exchanged_with="given"),
    Field("sex", Kind.SEX, "sex", ("sex", "gender"), tells=Tells.HERSELF),
    Field("birth", Kind.BIRTH, "birth",
          ("date_of_birth", "birth_date", "birthdate", "dob", "born", "born_on"), tells=Tells.HERSELF),
    Field("father", Kind.NAME, "father's name",
          ("father_name", "father", "fathers_name", "name_of_father"), tells=Tells.KIN),
    Field("mother", Kind.NAME, "mother's name",
          ("mother_name", "mother", "mothers_name", "name_of_mother"), tells=Tells.KIN),
    Field("phone", Kind.PHONE, "phone number",
          ("phone", "phone_number", "mobile", "telephone", "contact")),
    Field("house", Kind.NUMBER, "house number",
          ("street_number", "house_number", "house_no", "house")),
    Field("street", Kind.TEXT, "street",
          ("address_1", "street", "street_name", "address", "road"), exchanged_with="locality"),
    Field("locality", Kind.TEXT, "locality",
          ("address_2", "locality", "neighbourhood", "ward", "hamlet", "para", "mohalla"),
          exchanged_with="street"),
    Field("place", Kind.TEXT, "place",
          ("suburb", "place", "village", "town", "city", "municipality", "birth_place")),
    Field("postcode", Kind.NUMBER, "postcode",
          ("postcode", "post_code", "zip", "zip_code", "pin", "pin_code", "pincode"),
          within=("place",)),
    Field("area", Kind.TEXT, "district or state",
          ("district", "state", "province", "division", "upazila", "region"),
          within=("place", "postcode")),
)  # fmt: skip
BY_NAME: Final = {field.name: field for field in FIELDS}
# Columns that are no field of their own: read into given and family name, or into the birth.
FULL_NAME: Final = ("name", "full_name", "fullname", "child_name", "name_of_child")
AGE: Final = ("age", "age_years", "age_in_years")
AGE_AS_OF: Final = ("as_of", "reported_on", "registered_on", "date_of_report", "age_as_of")
BIRTH_PARTS: Final = (
    ("birth_year", "year_of_birth"),
    ("birth_month", "month_of_birth"),
    ("birth_day", "day_of_birth"),
)
IDS: Final = (
    "id", "rec_id", "record_id", "unique_id", "uid", "index", "row_id", "key", "code",
    "__index_level_0__",
)  # fmt: skip
