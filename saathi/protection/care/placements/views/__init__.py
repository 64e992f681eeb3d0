"""Screens of placements; the addresses are those of `screens`."""

from saathi.protection.care.placements.views import (
    board,
    departures,
    family_steps,
    missing,
    occupancy,
    page,
    printing,
    steps,
)
from saathi.protection.care.placements.views.screens import screens

__all__ = [
    "board",
    "departures",
    "family_steps",
    "missing",
    "occupancy",
    "page",
    "printing",
    "screens",
    "steps",
]
