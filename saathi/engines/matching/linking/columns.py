"""Decides which column of a file is which field: by its documented name, by `--map`, or by asking.

A column whose name is documented is used. One whose name only resembles a field is never used and
never left out silently: the caller asks, or refuses with a sentence.
"""
# ruff: noqa: SIM905 - lists of words read better as running text

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from saathi.engines.matching.linking import fields
from saathi.engines.matching.linking.fields import FIELDS

ID_ROLE: Final = "id"
IGNORE_ROLE: Final = "ignore"
NEAR: Final = 0.85  # likeness of a mistyped column name to a documented one

# Columns by role, in the order of the documentation; the first that a file has is read.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    **{entry.name: entry.columns for entry in FIELDS},
    "name": fields.FULL_NAME,
    "age": fields.AGE,
    "as_of": fields.AGE_AS_OF,
    "birth_year": fields.BIRTH_PARTS[0],
    "birth_month": fields.BIRTH_PARTS[1],
    "birth_day": fields.BIRTH_PARTS[2],
}
ROLES: Final = (ID_ROLE, *COLUMNS, IGNORE_ROLE)
LABELS: Final = {item.name: item.label for item in FIELDS} | {
    ID_ROLE: "id",
    "name": "full name",
    "age": "age",
    "as_of": "day on which the age was stated",
    "birth_year": "year of birth",
    "birth_month": "month of birth",
    "birth_day": "day of birth",
}

# Words in the name of a column that make it resemble a role; the first role that fits counts.
_WORDS: Final = (
    ("phone", "phone mobile telephone tel cell cellphone"),
    ("languages", "language languages tongue"),
    ("siblings", "sibling siblings brother brothers sister sisters"),
    ("father", "father fathers dad abba baba pita"),
    ("mother", "mother mothers mum mom amma mata"),
    ("postcode", "postcode postal zip pin pincode"),
    ("area", "district state province upazila division"),
    ("locality", "ward hamlet para mohalla tole neighbourhood"),
    ("place", "village town city municipality suburb place"),
    ("house", "house"),
    ("street", "street road address"),
    ("birth", "birth dob born birthday birthdate"),
    ("age", "age"),
    ("sex", "sex gender"),
    ("family", "surname"),
    ("given", "forename"),
)
_NAME_WORDS: Final = (("family", "family last"), ("given", "given first"))
# Words that say that a column is of something else.
_OTHER_THINGS: Final = frozenset(
    "occupation education alive dead deceased income religion status type reason group size count "
    "number school worker caseworker office officer agency staff interviewer recorder "
    "registered interview visit referral disability health nationality country code id consent "
    "known present contacted allowed notes note remark remarks comment comments time order".split()
)
_NAME_FILLERS: Final = frozenset(
    "name names of the a child childs children full complete person persons boy girl in english "
    "latin local script official".split()
)


class UnclearColumns(Exception):
    """Columns that the user must explain, in a sentence that says how."""


@dataclass(frozen=True)
class ChosenColumns:
    """The column of each role, the columns that are not used, and those that may be a role."""

    by_role: dict[str, str]
    unused: tuple[str, ...] = ()
    unclear: dict[str, str] = field(default_factory=dict)  # the role that a column resembles
    ignored: tuple[str, ...] = ()  # as the user said


