"""Match names and records on files, without an installation; or, nightly, the register of one."""

import argparse
import sys
from types import ModuleType

from saathi.config.commands import (
    matching_evaluate,
    matching_link,
    matching_names,
    matching_nightly,
    matching_retrieve,
    matching_train,
)
from saathi.config.csv_files import CsvFileError

# Each module has `arguments(parser)` and `run(options) -> int`, like the commands above them.
SUBCOMMANDS: dict[str, ModuleType] = {
    "names": matching_names,
    "retrieve": matching_retrieve,
    "link": matching_link,
    "train": matching_train,
    "evaluate": matching_evaluate,
    "nightly": matching_nightly,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The use and its own arguments."""
    uses = parser.add_subparsers(dest="use", required=True, metavar="USE")
    for name, module in SUBCOMMANDS.items():
        summary = (module.__doc__ or "").strip().splitlines()[0]
        use = uses.add_parser(name, help=summary, description=summary)
        module.arguments(use)
        use.set_defaults(run_use=module.run)


def run(options: argparse.Namespace) -> int:
    """Returns the exit code of the use; 2 for a file that cannot be read or written."""
    try:
        return int(options.run_use(options))
    except CsvFileError as error:
        print(f"saathi: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of the output has closed it; nothing more can be written.
        sys.stdout = None
        return 0
