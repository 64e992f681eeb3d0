"""Builds the profile for comparing a child on record with a missing child.

It contains the opened identity as plain values.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from saathi.engines.matching.tracing import TracingProfile
from saathi.people import names as child_names
from saathi.people.home_places import home_places
from saathi.people.vocabulary import Gender, NameKind, NameOwnership

_SEXES: Final[Mapping[str, str]] = {Gender.GIRL: "f", Gender.BOY: "m", Gender.OTHER: "x"}


class ComparableChild(Protocol):
    """The clear columns of a child on record that are compared."""

    @property
    def gender(self) -> str:
        """The gender code."""

    @property
    def birth_year_low(self) -> int | None:
        """The first year in which the child may have been born."""

    @property
    def birth_year_high(self) -> int | None:
        """The last year in which the child may have been born."""

    @property
    def home_district(self) -> str:
        """The home district code; may be empty."""

    @property
    def languages(self) -> Sequence[str]:
        """The codes of the languages that the child speaks."""


def sex_of(gender: str) -> str:
    """The sex used in comparisons for a gender; empty if not stated."""
    return _SEXES.get(gender, "")


def gender_of(sex: str) -> str:
    """The gender for a sex used in comparisons; empty if there is none."""
    return next((str(gender) for gender, compared in _SEXES.items() if compared == sex), "")


def birth_year_range(low: int | None, high: int | None) -> tuple[int, int] | None:
    """The range of birth years, if both ends are known."""
    return (low, high) if low is not None and high is not None else None


def build_tracing_profile(child: ComparableChild, opened: Mapping[str, Any]) -> TracingProfile:
    """The profile with every name of the child, including names forced on the child.

    Mistakes are left out.
    """
    names = [
        name
        for name in child_names.names_in_payload(opened)
        if name.whose != NameOwnership.NOT_THE_CHILD
    ]
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


def comparable_own_names(names: Sequence[child_names.Name]) -> tuple[str, ...]:
    """The child's own names for comparison; a family name is added to a given name recorded alone."""
    own_names = [n for n in names if n.kind not in child_names.RELATIVE_NAME_KINDS]
    family = next((n.text for n in own_names if n.kind == NameKind.FAMILY), "")
    texts = [n.text for n in own_names if n.kind != NameKind.FAMILY]
    full_names = [f"{text} {family}" if family and " " not in text else text for text in texts]
    return tuple(dict.fromkeys(full_names)) or ((family,) if family else ())


def _first_of_kind(names: Sequence[child_names.Name], kind: NameKind) -> str:
    return next((name.text for name in names if name.kind == kind), "")
