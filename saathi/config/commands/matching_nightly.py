"""Compare changed records with the whole register and list possible duplicates for review.

Then compares alleged perpetrators, houses and telephone numbers across records (`matches.repeats`).
"""

import argparse

from saathi.config import start
from saathi.config.env import SettingError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the scope."""
    parser.add_argument(
        "--all", action="store_true", help="compare all records anew, not only what changed"
    )
    parser.add_argument(
        "--learn", action="store_true", help="learn weights and frequencies anew, and compare all"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(options: argparse.Namespace) -> int:
    """Works as the matcher, which opens records in memory and writes only possible duplicates."""
    with start.process("matcher"):
        from saathi.protection.identification.matches import nightly, repeats

        def say(line: str) -> None:
            if not options.quiet:
                print(line, flush=True)

        run_options = nightly.MatchRunOptions(is_full_run=options.all, learns_plan=options.learn)
        try:
            result = nightly.run_matching(run_options, using="default", say=say)
            repeats_found = repeats.find_repeats(using="default", say=say)
        except nightly.MatchRunInProgress:
            raise SettingError("Another run is under way; this one did nothing.") from None
        print(
            f"{result.changed} records changed, {result.compared} pairs compared, {result.found} found, "
            f"{result.lapsed} wait no longer; {repeats_found} times something may have been seen before."
        )
    return 0