def normalise_column_name(name: str) -> str:
    """The name of a column in small letters, words parted by one underscore each."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", re.sub(r"['’`]", "", name))
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def parse_mappings(written: Sequence[str]) -> dict[str, str]:
    """The role of each column of `--map COLUMN=ROLE`; `UnclearColumns` for one that is no role."""
    roles: dict[str, str] = {}
    for mapping in written:
        column, equals, role = mapping.rpartition("=")
        if not equals or not column or role.strip() not in ROLES:
            raise UnclearColumns(
                f"--map {mapping} is not COLUMN=ROLE; the roles are {', '.join(ROLES)}."
            )
        if column in roles and roles[column] != role.strip():
            raise UnclearColumns(f"--map gives the column {column} two roles.")
        roles[column] = role.strip()
    return roles


def choose_columns(
    names: Sequence[str], mapped: Mapping[str, str] | None = None, settled: Sequence[str] = ()
) -> ChosenColumns:
    """The columns of a file by role. `settled` columns are used for something else by the caller."""
    chosen = {name: role for name, role in (mapped or {}).items() if name in names}
    by_role: dict[str, str] = {}
    for name, role in chosen.items():
        if role == IGNORE_ROLE:
            continue
        if role in by_role:
            raise UnclearColumns(
                f"--map names two columns for {LABELS[role]}: {by_role[role]} and {name}."
            )
        by_role[role] = name
    free = [name for name in names if name not in chosen and name not in settled]
    squeezed = {_squeezed(name): name for name in reversed(free)}
    for role, documented in {ID_ROLE: fields.ID_COLUMNS, **COLUMNS}.items():
        present = [squeezed[plain] for n in documented if (plain := _squeezed(n)) in squeezed]
        if present:
            by_role.setdefault(role, present[0])
    used = set(by_role.values())
    _check_names(used, free)
    spare = [name for name in free if name not in used]
    resembled = {name: guess_role(name) for name in spare}
    unclear = {name: role for name, role in resembled.items() if role and role not in by_role}
    ignored = tuple(name for name, role in chosen.items() if role == IGNORE_ROLE)
    known = {*used, *unclear, *ignored, *settled}
    return ChosenColumns(by_role, tuple(n for n in names if n not in known), unclear, ignored)


def _check_names(used: set[str], free: Sequence[str]) -> None:
    """Refuses two columns whose names differ by case and signs only, since one would be left out."""
    plain = {_squeezed(name): name for name in used}
    for name in free:
        same = plain.get(_squeezed(name), name)
        if same != name:
            raise UnclearColumns(
                f"The columns {same!r} and {name!r} have the same name. Leave one out with "
                f"--map {name!r}={IGNORE_ROLE}, or say what it is."
            )


def _squeezed(name: str) -> str:
    return normalise_column_name(name).replace("_", "") or name


def guess_role(name: str) -> str | None:
    """The role that a column may have by the words of its name; none if it is of something else."""
    plain = normalise_column_name(name)
    words = set(plain.split("_"))
    if plain in _all_documented():
        return None  # documented, but another column of the same role is read
    phone = bool(words & set(_WORDS[0][1].split()))
    if words & (_OTHER_THINGS - ({"number"} if phone or "house" in words else set())):
        return None
    for role, several in _WORDS:
        if role in LABELS and words & set(several.split()):
            return role
    if words & {"name", "names"}:
        for role, several in _NAME_WORDS:
            if words & set(several.split()):
                return role
        if words <= _NAME_FILLERS:
            return "name"
    near = difflib.get_close_matches(plain, _all_documented(), 1, NEAR) if len(plain) > 4 else []
    return _all_documented()[near[0]] if near else None


def _all_documented() -> dict[str, str]:
    return {column: role for role, several in COLUMNS.items() for column in several}


def resolve_unclear_columns(
    chosen: ChosenColumns, file: str, ask: Callable[[str], str] | None
) -> ChosenColumns:
    """The columns once each unclear one is explained by the user; `UnclearColumns` without one."""
    by_role, unused = dict(chosen.by_role), list(chosen.unused)
    for name, role in chosen.unclear.items():
        if role in by_role:
            unused.append(name)
            continue
        if ask is None:
            raise UnclearColumns(_refusal(file, chosen.unclear))
        answer = _answer(name, role, ask)
        if answer == IGNORE_ROLE or answer in by_role:
            unused.append(name)
        else:
            by_role[answer] = name
    return ChosenColumns(by_role, tuple(unused), {}, chosen.ignored)


def _answer(name: str, role: str, ask: Callable[[str], str]) -> str:
    question = f"The column {name!r} may be the {LABELS[role]}. Use it so? [Y/n, or another role] "
    while True:
        answer = ask(question).strip().lower()
        if answer in {"", "y", "yes"}:
            return role
        if answer in {"n", "no"}:
            return IGNORE_ROLE
        if answer in ROLES:
            return answer
        question = f"Answer y, n or one of {', '.join(ROLES)}: "


def _refusal(file: str, unclear: Mapping[str, str]) -> str:
    which = ", ".join(f"{name!r} (the {LABELS[role]}?)" for name, role in unclear.items())
    name, role = next(iter(unclear.items()))
    return (
        f"It is not certain what these columns of {file} are: {which}. Say so for each, "
        f"with --map {name!r}={role}, or with --map {name!r}={IGNORE_ROLE} to leave it out."
    )
