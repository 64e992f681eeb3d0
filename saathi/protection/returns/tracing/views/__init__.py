"""Screens of family tracing; the addresses are those of `screens`."""

from saathi.protection.returns.tracing.views import (
    families,
    lists,
    overview,
    printing,
    reunifications,
    searches,
)
from saathi.protection.returns.tracing.views.screens import screens

__all__ = [
    "families",
    "lists",
    "overview",
    "printing",
    "reunifications",
    "screens",
    "searches",
]
