"""Screens of threats and protection measures; the addresses are those of `screens`."""

from saathi.protection.justice.protection_measures.views import (
    measures,
    overview,
    register,
    sheets,
    threats,
)
from saathi.protection.justice.protection_measures.views.screens import screens

__all__ = ["measures", "overview", "register", "screens", "sheets", "threats"]
