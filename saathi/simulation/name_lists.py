"""The lists that names and sentences are drawn from. Written by us; none describes a real child."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
# Names are borne about as Zipf found of words; levelled, so that the first has 3 to 7 of a hundred.
LEVELLED, TIMES = 12, 900
COMMUNITIES = ("nepali", "madhesi", "bengali", "urdu", "latin")


@dataclass(frozen=True)
class NameCommunity:
    """One community's names as its bearers write them, the commonest first, and its language."""

    language: str
    girls: list[str]
    boys: list[str]
    surnames: list[str]
    more_girls: list[str]
    more_boys: list[str]
    more_surnames: list[str]
    pet_names: list[str]
    villages: list[str]

    @cached_property
    def weighted(self) -> "WeightedNames":
        """All names, each as often as it is borne."""
        return WeightedNames(
            _as_often(self.girls + self.more_girls),
            _as_often(self.boys + self.more_boys),
            _as_often(self.surnames + self.more_surnames),
        )


@dataclass(frozen=True)
class WeightedNames:
    """Names to pick from by chance: a common one stands there more often."""

    girls: list[str]
    boys: list[str]
    surnames: list[str]


def _as_often(names: list[str]) -> list[str]:
    """Each name so many times that the second is nearly as common as the first, the hundredth a tenth."""
    return [
        name for rank, name in enumerate(names) for _ in range(round(TIMES / (rank + LEVELLED)))
    ]


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


@cache
def load_texts() -> dict[str, Any]:
    """All sentences, by kind."""
    return tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))


@cache
def load_communities() -> list[NameCommunity]:
    """The communities in the order of GROUPS."""
    return [NameCommunity(**_names()[name]) for name in COMMUNITIES]


def imposed_names() -> list[str]:
    """Names that others give to a child against her or his will."""
    return list(_names()["imposed"]["names"])


def landmarks() -> list[str]:
    """What an address without a number is found by."""
    return list(_names()["landmarks"]["names"])


def staff_names() -> tuple[list[str], list[str]]:
    """First and last names of staff; no child bears one of them."""
    return list(_names()["staff"]["first"]), list(_names()["staff"]["last"])
