"""Which facts of two records are compared: the fields, their source columns, their levels.

A level is how closely two values agree. Weights are in the model, never here: the shares below are
only the start of training, and the fallback for a level on which the data give no evidence.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MISSING: Final = 15  # the level of a field that is missing in one of the two records; no weight


class FieldKind(StrEnum):
    """How the values of a field are read and compared."""

    NAME = "name"
    TEXT = "text"
    NUMBER = "number"
    PHONE = "phone"
    SEX = "sex"
    BIRTH = "birth"
    NAMES = "names"  # several, compared by sound
    WORDS = "words"  # several


LISTS: Final = frozenset((FieldKind.NAMES, FieldKind.WORDS))


class AgreementGroup(StrEnum):
    """Fields of the same group agree or differ together, because they describe the same."""

    CHILD = "child"  # distinguishes the child from a sibling in the same house
    KIN = "kin"  # the same for a sibling, and unchanged when the child moves
    HOME = "home"  # the same for a sibling, different once the child has moved


@dataclass(frozen=True)
class AgreementLevel:
    """One way to agree: its name in model files, its words for a reader, its usual shares."""

    name: str
    label: str
    match_share: float  # the share of pairs of one person, as the start of training
    stranger_share: float  # the same for pairs of two people, before data are seen


# `same_within`: equal, which means little if the wider place is equal too; its shares are among
# pairs with the same wider place, and the other levels add up to one without it. `exchanged`: the
# two values are in each other's columns, as often happens with given and family name.
_WORDS: Final = (
    AgreementLevel("same", "the same {what}", 0.62, 1e-3),
    AgreementLevel(
        "same_within", "the same {what}, which goes with the rest of the place", 0.85, 0.3
    ),
    AgreementLevel("heard", "{what} of which all words sound alike", 0.07, 1e-3),
    AgreementLevel("sounds", "{what} that sounds alike", 0.05, 3e-3),
    AgreementLevel("close", "{what} spelt nearly the same", 0.06, 4e-3),
    AgreementLevel("resembles", "{what} that resembles the other", 0.04, 3e-2),
    AgreementLevel("exchanged", "{what} written in the other's column", 0.02, 1e-5),
    AgreementLevel(
        "exchanged_close", "{what} written in the other's column, spelt otherwise", 0.01, 1e-4
    ),
    AgreementLevel("different", "another {what}", 0.05, 0.96),
)
_NUMBERS: Final = (
    AgreementLevel("same", "the same {what}", 0.75, 1e-2),
    AgreementLevel("same_within", "the same {what}, which goes with the place", 0.85, 0.3),
    AgreementLevel("close", "{what} with one sign off", 0.07, 3e-2),
    AgreementLevel("different", "another {what}", 0.08, 0.957),
)
_SEXES: Final = (
    AgreementLevel("same", "the same sex", 0.97, 0.5),
    AgreementLevel("different", "another sex", 0.03, 0.5),
)
_BIRTHS: Final = (
    AgreementLevel("same", "the same day of birth", 0.70, 1e-4),
    AgreementLevel("exchanged", "the same day of birth, day and month exchanged", 0.02, 1e-4),
    AgreementLevel("one_sign", "days of birth with one figure off or two exchanged", 0.06, 1e-3),
    AgreementLevel("year_known", "the same year of birth, the rest unknown", 0.05, 2e-2),
    AgreementLevel("year_month", "the same year and month of birth", 0.03, 2e-3),
    AgreementLevel("year_day", "the same year of birth and day of the month", 0.01, 1e-3),
    AgreementLevel("month_day", "the same birthday in another year", 0.03, 2e-3),
    AgreementLevel("year", "the same year of birth", 0.03, 2e-2),
    AgreementLevel("next_year", "born within a year of each other", 0.03, 4e-2),
    AgreementLevel("few_years", "born within four years of each other", 0.02, 0.1),
    AgreementLevel("different", "born in different years", 0.02, 0.83),
)

_LISTS: Final = (
    AgreementLevel("several", "two or more {what} in common", 0.35, 2e-2),
    AgreementLevel("one", "one of the {what} in common", 0.45, 8e-2),
    AgreementLevel("none", "no {what} in common", 0.20, 0.90),
)
_SIBLINGS: Final = (
    *_LISTS[:2],
    AgreementLevel("none", "no {what} in common", 0.1995, 0.895),
    AgreementLevel("named", "one is named among the {what} of the other", 0.0005, 0.005),
)

LEVELS: Final = {
    FieldKind.NAME: _WORDS,
    FieldKind.TEXT: _WORDS,
    FieldKind.NUMBER: _NUMBERS,
    FieldKind.PHONE: _NUMBERS,
    FieldKind.SEX: _SEXES,
    FieldKind.BIRTH: _BIRTHS,
    FieldKind.NAMES: _SIBLINGS,
    FieldKind.WORDS: _LISTS,
}


@dataclass(frozen=True)
class LinkageField:
    """One field, its words, and the columns that it is read from."""

    name: str
    kind: FieldKind
    label: str
    columns: tuple[str, ...]
    group: AgreementGroup = AgreementGroup.HOME
    within: tuple[str, ...] = ()  # fields whose agreement makes agreement in this one expected
    exchanged_with: str = ""

    @property
    def levels(self) -> tuple[AgreementLevel, ...]:
        """The levels that pairs can have in this field; a level's number is its index here."""
        return LEVELS[self.kind]

    def level(self, name: str) -> int:
        """The number of a level by its name."""
        return [level.name for level in self.levels].index(name)


