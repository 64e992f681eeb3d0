"""Creates and changes cases, with one module for each kind of record."""

from saathi.protection.casework.cases.actions.opening import (
    ImportedCase,
    add_danger_report,
    import_cases,
    open_case,
)

__all__ = ["ImportedCase", "add_danger_report", "import_cases", "open_case"]
