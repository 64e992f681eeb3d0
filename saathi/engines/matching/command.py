"""The `saathi matching` commands that need no installation; on their own, `saathi-matching`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from saathi.engines.matching import evaluating, names_command, retrieval_command
from saathi.engines.matching.csv_files import CsvFileError
from saathi.engines.matching.linking import command as linking_command


@dataclass(frozen=True)
class MatchingUse:
    """One use of the command: its line in the help, its arguments, and the function that runs it."""

    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


USES: dict[str, MatchingUse] = {
    "names": MatchingUse(
        "Say how alike pairs of names are written: CSV with columns a, b in; a, b, score, keys out.",
        names_command.add_arguments,
        names_command.run,
    ),
    "retrieve": MatchingUse(
        "Find the likeliest spellings of names in a long list: column name in both; "
        "query, candidate, score out.",
        retrieval_command.add_arguments,
        retrieval_command.run,
    ),
    "link": MatchingUse(
        "Pairs of records that are probably of one child, within one file or between two.",
        linking_command.add_link_arguments,
        linking_command.run_link,
    ),
    "train": MatchingUse(
        "Learn a model of linkage from records, without known pairs.",
        linking_command.add_train_arguments,
        linking_command.run_train,
    ),
    "evaluate": MatchingUse(
        "Measure a model of linkage on labelled or invented records, group by group.",
        evaluating.add_evaluate_arguments,
        evaluating.run_evaluate,
    ),
}


def add_matching_subcommands(parser: argparse.ArgumentParser, uses: dict[str, MatchingUse]) -> None:
    """Adds a subcommand for each use."""
    subcommands = parser.add_subparsers(dest="use", required=True, metavar="USE")
    for name, use in uses.items():
        subcommand = subcommands.add_parser(name, help=use.summary, description=use.summary)
        use.add_arguments(subcommand)
        subcommand.set_defaults(run_use=use.run)


def run(options: argparse.Namespace) -> int:
    """Runs the subcommand and returns its exit code; 2 for an unreadable or unwritable file."""
    try:
        return int(options.run_use(options))
    except CsvFileError as error:
        print(f"saathi: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of the output has closed it; nothing more can be written.
        sys.stdout = None
        return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Runs `saathi-matching`; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="saathi-matching", description="Match names and link records on files."
    )
    add_matching_subcommands(parser, USES)
    return run(parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
