"""Screens of the follow-up after a return; the addresses are those of `screens`."""

from saathi.protection.casework.reintegration.views import (
    board,
    evaluations,
    family,
    mentors,
    monitoring,
    outcomes,
    recordings,
)
from saathi.protection.casework.reintegration.views.screens import screens

__all__ = [
    "board",
    "evaluations",
    "family",
    "mentors",
    "monitoring",
    "outcomes",
    "recordings",
    "screens",
]
