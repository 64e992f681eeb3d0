"""The lists that names and sentences are drawn from. Written by us; none describes a real child."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
GROUPS = ("nepali", "madhesi", "bengali", "urdu", "latin")


@dataclass(frozen=True)
class Group:
    """One community's names as its bearers write them, and its language."""

    language: str
    girls: list[str]
    boys: list[str]
    surnames: list[str]
    pet: list[str]
    villages: list[str]


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


@cache
def texts() -> dict[str, Any]:
    """All sentences, by kind."""
    return tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))


@cache
def groups() -> list[Group]:
    """The communities in the order of GROUPS."""
    return [Group(**_names()[name]) for name in GROUPS]


def imposed_names() -> list[str]:
    """Names that others give to a child against her or his will."""
    return list(_names()["imposed"]["names"])


def landmarks() -> list[str]:
    """What an address without a number is found by."""
    return list(_names()["landmarks"]["names"])


def staff_names() -> tuple[list[str], list[str]]:
    """First and last names of staff; no child bears one of them."""
    return list(_names()["staff"]["first"]), list(_names()["staff"]["last"])
