"""Screens of proceedings; the addresses are those of `screens`."""

from saathi.protection.justice.proceedings.views import (
    calendar,
    hearings,
    letters,
    overview,
    recording,
    rights,
    testimony,
)
from saathi.protection.justice.proceedings.views.screens import screens

__all__ = [
    "calendar",
    "hearings",
    "letters",
    "overview",
    "recording",
    "rights",
    "screens",
    "testimony",
]
