"""Load a synthetic nation, in which nobody lives, into an empty database."""

import argparse

from saathi.config import env, start
from saathi.config.env import SettingError

MOST = 5_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many children, and which nation."""
    parser.add_argument("--children", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="another seed, another nation")
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing where children are on record already"
    )


def run(options: argparse.Namespace) -> int:
    """Loads as the maintenance role; refuses where a child is on record."""
    if not 1 <= options.children <= MOST:
        raise SettingError(f"--children must lie between 1 and {MOST}.")
    with start.process("maintenance"):
        from saathi.simulation import load

        if options.if_empty and not load.is_empty():
            return 0
        print(f"Inventing a nation with {options.children} children ...", flush=True)
        try:
            owner = env.text(f"{start.PREFIX}_OWNER", "")
            done = load.load(children=options.children, seed=options.seed, owner=owner)
        except load.NotEmpty:
            raise SettingError(
                "Children are on record already; a simulated nation is loaded into an empty "
                "database only."
            ) from None
        print(f"{done.children} children, {done.rows} rows, in {done.seconds:.1f} s.")
    return 0
