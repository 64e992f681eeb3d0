"""Screens of proceedings; the addresses are those of `screens`."""

from saathi.protection.justice.proceedings.views import (
    hearings,
    overview,
    recording,
    testimony,
)
from saathi.protection.justice.proceedings.views.screens import screens

__all__ = ["hearings", "overview", "recording", "screens", "testimony"]