FIELDS: Final = (
    LinkageField(
        "given",
        FieldKind.NAME,
        "given name",
        ("given_name", "given", "first_name", "firstname", "forename", "given_names"),
        group=AgreementGroup.CHILD,
        exchanged_with="family",
    ),
    LinkageField(
        "family",
        FieldKind.NAME,
        "family name",
        ("family_name", "family", "surname", "last_name", "lastname"),
        group=AgreementGroup.KIN,
        exchanged_with="given",
    ),
    LinkageField("sex", FieldKind.SEX, "sex", ("sex", "gender"), group=AgreementGroup.CHILD),
    LinkageField(
        "birth",
        FieldKind.BIRTH,
        "birth",
        ("date_of_birth", "birth_date", "birthdate", "dob", "born", "born_on"),
        group=AgreementGroup.CHILD,
    ),
    LinkageField(
        "father",
        FieldKind.NAME,
        "father's name",
        ("father_name", "father", "fathers_name", "name_of_father"),
        group=AgreementGroup.KIN,
    ),
    LinkageField(
        "mother",
        FieldKind.NAME,
        "mother's name",
        ("mother_name", "mother", "mothers_name", "name_of_mother"),
        group=AgreementGroup.KIN,
    ),
    LinkageField(
        "siblings",
        FieldKind.NAMES,
        "siblings",
        (
            "siblings",
            "sibling",
            "sibling_names",
            "siblings_names",
            "names_of_siblings",
            "brothers_and_sisters",
        ),
        group=AgreementGroup.KIN,
    ),
    LinkageField(
        "languages",
        FieldKind.WORDS,
        "languages",
        ("languages", "language", "languages_spoken", "spoken_languages", "mother_tongue"),
        group=AgreementGroup.KIN,
    ),
    LinkageField(
        "phone",
        FieldKind.PHONE,
        "phone number",
        ("phone", "phone_number", "mobile", "telephone", "contact"),
    ),
    LinkageField(
        "house",
        FieldKind.NUMBER,
        "house number",
        ("street_number", "house_number", "house_no", "house"),
    ),
    LinkageField(
        "street",
        FieldKind.TEXT,
        "street",
        ("address_1", "street", "street_name", "address", "road"),
        exchanged_with="locality",
    ),
    LinkageField(
        "locality",
        FieldKind.TEXT,
        "locality",
        ("address_2", "locality", "neighbourhood", "ward", "hamlet", "para", "mohalla"),
        exchanged_with="street",
    ),
    LinkageField(
        "place",
        FieldKind.TEXT,
        "place",
        ("suburb", "place", "village", "town", "city", "municipality", "birth_place"),
    ),
    LinkageField(
        "postcode",
        FieldKind.NUMBER,
        "postcode",
        ("postcode", "post_code", "zip", "zip_code", "pin", "pin_code", "pincode"),
        within=("place",),
    ),
    LinkageField(
        "area",
        FieldKind.TEXT,
        "district or state",
        ("district", "state", "province", "division", "upazila", "region"),
        within=("place", "postcode"),
    ),
)
FIELDS_BY_NAME: Final = {field.name: field for field in FIELDS}
# Columns without their own field: parsed into given and family name, or into the birth date.
FULL_NAME: Final = ("name", "full_name", "fullname", "child_name", "name_of_child")
AGE: Final = ("age", "age_years", "age_in_years")
AGE_AS_OF: Final = ("as_of", "reported_on", "registered_on", "date_of_report", "age_as_of")
BIRTH_PARTS: Final = (
    ("birth_year", "year_of_birth"),
    ("birth_month", "month_of_birth"),
    ("birth_day", "day_of_birth"),
)
ID_COLUMNS: Final = (
    "id", "rec_id", "record_id", "unique_id", "uid", "index", "row_id", "key", "code",
    "__index_level_0__",
)  # fmt: skip
