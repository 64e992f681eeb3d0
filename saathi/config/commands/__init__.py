"""The subcommands of `saathi`: each module has `arguments(parser)` and `run(options) -> int`."""

from types import ModuleType

from saathi.config.commands import migrate

COMMANDS: dict[str, ModuleType] = {
    "migrate": migrate,
}
