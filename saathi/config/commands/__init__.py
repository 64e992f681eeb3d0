"""The subcommands of `saathi`: each module has `add_arguments(parser)` and `run(options) -> int`."""

from importlib import import_module
from types import ModuleType

COMMANDS = (
    "demo",
    "serve",
    "install",
    "database",
    "metrics",
    "work",
    "run-exchange-jobs",
    "seal",
    "migrate",
    "create-agency",
    "doctor",
    "audit",
    "backup",
    "restore",
    "restore-keys",
    "base-backup",
    "recover",
    "erase",
    "sign-out",
    "deactivate",
    "quarantine",
    "rotate-keys",
    "rebuild-search-tokens",
    "setup-sql",
    "count-register",
    "simulate",
    "matching",
    "warehouse",
    "release",
    "protect",
    "audit-tables",
)


def module_of(name: str) -> ModuleType:
    """The module of a subcommand, imported only when used: some need large libraries."""
    return import_module(f"{__name__}.{name.replace('-', '_')}")
