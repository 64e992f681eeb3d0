"""Writes about cases, a file for each noun."""

from saathi.protection.cases.actions.opening import ImportedCase, import_cases, open_case

__all__ = ["ImportedCase", "import_cases", "open_case"]
