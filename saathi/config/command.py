"""The `saathi` command. Each subcommand lives in its own module under `config/commands/`."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext

from saathi import __version__
from saathi.config import command_failures, start
from saathi.config.commands import COMMANDS, module_of

# These begin an installation or add a machine to one. Any other command refuses in a folder without
# an installation, instead of creating an empty one and reporting on that.
MAKE_HOMES = frozenset(
    {
        *("demo", "install", "migrate", "restore", "restore-keys", "setup-sql"),
        *("serve", "database", "work", "run-exchange-jobs", "seal", "metrics"),
    }
)


def parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of all or some subcommands; `saathi --help` lists each with its summary."""
    top = argparse.ArgumentParser(prog="saathi", description="Saathi, for child protection.")
    top.add_argument("--version", action="version", version=f"saathi {__version__}")
    subcommands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        module = module_of(name)
        summary = (module.__doc__ or "").strip().splitlines()[0]
        sub = subcommands.add_parser(name, help=summary, description=summary)
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one subcommand; exit code 0, 1 for a failure with a plain message, 2 for wrong usage."""
    words = sys.argv[1:] if argv is None else argv
    is_named = bool(words) and words[0] in COMMANDS
    options = parser(words[:1] if is_named else COMMANDS).parse_args(words)
    try:
        with nullcontext() if _may_make_home(options.command) else start.only_existing_home():
            code = int(options.run(options))
            sys.stdout.flush()
            return code
    except BrokenPipeError:
        # The process that reads the output, such as `head`, has closed it; nothing more can be
        # written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator reads a sentence
        print(
            f"saathi: {command_failures.describe_failure(error, options.command)}", file=sys.stderr
        )
        return 1


def _may_make_home(command: str) -> bool:
    # An auditor may verify from another machine, with only the address of the database.
    return command in MAKE_HOMES or (command == "audit" and not start.uses_embedded())


if __name__ == "__main__":
    sys.exit(main())
