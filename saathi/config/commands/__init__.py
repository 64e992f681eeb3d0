"""The subcommands of `saathi`: each module has `arguments(parser)` and `run(options) -> int`."""

from types import ModuleType

from saathi.config.commands import (
    audit,
    count,
    demo,
    doctor,
    found,
    migrate,
    seal,
    serve,
    simulate,
    work,
)

COMMANDS: dict[str, ModuleType] = {
    "demo": demo,
    "serve": serve,
    "work": work,
    "seal": seal,
    "migrate": migrate,
    "found": found,
    "doctor": doctor,
    "audit": audit,
    "count": count,
    "simulate": simulate,
}
