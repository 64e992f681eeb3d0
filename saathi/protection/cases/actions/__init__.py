"""Writes about cases, a file for each noun."""

from saathi.protection.cases.actions.opening import open_case

__all__ = ["open_case"]
