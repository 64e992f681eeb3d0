"""Screens of legal remedies; the addresses are those of `screens`."""

from saathi.protection.justice.compensation.views import (
    letters,
    overview,
    recording,
    register,
)
from saathi.protection.justice.compensation.views.screens import screens

__all__ = ["letters", "overview", "recording", "register", "screens"]
