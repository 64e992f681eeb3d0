"""The subcommands of `saathi`: each module has `arguments(parser)` and `run(options) -> int`."""

from types import ModuleType

from saathi.config.commands import (
    audit,
    audit_tables,
    backup,
    carry,
    count,
    demo,
    doctor,
    erase,
    found,
    matching,
    migrate,
    protect,
    restore,
    rotate_keys,
    seal,
    serve,
    setup_sql,
    simulate,
    warehouse,
    work,
)

COMMANDS: dict[str, ModuleType] = {
    "demo": demo,
    "serve": serve,
    "work": work,
    "carry": carry,
    "seal": seal,
    "migrate": migrate,
    "found": found,
    "doctor": doctor,
    "audit": audit,
    "backup": backup,
    "restore": restore,
    "erase": erase,
    "rotate-keys": rotate_keys,
    "setup-sql": setup_sql,
    "count": count,
    "simulate": simulate,
    "matching": matching,
    "warehouse": warehouse,
    "protect": protect,
    "audit-tables": audit_tables,
}
