"""Checks where results will be written before the work is done, not after an hour of it."""

import argparse
import os
from pathlib import Path

from saathi.engines.matching.linking.csv_records import UnreadableFile


def add_overwrite_argument(parser: argparse.ArgumentParser) -> None:
    """Adds `--overwrite`."""
    parser.add_argument(
        "--overwrite", action="store_true", help="replace the output if it is there already"
    )


def check_output(out: Path | None, *inputs: Path | None, may_replace: bool) -> None:
    """Nothing, if the file can be written; else `UnreadableFile` says why it cannot."""
    if out is None:
        return
    folder = out.parent
    if out.is_dir():
        reason = "it is a folder"
    elif any(given is not None and _is_same(out, given) for given in inputs):
        reason = "it is one of the files of records"
    elif not folder.is_dir():
        reason = f"there is no folder {folder}"
    elif not os.access(out if out.exists() else folder, os.W_OK):
        reason = "permission denied"
    elif out.exists() and not may_replace:
        reason = "it is there already; choose another, or give --overwrite"
    else:
        return
    raise UnreadableFile(f"{out} cannot be written: {reason}.")


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
