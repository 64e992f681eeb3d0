"""A child on record as she is compared with one who is looked for: her opened identity, in plain values."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from saathi.matching.tracing import TracingProfile
from saathi.people import names as hers
from saathi.people.home_places import home_places
from saathi.people.vocabulary import Gender, NameKind, NameOwnership

_SEXES: Final[Mapping[str, str]] = {Gender.GIRL: "f", Gender.BOY: "m", Gender.OTHER: "x"}


class ComparableChild(Protocol):
    """What stands in clear of a child on record."""

    @property
    def gender(self) -> str:
        """As a code."""

    @property
    def birth_year_low(self) -> int | None:
        """The first year in which she may have been born."""

    @property
    def birth_year_high(self) -> int | None:
        """The last one."""

    @property
    def home_district(self) -> str:
        """Where home is, as a code; may be empty."""

    @property
    def languages(self) -> Sequence[str]:
        """Those she speaks, as codes."""


def sex_of(gender: str) -> str:
    """A gender as records are compared; empty where it was not said."""
    return _SEXES.get(gender, "")


def gender_of(sex: str) -> str:
    """The gender that is compared as this; empty where none is."""
    return next((str(gender) for gender, compared in _SEXES.items() if compared == sex), "")


def birth_year_range(low: int | None, high: int | None) -> tuple[int, int] | None:
    """The years of birth, where both ends are known."""
    return (low, high) if low is not None and high is not None else None


def build_match_profile(child: ComparableChild, opened: Mapping[str, Any]) -> TracingProfile:
    """The child by all her names, those forced on her too; mistakes are left out."""
    names = [name for name in hers.names_in_payload(opened) if name.whose != NameOwnership.NOT_HERS]
    return TracingProfile(
        names=comparable_own_names(names),
        father=_first_of_kind(names, NameKind.FATHER),
        mother=_first_of_kind(names, NameKind.MOTHER),
        sex=sex_of(child.gender),
        birth_years=birth_year_range(child.birth_year_low, child.birth_year_high),
        district=child.home_district,
        places=home_places(opened),
        languages=tuple(child.languages),
        marks=str(opened.get("marks", "")),
    )


def comparable_own_names(names: Sequence[hers.Name]) -> tuple[str, ...]:
    """Her own names as they are compared: a family name beside a single one makes a whole."""
    own = [n for n in names if n.kind not in hers.RELATIVE_NAME_KINDS]
    family = next((n.text for n in own if n.kind == NameKind.FAMILY), "")
    called = [n.text for n in own if n.kind != NameKind.FAMILY]
    whole = [f"{text} {family}" if family and " " not in text else text for text in called]
    return tuple(dict.fromkeys(whole)) or ((family,) if family else ())


def _first_of_kind(names: Sequence[hers.Name], kind: NameKind) -> str:
    return next((name.text for name in names if name.kind == kind), "")
