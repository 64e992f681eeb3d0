"""Load a synthetic nation, in which all people are fictitious, into an empty database."""

import argparse

from saathi.config import env, start
from saathi.config.env import SettingError

MAX_CHILDREN = 5_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the number of children and the nation."""
    parser.add_argument("--children", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other children")
    parser.add_argument(
        "--if-empty", action="store_true", help="do nothing if children are on record already"
    )
    parser.add_argument(
        "--mend", action="store_true", help="only remove what an interrupted load left behind"
    )
    parser.add_argument(
        "--staff-work",
        action="store_true",
        help="only record, in the demo, what its staff do: transfers, operations, complaints and more",
    )


def run(options: argparse.Namespace) -> int:
    """Loads as the maintenance role; refuses if a child is on record."""
    if not 1 <= options.children <= MAX_CHILDREN:
        raise SettingError(f"--children must be between 1 and {MAX_CHILDREN}.")
    if options.staff_work:
        return _record_staff_work()
    with start.process("maintenance"):
        from saathi.simulation import load

        owner = env.text(f"{start.PREFIX}_OWNER", "")
        try:
            if load.clear_interrupted_load(owner):
                print(
                    "An earlier load was interrupted. Its rows were removed; indexes and keys are restored.",
                    flush=True,
                )
            if options.mend:
                return 0
            if options.if_empty and not load.is_database_empty():
                return 0
            return _load(options, owner)
        except load.ForeignRecordsPresent:
            raise SettingError(
                "An earlier load was interrupted. Its indexes and keys are restored. Its children are "
                "kept, because records were added since; there are fewer than requested."
            ) from None
        except load.SchemaOwnerRequired:
            raise SettingError(
                f"Set {start.PREFIX}_OWNER as well: so many children are loaded without indexes, "
                "and only the owner of the schema may drop and rebuild them."
            ) from None


def _load(options: argparse.Namespace, owner: str) -> int:
    from saathi.simulation import load

    print(f"Inventing a nation with {options.children} children ...", flush=True)
    try:
        result = load.load_nation(
            children=options.children,
            seed=options.seed,
            owner=owner,
            say=lambda line: print(line, flush=True),
        )
    except load.DatabaseNotEmpty:
        raise SettingError(
            "Children are on record already; a simulated nation is loaded into an empty "
            "database only."
        ) from None
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in result.parts.items())
    print(f"{result.children} children, {result.rows} rows, in {result.seconds:.1f} s ({parts}).")
    return 0


def _record_staff_work() -> int:
    """Records staff work as the web role, so that the database checks each step as for a page."""
    with start.process("web"):
        from django.conf import settings

        from saathi.simulation.demo_work import record

        if not settings.IS_DEMO:
            raise SettingError("This works in the demo country only.")
        if record.record_demo_work():
            print("The demo's staff have recorded their work.", flush=True)
        return 0
