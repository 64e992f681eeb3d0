"""The `saathi` command. Each subcommand lives in its own module under `config/commands/`."""

import argparse
import sys
from collections.abc import Sequence

from saathi import __version__
from saathi.config import failures
from saathi.config.commands import COMMANDS, module_of


def parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of all or some subcommands; `saathi --help` prints each with its first line."""
    top = argparse.ArgumentParser(prog="saathi", description="Saathi, for child protection.")
    top.add_argument("--version", action="version", version=f"saathi {__version__}")
    subcommands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        module = module_of(name)
        summary = (module.__doc__ or "").strip().splitlines()[0]
        sub = subcommands.add_parser(name, help=summary, description=summary)
        module.arguments(sub)
        sub.set_defaults(run=module.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one subcommand; exit code 0, 1 for a failure with a plain message, 2 for wrong usage."""
    words = sys.argv[1:] if argv is None else argv
    is_named = bool(words) and words[0] in COMMANDS
    options = parser(words[:1] if is_named else COMMANDS).parse_args(words)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator reads a sentence
        print(f"saathi: {failures.report(error, options.command)}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
