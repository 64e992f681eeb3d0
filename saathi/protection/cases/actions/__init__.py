"""Writes about cases, a file for each noun."""

from saathi.protection.cases.actions.opening import Brought, bring_cases, open_case

__all__ = ["Brought", "bring_cases", "open_case"]
