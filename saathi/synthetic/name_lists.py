"""Lists from which names and sentences are drawn. Our own: none describes a real child."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
# Name frequencies follow Zipf's law, flattened so that the most frequent has 3 to 7 percent.
LEVELLED, TIMES = 12, 900
COMMUNITIES = ("nepali", "madhesi", "bengali", "urdu", "latin")


@dataclass(frozen=True)
class NameCommunity:
    """One community's names in its own spelling, most frequent first; and its language."""

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
        """All names, each repeated by its frequency."""
        return WeightedNames(
            _repeat_by_frequency(self.girls + self.more_girls),
            _repeat_by_frequency(self.boys + self.more_boys),
            _repeat_by_frequency(self.surnames + self.more_surnames),
        )


@dataclass(frozen=True)
class WeightedNames:
    """Names to draw from at random; a frequent name is repeated."""

    girls: list[str]
    boys: list[str]
    surnames: list[str]


def _repeat_by_frequency(names: list[str]) -> list[str]:
    """Repeats names: the second almost as often as the first, the hundredth a tenth as much."""
    return [
        name for rank, name in enumerate(names) for _ in range(round(TIMES / (rank + LEVELLED)))
    ]


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


@cache
def texts_beside(module_path: str) -> dict[str, Any]:
    """A domain's sentences by kind, from the TOML file with its module's name, beside it."""
    return tomllib.loads(Path(module_path).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def load_texts() -> dict[str, Any]:
    """The sentences shared by several domains, by kind."""
    return tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))


@cache
def load_communities() -> list[NameCommunity]:
    """The communities in the order of `COMMUNITIES`."""
    return [NameCommunity(**_names()[name]) for name in COMMUNITIES]


def imposed_names() -> list[str]:
    """Names that others impose on a child."""
    return list(_names()["imposed"]["names"])


def landmarks() -> list[str]:
    """Landmarks for addresses without a number."""
    return list(_names()["landmarks"]["names"])


def staff_names() -> tuple[list[str], list[str]]:
    """First and last names of staff; no child has any of them."""
    return list(_names()["staff"]["first"]), list(_names()["staff"]["last"])
