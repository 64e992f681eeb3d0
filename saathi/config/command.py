"""The `saathi` command. Each subcommand lives in its own module under `config/commands/`."""

import argparse
import sys
from collections.abc import Sequence

from saathi import __version__
from saathi.config.commands import COMMANDS, module_of
from saathi.config.env import SettingError
from saathi.infra.embedded import EmbeddedServerError
from saathi.infra.parts import PartNotInstalled


def parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of all subcommands, or of some; `saathi --help` prints them with their one line."""
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
    """Runs one subcommand; the exit code is 0, 1 for a failure in plain words, 2 for bad use."""
    words = sys.argv[1:] if argv is None else argv
    is_named = bool(words) and words[0] in COMMANDS
    options = parser(words[:1] if is_named else COMMANDS).parse_args(words)
    try:
        return int(options.run(options))
    except (SettingError, EmbeddedServerError, PartNotInstalled) as error:
        print(f"saathi: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
